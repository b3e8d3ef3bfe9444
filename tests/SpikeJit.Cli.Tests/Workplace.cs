namespace SpikeJit.Cli.Tests;

/// <summary>A directory of its own for one test, and the command run in it, in this process.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>A network and a run so small that it takes no time.</summary>
    public const string Small = "train --epochs 2 --hidden 12 --steps 4 --batch 100";

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("spikejit-").FullName;

    public string this[string file] => Path.Combine(Directory, file);

    /// <summary>Runs a command line; words are parted by spaces, and @name is a file of this directory.</summary>
    public Outcome Run(string commandLine, bool interactive = false)
    {
        using StringWriter output = new(), error = new();
        string[] arguments = [.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a[0] == '@' ? this[a[1..]] : a)];
        int code = SpikejitApp.Run(arguments, new Terminal(output, error, interactive));
        return new(code, Lines(output.ToString()), Lines(error.ToString()));
    }

    /// <summary>Runs a command line that must succeed.</summary>
    public string[] Success(string commandLine)
    {
        Outcome outcome = Run(commandLine);
        Assert.True(outcome.Code == 0, $"{commandLine}: exit code {outcome.Code}, {string.Join(" | ", outcome.Error)}");
        Assert.Empty(outcome.Error);
        return outcome.Output;
    }

    /// <summary>Runs a command line that must fail with one line that holds all these parts.</summary>
    public void Failure(string commandLine, params string[] parts)
    {
        Outcome outcome = Run(commandLine);
        Assert.Equal(1, outcome.Code);
        string line = Assert.Single(outcome.Error);
        Assert.StartsWith("spikejit: ", line);
        Assert.All(parts, part => Assert.Contains(part, line));
        Assert.DoesNotContain("internal error", line);
        Assert.DoesNotContain("   at ", line);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    /// <summary>The lines for machines that train and evaluate end with.</summary>
    public static string[] Accuracies(string[] output) => [.. output.SkipWhile(l => !l.StartsWith("float accuracy", StringComparison.Ordinal))];

    public static string[] Lines(string text) => text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    internal sealed record Outcome(int Code, string[] Output, string[] Error);
}
