using SpikeJit;

namespace Docs;

public sealed class ArchitectureTests
{
    [Fact]
    public void The_printed_graph_of_the_document_is_what_is_printed()
    {
        var neurons = (Tensor currents) => Fn.Scan<Tensor, Tensor, Tensor>(
            (v, current) =>
            {
                v = 0.9f * v + current;
                Tensor spikes = (v >= 1f).As(DType.F32);
                return (v * (1f - spikes), spikes);
            },
            Tensor.Zeros([3]), currents).Outputs.Mean(0);

        string printed = Fn.Trace(neurons)(Tensor.Zeros([50, 3])).ToString();

        Assert.SkipUnless(Directory.Exists(CodeBlockTests.Root()), "The tests run away from their sources.");
        Assert.Contains($"```text\n{printed}\n```", File.ReadAllText(Path.Combine(CodeBlockTests.Root(), "docs/architecture.md")), StringComparison.Ordinal);
    }
}
