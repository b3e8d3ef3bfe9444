using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Spectre.Console;
using SpikeJit.Holonomic;

namespace SpikeJit.Cli.Commands;

/// <summary><c>spikejit adapters</c>: the holonomic adapters with their states, parameters and metrics. A table on a screen, else lines.</summary>
internal sealed class AdaptersCommand
{
    private readonly Argument<int?> _layer = new("LAYER") { Description = "One adapter's layer, from 1 to 16; without one all are listed.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create(Terminal terminal)
    {
        var adapters = new AdaptersCommand();
        var command = new Command("adapters", "Lists the holonomic adapters with their states and parameters.") { adapters._layer };
        command.SetAction(parsed =>
        {
            HolonomicAdapter[] chosen = parsed.GetValue(adapters._layer) is { } layer ? [HolonomicAdapter.Create(layer)] : [.. HolonomicAdapter.CreateAll()];
            if (terminal.Interactive) WriteTable(chosen, terminal.Out);
            else WriteLines(chosen, terminal.Out);
        });
        return command;
    }

    private static void WriteLines(HolonomicAdapter[] adapters, TextWriter output)
    {
        foreach (HolonomicAdapter adapter in adapters)
        {
            output.WriteLine($"{adapter.Name}: {Streams(adapter)}");
            output.WriteLine($"  state: {string.Join(", ", State(adapter))}");
            output.WriteLine($"  parameters: {string.Join(", ", Parameters(adapter))}");
            output.WriteLine($"  metrics: {string.Join(", ", adapter.MetricNames)}");
        }
    }

    private static void WriteTable(HolonomicAdapter[] adapters, TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        Table table = new Table { ShowRowSeparators = true }.AddColumns("adapter", "state", "parameters", "metrics");
        foreach (HolonomicAdapter adapter in adapters)
        {
            string[] cells = [$"{adapter.Name}\n{Streams(adapter)}", string.Join('\n', State(adapter)), string.Join('\n', Parameters(adapter)), string.Join('\n', adapter.MetricNames)];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        console.Write(table);
    }

    private static string Streams(HolonomicAdapter adapter) =>
        $"{adapter.Streams} {(adapter.Streams == 1 ? "stream" : "streams")} of {adapter.GetParameters().BitstreamLength} bits";

    private static IEnumerable<string> State(HolonomicAdapter adapter)
    {
        object state = adapter.Initial(new RandomKey(0));
        return Tree.Paths(state).Zip(Tree.Leaves(state), (path, leaf) => $"{path[1..]} {leaf.Type}");
    }

    private static IEnumerable<string> Parameters(HolonomicAdapter adapter)
    {
        HolonomicParameters parameters = adapter.GetParameters();
        // The constructor that names all of them, in its order.
        ConstructorInfo all = parameters.GetType().GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return all.GetParameters()
            .Select(p => parameters.GetType().GetProperty(p.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)!)
            .Select(p => $"{p.Name} {Text(p.GetValue(parameters))}");
    }

    private static string Text(object? value) => value switch
    {
        Tensor { Rank: 0 } number => number.ToDouble().ToString(CultureInfo.InvariantCulture),
        Tensor vector => $"[{string.Join(' ', vector.As(DType.F64).ToArray<double>().Select(x => x.ToString(CultureInfo.InvariantCulture)))}]",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
