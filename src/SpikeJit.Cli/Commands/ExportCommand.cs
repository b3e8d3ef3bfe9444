using System.CommandLine;
using SpikeJit.Cli.Models;
using SpikeJit.Snn;
using SpikeJit.Stochastic;

namespace SpikeJit.Cli.Commands;

/// <summary><c>spikejit export MODEL</c>: a model's weights as bitstreams, in a file.</summary>
internal sealed class ExportCommand
{
    private const int DefaultLength = 256;

    private readonly Argument<FileInfo> _model = new("MODEL") { Description = "A model or a checkpoint that train wrote." };
    private readonly Option<int> _length = Options.Count("--length", $"Bits of each stream: {DefaultLength}.");
    private readonly Option<string> _source = new("--source") { Description = $"Where bits come from: {AccuracyReport.Name(BitSource.Sobol)}." };
    private readonly Option<FileInfo> _output = new("--out") { Description = "The file to write: MODEL with .sc before its extension.", HelpName = "FILE" };

    private ExportCommand() => _source.AcceptOnlyFromAmong([.. Enum.GetValues<BitSource>().Select(AccuracyReport.Name)]);

    public static Command Create(Terminal terminal)
    {
        var export = new ExportCommand();
        var command = new Command("export", "Writes a model's weights as bitstreams, with signs, scales, biases and neurons, to a safetensors file.")
        {
            export._model, export._length, export._source, export._output,
        };
        command.SetAction(parsed => export.Run(parsed, terminal.Out));
        return command;
    }

    private void Run(ParseResult parsed, TextWriter output)
    {
        string path = parsed.GetRequiredValue(_model).ToString();
        string target = parsed.GetValue(_output)?.ToString() ?? Path.ChangeExtension(path, ".sc" + Path.GetExtension(path));
        OutputFile.Check(target);
        ModelFile model = ModelFile.Read(path);
        var source = Enum.Parse<BitSource>(parsed.Given(_source, nameof(BitSource.Sobol)), ignoreCase: true);
        ScNetwork network = new SpikingClassifier(model.Configuration).ToStochastic(model.Parameters, parsed.Given(_length, DefaultLength), source);
        network.Save(target);
        output.WriteLine($"exported: {target}");
        output.WriteLine($"streams: L = {network.Length}, {AccuracyReport.Name(source)}");
        for (int l = 0; l < network.Layers; l++)
            output.WriteLine($"layer {l}: {network.StreamsOf(l).Rows} streams, the weight of density 1 is {network.ScaleOf(l):g4}");
    }
}
