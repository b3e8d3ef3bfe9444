using System.Runtime.CompilerServices;

namespace Docs;

/// <summary>Documents go stale in silence; their code does not, because it is code of this repository.</summary>
public sealed class CodeBlockTests
{
    internal static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));

    private static readonly string[] s_folders = ["src", "tests/SpikeJit.Tests/Docs", "tests/SpikeJit.Tests/Operations"];

    public static TheoryData<string> Documents => Directory.Exists(Root())
        ? [.. new[] { "README.md", "CONTRIBUTING.md" }.Concat(Directory.GetFiles(Path.Combine(Root(), "docs"), "*.md").Select(f => $"docs/{Path.GetFileName(f)}"))]
        : ["README.md"];

    [Theory, MemberData(nameof(Documents))]
    public void Every_CSharp_block_of_a_document_stands_in_a_source_file(string document)
    {
        Assert.SkipUnless(Directory.Exists(Root()), "The tests run away from their sources.");
        List<string[]> sources = [.. s_folders.Select(f => Path.Combine(Root(), f)).Where(Directory.Exists)
            .SelectMany(f => Directory.GetFiles(f, "*.cs", SearchOption.AllDirectories)).Select(f => Lines(File.ReadLines(f)))];
        foreach (string[] block in Blocks(document))
        {
            int furthest = sources.Max(s => Found(block, s));
            Assert.True(furthest == block.Length, $"{document}: no source file has this line after those before it: {block[Math.Min(furthest, block.Length - 1)]}");
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_somewhere(string document)
    {
        Assert.SkipUnless(Directory.Exists(Root()), "The tests run away from their sources.");
        string folder = Path.GetDirectoryName(Path.Combine(Root(), document))!;
        foreach (string part in File.ReadAllText(Path.Combine(Root(), document)).Split("](").Skip(1))
        {
            string target = part[..part.IndexOf(')')].Split('#')[0];
            if (target.Length == 0 || target.Contains("://")) continue;
            Assert.True(Path.Exists(Path.Combine(folder, target)), $"{document} links to {target}, which is not there.");
        }
    }

    private static string[] Lines(IEnumerable<string> text) => [.. text.Select(l => l.Trim()).Where(l => l.Length > 0)];

    private static IEnumerable<string[]> Blocks(string document)
    {
        var block = new List<string>();
        bool inside = false;
        foreach (string line in File.ReadLines(Path.Combine(Root(), document)))
        {
            if (inside && line.Trim() == "```")
            {
                inside = false;
                yield return Lines(block);
                block.Clear();
            }
            else if (inside) block.Add(line);
            else inside = line.Trim() == "```csharp";
        }
    }

    /// <summary>How many lines of a block stand in a file, in order.</summary>
    private static int Found(string[] block, string[] source)
    {
        int next = 0;
        foreach (string line in source)
            if (next < block.Length && line == block[next]) next++;
        return next;
    }
}
