namespace SpikeJit.Cli.Tests;

/// <summary><c>spikejit adapters</c>.</summary>
public sealed class AdaptersTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void All_sixteen_are_listed_with_states_and_parameters()
    {
        string[] output = _place.Success("adapters");
        Assert.Equal(16, output.Count(l => l.StartsWith('L')));
        Assert.Equal("L1_Quantum: 1000 streams of 1024 bits", output[0]);
        Assert.Equal("  state: Coherence f32[1000], SPump f32[1000]", output[1]);
        Assert.Equal("  parameters: NQubits 1000, BitstreamLength 1024, SCritical 0.5, GammaDecoherence 0.05, FNonMarkov 100", output[2]);
        Assert.Equal("  metrics: r1_global_coherence, avg_metabolic_pumping", output[3]);
        Assert.Contains("L9_Memory: 1 stream of 1024 bits", output);
        Assert.Contains(output, l => l.Contains("PulsarOmegas [1.6 2.3 0.8", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("GateBySlot false", StringComparison.Ordinal));
    }

    [Fact]
    public void One_adapter_by_its_layer() =>
        Assert.StartsWith("L14_Transdimensional: 11 streams", _place.Success("adapters 14")[0], StringComparison.Ordinal);

    [Fact]
    public void On_a_screen_they_are_a_table()
    {
        Workplace.Outcome outcome = _place.Run("adapters 16", interactive: true);
        Assert.Equal(0, outcome.Code);
        Assert.Contains(outcome.Output, l => l.Contains("parameters", StringComparison.Ordinal) && l.Contains("metrics", StringComparison.Ordinal));
        Assert.Contains(outcome.Output, l => l.Contains("L16_Meta", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("17")]
    public void A_layer_that_is_not_there_is_refused(string layer) => _place.Failure($"adapters {layer}", $"no layer {layer}", "1 to 16");
}
