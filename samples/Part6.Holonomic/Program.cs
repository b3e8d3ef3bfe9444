// Part 6 of the tutorial: sixteen adapters in a row, each driven by the bits of the one before it, 1,000 steps in one compiled loop.
using System.Diagnostics;
using ScottPlot;
using SpikeJit.Holonomic;
using SpikeJit.Stochastic;

const int Steps = 1000;
const double TimeStep = 0.01;
var chain = new HolonomicChain();
IReadOnlyList<HolonomicAdapter> adapters = chain.Adapters;
Console.WriteLine($"{adapters.Count} adapters, {adapters.Sum(a => a.Streams)} streams of {adapters[0].GetParameters().BitstreamLength} bits a step");

// Outputs of a step: each adapter's main metric, and what its bits differ from it in density.
var run = Fn.Jit((object[] states, Tensor drive, RandomKey keys) => Fn.Scan<object[], RandomKey, (Tensor Metrics, Tensor Errors)>(
    (now, key) =>
    {
        (RandomKey ours, RandomKey theirs) = key.Split();
        var input = BitTensor.Encode(drive, length: 1024, ours);
        (object[] next, BitTensor[] bits) = chain.Step(now, TimeStep, theirs, input);
        Tensor metrics = Tensor.Stack([.. adapters.Select((a, i) => a.Metrics(next[i])[a.MetricNames[0]])]);
        Tensor errors = Tensor.Stack([.. adapters.Select((a, i) => bits[i].Density().Mean() - a.Probabilities(next[i]).Clip(0.0, 1.0).Mean())]);
        return (next, (metrics, errors));
    },
    states, keys));

object[] start = chain.Initial(new RandomKey(42));
Tensor half = Tensor.Full([1000], 0.5f);
RandomKey keys = new RandomKey(7).SplitMany(Steps);
run(start, half, keys);
long time = Stopwatch.GetTimestamp();
(_, (Tensor metrics, Tensor errors)) = run(start, half, keys);
double[] values = metrics.As(DType.F64).ToArray<double>();
Console.WriteLine($"{Steps} steps: {Stopwatch.GetElapsedTime(time).TotalSeconds:f2} s");
foreach (HolonomicAdapter adapter in adapters)
    Console.WriteLine($"{adapter.Name,-22} {adapter.MetricNames[0]} = {values[^(adapters.Count + 1 - adapter.Layer)]:f4}");

Claim.Holds(values.All(double.IsFinite), "all metrics are finite at all steps");
// A stream's variance is at most 1/4 a bit; the mean over all steps and streams of a layer has that many bits.
bool Agree(HolonomicAdapter adapter)
{
    double standardError = 0.5 / Math.Sqrt((double)Steps * adapter.Streams * 1024);
    return Math.Abs(errors[.., adapter.Layer - 1].Mean().ToDouble()) < 4 * standardError;
}
Claim.Holds(adapters.All(Agree), "the bits of each adapter have the density of its state");

// A gradient through 100 steps, by the state and by the parameters, where densities drive instead of bits.
var sensitivity = Fn.Jit(Fn.Grad(
    (L1HolonomicParameters parameters, L1QuantumState state) =>
    {
        var adapter = new L1QuantumAdapter(parameters);
        L1QuantumState last = Fn.Scan<L1QuantumState, Tensor?>(s => (adapter.Step(s, TimeStep, half), null), state, length: 100).Carry;
        return adapter.Metrics(last)[adapter.MetricNames[0]];
    },
    Wrt.All));
(L1HolonomicParameters byParameters, L1QuantumState byState) = sensitivity(new L1HolonomicParameters(), (L1QuantumState)start[0]);
Console.WriteLine($"d coherence / d S_c = {byParameters.SCritical.ToDouble():f4}, / d γ = {byParameters.GammaDecoherence.ToDouble():f4}, / d C₀ = {byState.Coherence.Sum().ToDouble():f4}");
Claim.Holds(byParameters.SCritical.ToDouble() < 0 && byParameters.GammaDecoherence.ToDouble() < 0, "a higher threshold or more decoherence lowers the coherence");

string folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "spikejit-part6");
Directory.CreateDirectory(folder);
double[] times = [.. Enumerable.Range(1, Steps).Select(t => t * TimeStep)];
foreach (HolonomicAdapter adapter in adapters)
{
    using var plot = new Plot();
    plot.Add.ScatterLine(times, [.. Enumerable.Range(0, Steps).Select(t => values[t * adapters.Count + adapter.Layer - 1])]);
    plot.Title(adapter.Name);
    plot.XLabel("time");
    plot.YLabel(adapter.MetricNames[0]);
    plot.SavePng(Path.Combine(folder, $"{adapter.Name}.png"), 800, 400);
}
Console.WriteLine($"plots: {folder}");
Claim.Holds(Directory.GetFiles(folder, "L*.png").Length == adapters.Count, "there is a plot for each adapter");
