using System.CommandLine;
using System.CommandLine.Help;
using SpikeJit.Cli.Commands;

namespace SpikeJit.Cli;

/// <summary>The command line: its commands, and what becomes of errors.</summary>
internal static class SpikejitApp
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: 0, or 1 after one line on <see cref="Terminal.Error"/>, or 128 and the number of the signal that ended it.</returns>
    public static int Run(string[] arguments, Terminal terminal)
    {
        ParseResult parsed = Root(terminal).Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            terminal.Error.WriteLine($"spikejit: {OneLine(string.Join(' ', parsed.Errors.Select(e => e.Message)))}");
            return Failure;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            terminal.Error.WriteLine($"spikejit: {Describe(exception)}");
            return Failure;
        }
    }

    // A plain command, since a root command is named after the file that runs.
    private static Command Root(Terminal terminal) => new("spikejit", "Trains spiking neural networks and carries them to stochastic-computing bitstreams.")
    {
        new HelpOption(),
        new VersionOption(),
        TrainCommand.Create(terminal),
        EvaluateCommand.Create(terminal),
        ExportCommand.Create(terminal),
        InfoCommand.Create(terminal),
        AdaptersCommand.Create(terminal),
    };

    private static string Describe(Exception exception) => exception switch
    {
        // The name of a C# parameter, which the runtime adds, tells a user of the command nothing.
        ArgumentException { ParamName: { } name } argument => OneLine(argument.Message.Replace($" (Parameter '{name}')", "")),
        CommandException or ArgumentException or ArithmeticException or InvalidDataException or IOException or UnauthorizedAccessException
            or FormatException or InvalidOperationException => OneLine(exception.Message),
        _ => $"internal error, {exception.GetType().Name}: {OneLine(exception.Message)}",
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
