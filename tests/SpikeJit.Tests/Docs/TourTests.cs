using System.Reflection;
using SpikeJit;

namespace Docs;

/// <summary>The tour's programs run, and print what the tour says.</summary>
[Collection(nameof(TourTests))]
public sealed partial class TourTests
{
    private static string Page => Path.Combine(CodeBlockTests.Root(), "docs/tour.md");

    public static TheoryData<int> Sections => [.. Enumerable.Range(1, typeof(TourTests).GetMethods(BindingFlags.NonPublic | BindingFlags.Static).Count(m => m.Name.StartsWith("Section", StringComparison.Ordinal)))];

    [Theory, MemberData(nameof(Sections))]
    public void A_section_prints_what_stands_in_it(int number)
    {
        TextWriter before = Fn.PrintOutput;
        using var text = new StringWriter { NewLine = "\n" };
        Console.Out = Fn.PrintOutput = text;
        try
        {
            typeof(TourTests).GetMethod($"Section{number}", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        finally
        {
            Fn.PrintOutput = before;
        }

        Assert.SkipUnless(Directory.Exists(CodeBlockTests.Root()), "The tests run away from their sources.");
        string[] sections = File.ReadAllText(Page).Split("\n## ");
        string section = Assert.Single(sections, s => s.StartsWith($"{number} ", StringComparison.Ordinal));
        Assert.Equal(section.Split("```text\n")[1].Split("\n```")[0], text.ToString().TrimEnd('\n'));
    }

    [Fact]
    public void Every_section_of_the_tour_is_run() =>
        Assert.Equal(Sections.Count, File.ReadLines(Page).Count(l => l.StartsWith("## ", StringComparison.Ordinal) && char.IsAsciiDigit(l[3])));

    /// <summary>Keeps what the programs print.</summary>
    private static class Console
    {
        public static TextWriter Out { get; set; } = TextWriter.Null;

        public static void WriteLine(object? value) => Out.WriteLine(value);
    }
}

/// <summary>A section redirects what the whole process prints.</summary>
[CollectionDefinition(nameof(TourTests), DisableParallelization = true)]
public sealed class TourCollection;
