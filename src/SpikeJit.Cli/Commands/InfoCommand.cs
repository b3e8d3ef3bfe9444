using System.CommandLine;
using System.Runtime.InteropServices;
using SpikeJit.Cli.Models;

namespace SpikeJit.Cli.Commands;

/// <summary><c>spikejit info</c>: a model's make, or without one the machine's.</summary>
internal sealed class InfoCommand
{
    private readonly Argument<FileInfo?> _model = new("MODEL") { Description = "A model; without one the machine is described.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create(Terminal terminal)
    {
        var info = new InfoCommand();
        var command = new Command("info", "Describes a model, or without one this machine.") { info._model };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(info._model) is { } model) Model(model.ToString(), terminal.Out);
            else Machine(terminal.Out);
        });
        return command;
    }

    private static void Model(string path, TextWriter output)
    {
        ModelFile model = ModelFile.Read(path);
        output.WriteLine($"{(model.IsCheckpoint ? "checkpoint" : "model")}: {path}");
        output.WriteLine($"network: {model.Configuration}, beta {model.Configuration.Beta}, threshold {model.Configuration.Threshold}, surrogate {model.Configuration.Surrogate}");
        output.WriteLine($"trained with: {model.Plan.Describe()}");
        foreach ((string name, Tensor tensor) in model.Parameters) output.WriteLine($"{name}: {tensor.Type}");
        output.WriteLine($"parameters: {model.Parameters.Size}");
    }

    private static void Machine(TextWriter output)
    {
        output.WriteLine($"SpikeJit {typeof(Tensor).Assembly.GetName().Version!.ToString(3)}, {RuntimeInformation.FrameworkDescription}");
        output.WriteLine($"machine: {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors");
        output.WriteLine($"vectors: {Device.Default.VectorBits} bits");
        output.WriteLine($"threads: {Device.Default.Threads}");
        output.WriteLine($"devices: {string.Join(", ", Device.All)}");
    }
}
