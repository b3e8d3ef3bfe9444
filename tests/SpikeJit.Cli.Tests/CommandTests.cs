using SpikeJit.Stochastic;

namespace SpikeJit.Cli.Tests;

/// <summary>The commands that take a finished model.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Evaluate_repeats_what_train_ended_with()
    {
        string[] trained = _place.Success($"{Workplace.Small} --out @m.safetensors");
        Assert.Equal(Workplace.Accuracies(trained), _place.Success("evaluate @m.safetensors"));
    }

    [Theory]
    [InlineData("", 256, BitSource.Sobol)]
    [InlineData("--length 100 --source lfsr", 100, BitSource.Lfsr)]
    [InlineData("--length 64 --source bernoulli", 64, BitSource.Bernoulli)]
    [InlineData("--length 64 --source halton", 64, BitSource.Halton)]
    public void Export_writes_the_network_on_bitstreams(string options, int length, BitSource source)
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        string[] output = _place.Success($"export @m.safetensors {options}");
        Assert.Equal($"exported: {_place["m.sc.safetensors"]}", output[0]);
        ScNetwork network = ScNetwork.Load(_place["m.sc.safetensors"]);
        Assert.Equal((length, source, 64, 10, 4), (network.Length, network.Source, network.Inputs, network.Outputs, network.Steps));
        Tensor weights = Models.ModelFile.Read(_place["m.safetensors"]).Parameters["0.weight"];
        // Rounded to whole numbers of ones.
        double step = network.ScaleOf(0) / length;
        Assert.InRange((network.WeightsOf(0) - weights).Abs().Max().ToDouble(), 0, 0.501 * step);
    }

    [Fact]
    public void Export_goes_where_it_is_told_to()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        _place.Success("export @m.safetensors --out @here");
        Assert.Equal(256, ScNetwork.Load(_place["here"]).Length);
    }

    [Fact]
    public void Info_describes_a_model()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        string[] output = _place.Success("info @m.safetensors");
        Assert.Contains(output, l => l.Contains("64-12-10, T = 4", StringComparison.Ordinal));
        Assert.Contains("0.weight: f32[64,12]", output);
        Assert.Equal($"parameters: {64 * 12 + 12 + 12 * 10 + 10}", output[^1]);
    }

    [Fact]
    public void Info_describes_the_machine()
    {
        string[] output = _place.Success("info");
        Assert.Contains(output, l => l.StartsWith("vectors: ", StringComparison.Ordinal) && l.EndsWith(" bits", StringComparison.Ordinal));
        Assert.Contains(output, l => l.StartsWith("threads: ", StringComparison.Ordinal));
        Assert.Equal("devices: cpu:0", output[^1]);
    }

    [Fact]
    public void Help_names_every_command_and_option()
    {
        string help = string.Join('\n', _place.Success("--help"));
        Assert.All(["spikejit [command]", "train", "evaluate <MODEL>", "export <MODEL>", "info <MODEL>", "adapters <LAYER>", "--version"], part => Assert.Contains(part, help));
        string train = string.Join('\n', _place.Success("train --help"));
        Assert.All(
            ["--data", "--data-dir", "--epochs", "--hidden", "--steps", "--batch", "--learning-rate", "--seed", "--out", "--resume", "--threads"],
            option => Assert.Contains(option + " <", train));
    }
}
