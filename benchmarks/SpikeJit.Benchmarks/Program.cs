using System.Globalization;
using SpikeJit;
using SpikeJit.Benchmarks;
using SpikeJit.Benchmarks.Workloads;

const string Usage = """
    usage: SpikeJit.Benchmarks [--threads N] [--explain | --profile | --markdown] NAME … | all
               times workloads; a name stands for all that begin with it and a hyphen: W1 is W1-loop and W1-scan
           SpikeJit.Benchmarks [--threads N] growth
               what a neuron costs a step as time, batch and layer grow
           SpikeJit.Benchmarks ulp [FUNCTION …]
               the largest errors over all arguments
    """;

Workload[] known =
[
    .. TutorialNetwork.All, .. SpikingNetwork.All, .. SurrogateStep.All, .. TrainingStep.All, .. RecurrentNetwork.All, .. LongSequences.All, .. StochasticLayers.All, .. HolonomicAdapters.All,
    .. RandomNumbers.All, .. Arrays.All, .. ScalarCarries.All, .. MnistEpoch.All,
];
bool? schedule = null;
bool markdown = false;
var names = new List<string>();
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--explain":
            schedule = false;
            break;
        case "--profile":
            schedule = true;
            break;
        case "--markdown":
            markdown = true;
            break;
        case "--threads" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out int threads):
            Device.Default.Threads = threads;
            i++;
            break;
        default:
            names.Add(args[i]);
            break;
    }
}
switch (names)
{
    case []:
        Console.Error.WriteLine(Usage);
        return 2;
    case ["growth"]:
        return Growth.Run();
    case ["ulp", .. var functions]:
        return Ulp.Run(functions);
}
var chosen = new List<Workload>();
foreach (string name in names)
{
    Workload[] named = name == "all" ? known : [.. known.Where(w => w.Name == name || w.Name.StartsWith($"{name}-", StringComparison.Ordinal))];
    if (named.Length == 0)
    {
        Console.Error.WriteLine($"There is no workload {name}. Known: {string.Join(' ', known.Select(w => w.Name))}\n{Usage}");
        return 2;
    }
    chosen.AddRange(named);
}
if (markdown) Console.WriteLine(Result.TableHead);
int failed = 0;
foreach (Workload workload in chosen)
{
    try
    {
        Result result = Measurement.Run(workload, schedule);
        Console.WriteLine(markdown ? result.Row : result.Line);
        if (result.Schedule is { } text) Console.WriteLine(text);
        if (!result.IsRight) failed++;
    }
    catch (Exception e)
    {
        failed++;
        Console.WriteLine($"{workload.Name} check=FAIL {e}");
    }
}
return failed == 0 ? 0 : 1;
