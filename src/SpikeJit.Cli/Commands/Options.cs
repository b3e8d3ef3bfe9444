using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SpikeJit.Cli.Models;

namespace SpikeJit.Cli.Commands;

/// <summary>Options that several commands have, and options that check their values.</summary>
internal static class Options
{
    private const int MaxThreads = 1024;

    public static Option<string> Data()
    {
        var option = new Option<string>("--data") { Description = "The data set: digits, which are part of this program, or mnist." };
        option.AcceptOnlyFromAmong(DataSource.Names);
        return option;
    }

    public static Option<DirectoryInfo> DataDirectory() =>
        new("--data-dir") { Description = "The directory with MNIST's four IDX files, plain or gzip.", HelpName = "DIR" };

    public static Option<int> Threads() => Checked(
        "--threads", "Threads that share the work, as many as processors by default. Results do not depend on it.", "N", Text.Integer, n => n is >= 1 and <= MaxThreads,
        $"a whole number from 1 to {MaxThreads}");

    public static Option<int> Count(string name, string description) => Checked(name, description, "N", Text.Integer, n => n >= 1, "a whole number of at least 1");

    public static Option<long> Seed() =>
        Checked("--seed", "The seed of all random numbers.", "N", Text.Long, s => s is >= 0 and <= uint.MaxValue, $"a whole number from 0 to {uint.MaxValue}");

    public static Option<double> Positive(string name, string description) =>
        Checked(name, description, "X", Text.Number, x => x > 0 && double.IsFinite(x), "a finite number above 0");

    public static Option<int[]> Counts(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(t => Value(result, name, t.Value, Text.Integer, n => n >= 1, "a whole number of at least 1"))],
    };

    /// <summary>The value of an option, or another where it was not given.</summary>
    public static T Given<T>(this ParseResult parsed, Option<T> option, T otherwise) => parsed.GetResult(option) is null ? otherwise : parsed.GetRequiredValue(option);

    /// <summary>Sets the number of threads if the option was given.</summary>
    public static void ApplyThreads(this ParseResult parsed, Option<int> option) => Device.Default.Threads = parsed.Given(option, Device.Default.Threads);

    private static Option<T> Checked<T>(string name, string description, string valueName, Func<string, T?> read, Func<T, bool> holds, string what) where T : struct => new(name)
    {
        Description = description,
        HelpName = valueName,
        CustomParser = result => Value(result, name, result.Tokens[0].Value, read, holds, what),
    };

    private static T Value<T>(ArgumentResult result, string name, string text, Func<string, T?> read, Func<T, bool> holds, string what) where T : struct
    {
        if (read(text) is { } value && holds(value)) return value;
        result.AddError($"{name} is {text}; it must be {what}.");
        return default;
    }

    private static class Text
    {
        public static int? Integer(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) ? n : null;

        public static long? Long(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) ? n : null;

        public static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) ? x : null;
    }
}
