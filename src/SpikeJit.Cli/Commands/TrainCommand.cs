using System.CommandLine;
using SpikeJit.Cli.Models;
using SpikeJit.Cli.Training;
using SpikeJit.Snn;

namespace SpikeJit.Cli.Commands;

/// <summary><c>spikejit train</c>: trains, writes the model, measures it as floats and as bitstreams.</summary>
internal sealed class TrainCommand
{
    private const string DefaultOutput = "model.safetensors";

    private readonly Terminal _terminal;
    private readonly Option<string> _data = Options.Data();
    private readonly Option<DirectoryInfo> _directory = Options.DataDirectory();
    private readonly Option<int> _epochs = Options.Count("--epochs", "Passes over the training examples: 20 for digits, 2 for MNIST.");
    private readonly Option<int[]> _hidden = Options.Counts("--hidden", "Neurons of each hidden layer: 128 for digits, 256 for MNIST.");
    private readonly Option<int> _steps = Options.Count("--steps", "Time steps T: 25.");
    private readonly Option<int> _batch = Options.Count("--batch", "Examples of an update: 32 for digits, 64 for MNIST.");
    private readonly Option<double> _rate = Options.Positive("--learning-rate", "Adam's learning rate at the start, from which it falls to 0: 0.004 for digits, 0.002 for MNIST.");
    private readonly Option<long> _seed = Options.Seed();
    private readonly Option<FileInfo> _output = new("--out") { HelpName = "FILE", Description = $"The file that the model is written to: {DefaultOutput}." };
    private readonly Option<FileInfo> _resume = new("--resume") { HelpName = "FILE", Description = "A checkpoint to go on from. What was decided when it began cannot be changed." };
    private readonly Option<int> _threads = Options.Threads();

    private TrainCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var train = new TrainCommand(terminal);
        var command = new Command("train", "Trains a spiking network and shows its accuracy as floats and as bitstreams.")
        {
            train._data, train._directory, train._epochs, train._hidden, train._steps, train._batch, train._rate, train._seed, train._output, train._resume, train._threads,
        };
        command.SetAction(train.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        parsed.ApplyThreads(_threads);
        string output = parsed.GetValue(_output)?.ToString() ?? DefaultOutput;
        OutputFile.Check(output);
        (TrainingRun run, Dataset test, TrainingPlan plan) = Begin(parsed);
        using (var stop = new StopSignal())
        {
            if (!Train(run, stop.Token)) return Stopped(run, plan, output, parsed, stop.ExitCode);
        }
        run.Model.Write(output);
        _terminal.Out.WriteLine($"model: {output}");
        AccuracyReport.Write(_terminal.Out, run.Model, test);
        return SpikejitApp.Success;
    }

    private (TrainingRun Run, Dataset Test, TrainingPlan Plan) Begin(ParseResult parsed)
    {
        DirectoryInfo? directory = parsed.GetValue(_directory);
        if (parsed.GetValue(_resume)?.ToString() is not { } path)
        {
            TrainingPlan plan = Chosen(parsed, TrainingPlan.Default(parsed.Given(_data, DataSource.Digits)));
            DataSplit data = DataSource.Load(plan.Data, directory);
            var run = new TrainingRun(plan, data);
            _terminal.Out.WriteLine($"training {run.Model.Configuration} on {plan.Data}: {data.Train.Count} examples, {data.Test.Count} to test with");
            return (run, data.Test, plan);
        }
        ModelFile checkpoint = ModelFile.Read(path);
        TrainingPlan begun = checkpoint.Plan, asked = Chosen(parsed, begun with { Data = parsed.Given(_data, begun.Data) });
        if (asked.Describe() != begun.Describe())
            throw new CommandException($"{path} was begun with {begun.Describe()}; it cannot go on with {asked.Describe()}. Leave these options out, or begin anew without --resume.");
        DataSplit split = DataSource.Load(begun.Data, directory);
        var resumed = new TrainingRun(checkpoint, split, path);
        _terminal.Out.WriteLine($"resuming {checkpoint.Configuration} on {begun.Data} from {path}");
        return (resumed, split.Test, begun);
    }

    private TrainingPlan Chosen(ParseResult parsed, TrainingPlan otherwise) => otherwise with
    {
        Epochs = parsed.Given(_epochs, otherwise.Epochs),
        Hidden = parsed.Given(_hidden, otherwise.Hidden),
        Steps = parsed.Given(_steps, otherwise.Steps),
        Batch = parsed.Given(_batch, otherwise.Batch),
        LearningRate = parsed.Given(_rate, otherwise.LearningRate),
        Seed = parsed.Given(_seed, otherwise.Seed),
    };

    private bool Train(TrainingRun run, CancellationToken stop) => _terminal.Interactive
        ? BarProgress.Show(_terminal.Out, progress => run.Train(progress, stop))
        : run.Train(new LineProgress(_terminal.Out), stop);

    private int Stopped(TrainingRun run, TrainingPlan plan, string output, ParseResult parsed, int exitCode)
    {
        string checkpoint = Path.ChangeExtension(output, ".checkpoint.safetensors");
        run.Checkpoint.Write(checkpoint);
        string data = parsed.GetValue(_directory) is { } directory && plan.Data == DataSource.Mnist ? $" --data-dir {directory}" : "";
        _terminal.Out.WriteLine($"stopped; resume with: spikejit train --resume {checkpoint} --out {output}{data}");
        return exitCode;
    }
}
