using SpikeJit.Cli.Models;
using SpikeJit.Cli.Training;
using SpikeJit.Snn;

namespace SpikeJit.Cli.Tests;

public sealed class ResumeTests : IDisposable
{
    private static readonly DataSplit s_digits = Digits.Load();
    private static readonly TrainingPlan s_plan = TrainingPlan.Default(DataSource.Digits) with { Epochs = 3, Hidden = [12], Steps = 4, Batch = 100 };

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    /// <summary>Stops a run after some examples of an epoch.</summary>
    private sealed class StopAt(int epoch, int examples) : IProgress<TrainingProgress>, IDisposable
    {
        private readonly CancellationTokenSource _source = new();

        public CancellationToken Token => _source.Token;

        public void Report(TrainingProgress value)
        {
            if ((value.Epoch, value.Examples) == (epoch, examples)) _source.Cancel();
        }

        public void Dispose() => _source.Dispose();
    }

    private string Stopped(int epoch, int examples)
    {
        var run = new TrainingRun(s_plan, s_digits);
        using var stop = new StopAt(epoch, examples);
        Assert.False(run.Train(stop, stop.Token));
        string path = _place["stopped.safetensors"];
        run.Checkpoint.Write(path);
        return path;
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 700)]
    [InlineData(2, 1437)]
    public void A_run_that_was_stopped_ends_with_the_same_file(int epoch, int examples)
    {
        _place.Success("train --epochs 3 --hidden 12 --steps 4 --batch 100 --out @whole.safetensors");
        Stopped(epoch, examples);
        _place.Success("train --resume @stopped.safetensors --out @resumed.safetensors");
        Assert.Equal(File.ReadAllBytes(_place["whole.safetensors"]), File.ReadAllBytes(_place["resumed.safetensors"]));
    }

    [Fact]
    public void A_checkpoint_can_be_described_and_measured()
    {
        Stopped(1, 500);
        Assert.StartsWith("checkpoint: ", _place.Success("info @stopped.safetensors")[0]);
        Assert.StartsWith("float accuracy: ", _place.Success("evaluate @stopped.safetensors")[0]);
    }

    [Fact]
    public void What_was_decided_at_the_start_stays()
    {
        Stopped(1, 500);
        _place.Failure("train --resume @stopped.safetensors --seed 7", "--seed 42", "--seed 7", "without --resume");
        _place.Success("train --resume @stopped.safetensors --seed 42 --out @m.safetensors");
    }

    [Fact]
    public void A_finished_model_has_nothing_to_resume()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        _place.Failure("train --resume @m.safetensors", "finished model");
    }

    [Fact]
    public void A_checkpoint_without_a_part_of_its_state_is_refused()
    {
        ModelFile whole = ModelFile.Read(Stopped(1, 500));
        foreach (string name in whole.State.Keys)
        {
            (whole with { State = whole.State.Where(s => s.Key != name).ToDictionary() }).Write(_place["part.safetensors"]);
            _place.Failure("train --resume @part.safetensors", name, "missing");
        }
    }
}
