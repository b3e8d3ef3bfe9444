using System.Globalization;
using System.Text.RegularExpressions;
using SpikeJit.Benchmarks.Workloads;

namespace SpikeJit.Benchmarks;

/// <summary>
/// <c>growth</c>: nanoseconds for each neuron and step of a layer of LIF neurons, its mean rate alone and with the gradient of the currents
/// <c>[T, B, N]</c>, as the three grow; beside what memory and arithmetic alone would take.
/// </summary>
internal static partial class Growth
{
    private static readonly int[] Steps = [8, 64, 512], Batches = [1, 16, 128], Neurons = [8, 64, 512];

    private static readonly (int Steps, int Batch, int Neurons)[] Large = [(64, 1, 65536), (512, 1, 65536)];

    public static int Run()
    {
        double operations = MachineLimits.OperationsPerNanosecond();
        Console.WriteLine("| T | B | N | value ns | memory | arithmetic | value and gradient ns | memory | arithmetic |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        IEnumerable<(int Steps, int Batch, int Neurons)> small = from n in Neurons from b in Batches from t in Steps orderby b * n, n select (t, b, n);
        foreach ((int steps, int batch, int neurons) in small.Concat(Large))
        {
            Tensor currents = new RandomKey(1).Uniform([steps, batch, neurons]) * .3f;
            double count = currents.Size, copied = MachineLimits.CopiedBytesPerNanosecond(currents.Type.Bytes);
            Func<Tensor, Tensor> value = Fn.Jit<Tensor, Tensor>(Rate);
            Func<Tensor, (Tensor, Tensor)> both = Fn.Jit(Fn.ValueAndGrad<Tensor>(Rate));
            // A copy reads and writes; value reads the currents, its gradient is written as well.
            string Cells(double microseconds, int bytes, string schedule) => string.Join(" | ",
                Number(microseconds * 1000 / count), Number(bytes / copied), Number(Operations(schedule) / count / operations));
            string alone = Cells(Timing.Quick(() => value(currents)).Best, sizeof(float), value.Explain(currents));
            string gradient = Cells(Timing.Quick(() => both(currents)).Best, 2 * sizeof(float), both.Explain(currents));
            Console.WriteLine($"| {steps} | {batch} | {neurons} | {alone} | {gradient} |");
        }
        return 0;
    }

    private static Tensor Rate(Tensor currents) =>
        Fn.Scan<Tensor, Tensor, Tensor>(Lif.Step, Tensor.Zeros([currents.Shape[1], currents.Shape[2]]), currents).Outputs.Mean();

    private static double Operations(string schedule) =>
        OperationCounts().Matches(schedule).Sum(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string Number(double nanoseconds) => nanoseconds.ToString(nanoseconds < 1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([0-9.E+]+) operations")]
    private static partial Regex OperationCounts();
}
