using System.CommandLine;
using SpikeJit.Cli.Models;
using SpikeJit.Snn;

namespace SpikeJit.Cli.Commands;

/// <summary><c>spikejit evaluate MODEL</c>: the accuracy of a model as floats and as bitstreams.</summary>
internal sealed class EvaluateCommand
{
    private readonly Argument<FileInfo> _model = new("MODEL") { Description = "A model or a checkpoint that train wrote." };
    private readonly Option<string> _data = Options.Data();
    private readonly Option<DirectoryInfo> _directory = Options.DataDirectory();
    private readonly Option<int> _threads = Options.Threads();

    public static Command Create(Terminal terminal)
    {
        var evaluate = new EvaluateCommand();
        var command = new Command("evaluate", "Shows a model's accuracy on test examples, as floats and as bitstreams.")
        {
            evaluate._model, evaluate._data, evaluate._directory, evaluate._threads,
        };
        command.SetAction(parsed => evaluate.Run(parsed, terminal));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        parsed.ApplyThreads(_threads);
        ModelFile model = ModelFile.Read(parsed.GetRequiredValue(_model).ToString());
        Dataset test = DataSource.Load(parsed.Given(_data, model.Plan.Data), parsed.GetValue(_directory)).Test;
        AccuracyReport.Write(terminal.Out, model, test);
        return SpikejitApp.Success;
    }
}
