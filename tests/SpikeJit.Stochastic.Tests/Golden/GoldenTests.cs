namespace SpikeJit.Stochastic.Tests.GoldenFiles;

public sealed class GoldenTests
{
    [Theory]
    [InlineData("sc_jax_layer.json", 75)]
    [InlineData("sc_layers.json", 179)]
    public void Every_file_is_there(string file, int cases) => Assert.Equal(cases, Golden.Cases(file).Count());
}
