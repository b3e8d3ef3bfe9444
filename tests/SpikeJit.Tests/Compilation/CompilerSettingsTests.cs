using SpikeJit.Compilation;

namespace SpikeJit.Tests.Compilation;

public sealed class CompilerSettingsTests
{
    private static Func<string, string?> Variable(string name, string value) => asked => asked == name ? value : null;

    [Fact]
    public void Without_variables_all_passes_run_at_the_machines_width()
    {
        CompilerSettings settings = CompilerSettings.From(_ => null);
        Assert.Empty(settings.Disabled);
        Assert.Equal(Device.Default.VectorBits, settings.VectorBits);
        Assert.Null(settings.DumpFolder);
    }

    [Fact]
    public void Passes_are_disabled_by_their_names()
    {
        Assert.Equal(["fuse", "split-scans"], CompilerSettings.From(Variable("SPIKEJIT_DISABLE", "split-scans, fuse")).Disabled.Order());
        var e = Assert.Throws<InvalidOperationException>(() => CompilerSettings.From(Variable("SPIKEJIT_DISABLE", "fusion")));
        Assert.Contains("\"fusion\"", e.Message, StringComparison.Ordinal);
        Assert.Contains("re-roll, simplify, strips, split-scans, sum-time-first, arrange-constants, spike-operands, fuse", e.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("1024"), InlineData("64"), InlineData("wide"), InlineData("-128")]
    public void A_width_that_no_vector_has_is_refused(string text) =>
        Assert.Contains("32, 128, 256 or 512", Assert.Throws<InvalidOperationException>(() => CompilerSettings.From(Variable("SPIKEJIT_VECTOR_BITS", text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_compilation_is_dumped_pass_by_pass()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"spikejit-dump-{Guid.NewGuid():N}");
        try
        {
            using (CompilerSettings.Use(CompilerSettings.Current with { DumpFolder = folder }))
                Fn.Jit((Tensor x) => (x * 1f + x).Tanh().Sum())(Tensor.Ones([100]));
            string[] files = [.. Directory.GetFiles(Assert.Single(Directory.GetDirectories(folder))).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
            Assert.Equal(
                [
                    "00-traced.graph", "01-inline.graph", "02-simplify.graph", "03-strips.graph", "04-split-scans.graph", "05-sum-time-first.graph", "06-simplify.graph",
                    "07-open-checkpoints.graph", "08-arrange-constants.graph", "09-spike-operands.graph", "10-schedule.txt", "11-kernel-0.il",
                ],
                files);
            string dumped = Directory.GetDirectories(folder)[0];
            Assert.Contains("mul", File.ReadAllText(Path.Combine(dumped, files[0])), StringComparison.Ordinal);
            Assert.DoesNotContain("mul", File.ReadAllText(Path.Combine(dumped, files[2])), StringComparison.Ordinal);
            Assert.Contains(": add tanh reduceSum(0) |", File.ReadAllText(Path.Combine(dumped, files[10])), StringComparison.Ordinal);
            Assert.Contains("Add", File.ReadAllText(Path.Combine(dumped, files[11])), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
