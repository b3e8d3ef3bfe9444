using System.Globalization;
using SpikeJit;
using SpikeJit.Benchmarks;
using SpikeJit.Benchmarks.Workloads;

const string Usage = "usage: SpikeJit.Benchmarks [--threads N] [--explain | --profile] NAME … | all   (a name stands for all that begin with it and a hyphen: W1 is W1-loop and W1-scan)";

Workload[] known =
[
    .. TutorialNetwork.All, .. SpikingNetwork.All, .. SurrogateStep.All, .. TrainingStep.All, .. RecurrentNetwork.All, .. LongSequences.All, .. StochasticLayers.All, .. HolonomicAdapters.All,
    .. RandomNumbers.All, .. Arrays.All, .. ScalarCarries.All,
];
bool? schedule = null;
var chosen = new List<Workload>();
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
        case "--threads" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out int threads):
            Device.Default.Threads = threads;
            i++;
            break;
        default:
            Workload[] named = args[i] == "all" ? known : [.. known.Where(w => w.Name == args[i] || w.Name.StartsWith($"{args[i]}-", StringComparison.Ordinal))];
            if (named.Length == 0)
            {
                Console.Error.WriteLine($"There is no workload {args[i]}. Known: {string.Join(' ', known.Select(w => w.Name))}\n{Usage}");
                return 2;
            }
            chosen.AddRange(named);
            break;
    }
}
if (chosen.Count == 0)
{
    Console.Error.WriteLine(Usage);
    return 2;
}
int failed = 0;
foreach (Workload workload in chosen)
{
    try
    {
        if (!Measurement.Run(workload, schedule)) failed++;
    }
    catch (Exception e)
    {
        failed++;
        Console.WriteLine($"{workload.Name} check=FAIL {e}");
    }
}
return failed == 0 ? 0 : 1;
