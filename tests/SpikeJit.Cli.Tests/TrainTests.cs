using System.Globalization;
using SpikeJit.Cli.Models;

namespace SpikeJit.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_defaults_reach_97_2_percent_and_keep_them_on_bitstreams()
    {
        Dictionary<string, double> accuracy = Workplace.Accuracies(_place.Success("train --out @m.safetensors")).ToDictionary(Label, Percent);
        double floats = accuracy["float accuracy"];
        Assert.True(floats >= 97.2, $"float accuracy {floats}");
        Assert.InRange(accuracy["stochastic accuracy L=256 sobol"], floats - 0.6, 100);
        Assert.InRange(accuracy["stochastic accuracy L=256 lfsr"], floats - 1.0, 100);
        Assert.InRange(accuracy["stochastic accuracy L=64 sobol"], floats - 1.5, 100);
    }

    [Fact]
    public void The_last_lines_are_the_accuracies_for_machines()
    {
        string[] output = _place.Success($"{Workplace.Small} --out @m.safetensors");
        string[] labels =
        [
            "float accuracy",
            .. new[] { "sobol", "lfsr" }.SelectMany(s => new[] { 16, 32, 64, 128, 256, 512, 1024 }.Select(l => $"stochastic accuracy L={l} {s}")),
        ];
        Assert.Equal(labels, output[^labels.Length..].Select(Label));
        Assert.All(output[^labels.Length..], line => Assert.Matches(@"^[^:]+: \d+\.\d\d %$", line));
    }

    [Fact]
    public void A_line_follows_each_epoch_where_no_one_watches()
    {
        string[] epochs = [.. _place.Success($"{Workplace.Small} --out @m.safetensors").Where(l => l.StartsWith("epoch", StringComparison.Ordinal))];
        Assert.Equal(["epoch 1/2", "epoch 2/2"], epochs.Select(Label));
        Assert.All(epochs, line => Assert.Matches(@"loss \d+\.\d{4}, accuracy \d+\.\d\d %, test \d+\.\d\d %, [\d,]+ samples/s$", line));
    }

    [Fact]
    public void A_screen_gets_a_bar_and_the_same_last_lines()
    {
        Workplace.Outcome watched = _place.Run($"{Workplace.Small} --out @a.safetensors", interactive: true);
        string[] plain = _place.Success($"{Workplace.Small} --out @b.safetensors");
        Assert.Equal(0, watched.Code);
        Assert.Equal(Workplace.Accuracies(plain), Workplace.Accuracies(watched.Output));
        Assert.Equal(File.ReadAllBytes(_place["b.safetensors"]), File.ReadAllBytes(_place["a.safetensors"]));
    }

    [Fact]
    public void Two_runs_write_the_same_file_with_one_thread_and_with_two()
    {
        byte[][] files = [.. new[] { "1", "2", "2" }.Select((threads, i) =>
        {
            _place.Success($"{Workplace.Small} --hidden 70 --threads {threads} --out @{i}.safetensors");
            return File.ReadAllBytes(_place[$"{i}.safetensors"]);
        })];
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[1], files[2]);
        _place.Success($"{Workplace.Small} --hidden 70 --seed 43 --out @other.safetensors");
        Assert.NotEqual(files[0], File.ReadAllBytes(_place["other.safetensors"]));
    }

    [Fact]
    public void Options_make_the_plan_that_the_model_tells_of()
    {
        _place.Success("train --epochs 1 --hidden 9 7 --steps 3 --batch 200 --learning-rate 0.01 --seed 5 --out @m.safetensors");
        ModelFile model = ModelFile.Read(_place["m.safetensors"]);
        Assert.Equal("--data digits --epochs 1 --hidden 9 7 --steps 3 --batch 200 --learning-rate 0.01 --seed 5", model.Plan.Describe());
        Assert.Equal([64, 9, 7, 10], model.Configuration.Sizes);
        Assert.Equal(3, model.Configuration.Steps);
    }

    [Fact]
    public void Nothing_but_the_model_is_left_behind()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        Assert.Equal([_place["m.safetensors"]], Directory.GetFiles(_place.Directory));
    }

    private static string Label(string line) => line.Split(':')[0];

    private static double Percent(string line) => double.Parse(line.Split(':', '%')[1], CultureInfo.InvariantCulture);
}
