using System.Text.RegularExpressions;

namespace SpikeJit.Tests.Operations;

/// <summary>The document that says what is called how names what there is.</summary>
public sealed partial class OperationsDocumentTests
{
    [Fact]
    public void Every_method_that_the_document_names_exists_and_every_operation_is_named()
    {
        string file = Path.Combine(Docs.CodeBlockTests.Root(), "docs", "operations.md");
        Assert.SkipUnless(File.Exists(file), "The tests run away from their sources.");
        string[] named = [.. Method().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Distinct()];
        string[] known = [.. new[] { typeof(Tensor), typeof(RandomKey), typeof(Initializers) }.SelectMany(t => t.GetMethods()).Select(m => m.Name).Distinct()];
        Assert.Empty(named.Except(known));
        Assert.True(named.Length > 190, $"The document names {named.Length} methods.");
    }

    [GeneratedRegex(@"`(\w+)\(\)`")]
    private static partial Regex Method();
}
