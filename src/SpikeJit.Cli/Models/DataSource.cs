using SpikeJit.Snn;

namespace SpikeJit.Cli.Models;

/// <summary>The data sets that commands know by name.</summary>
internal static class DataSource
{
    public const string Digits = "digits";
    public const string Mnist = "mnist";

    public static string[] Names { get; } = [Digits, Mnist];

    /// <summary>Loads a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="directory">Where the files of MNIST are.</param>
    public static DataSplit Load(string name, DirectoryInfo? directory) => name switch
    {
        Digits => Snn.Digits.Load(),
        Mnist => Snn.Mnist.Load((directory ?? throw new CommandException(
            "--data mnist needs --data-dir DIR with the four files of MNIST. They can be had from https://storage.googleapis.com/cvdf-datasets/mnist/."))
            .FullName),
        _ => throw new InvalidDataException($"There is no data set '{name}'. There are: {string.Join(", ", Names)}."),
    };
}
