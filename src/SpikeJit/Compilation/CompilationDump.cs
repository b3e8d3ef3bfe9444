using System.Globalization;
using SpikeJit.Compilation.Execution;
using SpikeJit.Cpu.Emit;
using SpikeJit.Graphs;

namespace SpikeJit.Compilation;

/// <summary>
/// One compilation written down: a folder with the graph as it came and after each pass, the schedule, and each kernel's instructions. The runtime prints
/// machine code when DOTNET_JitDisasm=Kernel is set.
/// </summary>
internal sealed class CompilationDump
{
    private static int s_count;

    private readonly string _folder;
    private int _files;

    private CompilationDump(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>A new folder in the one that is asked for; null when none is.</summary>
    public static CompilationDump? Begin() => CompilerSettings.Current.DumpFolder is { } root
        ? new CompilationDump(Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref s_count):D4}")))
        : null;

    public void Write(string stage, Graph graph) => Write($"{stage}.graph", graph.ToString());

    public void Write(Program program)
    {
        Write("schedule.txt", ScheduleText.Write(program));
        int kernel = 0;
        foreach (LoopNest nest in Nests(program)) Write($"kernel-{kernel++}.il", CompiledLoopNest.Compile(nest, CompilerSettings.Current.VectorBits).Listing);
    }

    private static IEnumerable<LoopNest> Nests(Program program) => program.Steps.SelectMany(step =>
        Kernels(step).Select(k => k.Nest).OfType<LoopNest>().Concat(step.Inside.SelectMany(inner => Nests(inner.Program))));

    private static IEnumerable<KernelStep> Kernels(Step step) => step switch
    {
        KernelStep kernel => [kernel],
        ChainStep chain => chain.Parts,
        _ => [],
    };

    private void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_files++:D2}-{name}")), text + "\n");
}
