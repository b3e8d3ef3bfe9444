using SpikeJit.Compilation;
using SpikeJit.Compilation.Passes;
using SpikeJit.Graphs;

namespace Docs;

/// <summary>Everything that docs/compiler.md says is printed, is. A block begins with <c>text PROGRAM STAGE</c>; a line <c>…</c> leaves something out.</summary>
public sealed class CompilerTests
{
    private const string Elision = "…";

    private static readonly string s_document = Path.Combine(CodeBlockTests.Root(), "docs/compiler.md");

    public static TheoryData<string> Titles => File.Exists(s_document) ? [.. Blocks().Select(b => b.Title)] : [];

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Titles))]
    public void Every_printed_block_of_the_document_is_what_is_printed(string title)
    {
        string[] words = title.Split(' ', 2);
        string[] printed = Lines(Printed(words[0], words[1])), block = Blocks().First(b => b.Title == title).Lines;

        int at = 0, start = 0;
        while (start <= block.Length)
        {
            int end = Array.FindIndex(block, start, l => l.Trim() == Elision);
            string[] part = block[start..(end < 0 ? block.Length : end)];
            int found = Find(part, printed, at);
            Assert.True(found >= 0 && (start > 0 || found == 0), $"{title}: not printed: {string.Join('\n', part)}\nPrinted is:\n{string.Join('\n', printed)}");
            at = found + part.Length;
            if (end < 0) break;
            start = end + 1;
        }
        Assert.True(at == printed.Length || block[^1].Trim() == Elision, $"{title}: more is printed:\n{string.Join('\n', printed[at..])}");
    }

    [Fact]
    public void The_network_of_the_tutorial_takes_eight_steps_and_no_loop_of_steps()
    {
        string[] lines = Lines(CompilerPrograms.Schedule("network"));
        Assert.Equal(8, lines.Count(l => l.StartsWith("product", StringComparison.Ordinal) || l.StartsWith("kernel", StringComparison.Ordinal)));
        Assert.Equal(9, lines.Length);
    }

    private static string Printed(string program, string stage)
    {
        switch (stage)
        {
            case "unrolled":
                using (CompilerSettings.Use(CompilerSettings.Current with { Disabled = new HashSet<string> { CompilerSettings.Reroll } }))
                    return CompilerPrograms.Traces[program]().ToString();
            case "traced": return CompilerPrograms.Traces[program]().ToString();
            case "schedule": return CompilerPrograms.Schedule(program);
        }
        var after = new Dictionary<string, Graph>();
        Graph optimised = Compiler.Optimise(CompilerPrograms.Traces[program]().Graph, (name, graph) => after[after.ContainsKey(name) ? $"{name} again" : name] = graph);
        after["legalise"] = Legalise.Run(optimised);
        return after[stage].ToString();
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static int Find(string[] part, string[] printed, int from)
    {
        for (int at = from; at + part.Length <= printed.Length; at++)
            if (part.AsSpan().SequenceEqual(printed.AsSpan(at, part.Length))) return at;
        return -1;
    }

    private static IEnumerable<(string Title, string[] Lines)> Blocks()
    {
        const string fence = "```text ";
        string? title = null;
        var lines = new List<string>();
        foreach (string line in File.ReadLines(s_document))
        {
            if (title is not null && line == "```")
            {
                yield return (title, [.. lines]);
                title = null;
                lines.Clear();
            }
            else if (title is not null) lines.Add(line);
            else if (line.StartsWith(fence, StringComparison.Ordinal)) title = line[fence.Length..];
        }
    }
}
