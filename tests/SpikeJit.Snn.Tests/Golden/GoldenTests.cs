namespace SpikeJit.Snn.Tests.GoldenFiles;

public sealed class GoldenTests
{
    [Theory]
    [InlineData("snn_anchors.json", 4)]
    [InlineData("snn_losses.json", 61)]
    [InlineData("snn_neurons.json", 84)]
    [InlineData("snn_stdp.json", 7)]
    [InlineData("snn_surrogates.json", 57)]
    [InlineData("sc_surrogate_step.json", 81)]
    public void Every_file_is_there(string file, int cases) => Assert.Equal(cases, Golden.Cases(file).Count());
}
