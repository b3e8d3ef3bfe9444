using Docs;
using Weights = Docs.CompilerPrograms.Weights;

namespace SpikeJit.Tests.Compilation;

/// <summary>Which kernels programs become.</summary>
public sealed class ScheduleTests
{
    private const int Steps = 50;

    private static Tensor ByScan(Weights w, Tensor xs)
    {
        ((_, _, Tensor spikes), _) = Fn.Scan<(Tensor V1, Tensor V2, Tensor Spikes), Tensor, object?>(
            (state, x) =>
            {
                (Tensor v1, Tensor v2, Tensor spikes) = state;
                v1 += (-v1 + x.Dot(w.W1)) / 20f;
                Tensor s1 = (10f * (v1 - 1f)).Sigmoid();
                v2 += (-v2 + s1.Dot(w.W2)) / 20f;
                Tensor s2 = (10f * (v2 - 1f)).Sigmoid();
                return ((v1 * (1f - s1), v2 * (1f - s2), spikes + s2), null);
            },
            (Tensor.Zeros([32]), Tensor.Zeros([3]), Tensor.Zeros([3])), xs);
        return (spikes / Steps - new float[] { 1, 0, 0 }).Square().Mean();
    }

    private static string[] Schedule(Func<Weights, Tensor, Tensor> loss) =>
        Fn.Jit(Fn.ValueAndGrad(loss)).Explain(new Weights(Tensor.Ones([10, 32]), Tensor.Ones([32, 3])), Tensor.Ones([Steps, 10])).Split('\n');

    [Fact]
    public void A_plain_loop_and_a_scan_become_the_same_kernels() => Assert.Equal(Schedule(ByScan), Schedule(CompilerPrograms.Loss));

    [Fact]
    public void The_gradient_of_two_layers_is_five_products_and_three_regions()
    {
        string[] steps = [.. Schedule(CompilerPrograms.Loss).Where(line => !line.StartsWith("arena", StringComparison.Ordinal))];

        Assert.Equal(["product", "kernel", "product", "kernel", "product", "kernel", "product", "product"], steps.Select(line => line.Split(' ')[0]));
        // Layer 2 runs forward and back in one kernel, and what lies between is not stored.
        Assert.Contains("scan[length 50, 3 constants, 2 carries] div sub mul mul div scan[length 50 reverse, 3 constants, 1 carries]", steps[3], StringComparison.Ordinal);
        Assert.Contains("bytes of scratch a thread", steps[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_recurrence_forward_and_back_reads_its_input_and_writes_its_gradient()
    {
        const int Neurons = 4096, Time = 16;
        var rate = (Tensor currents) => Fn.Scan<Tensor, Tensor, Tensor>(
            (v, current) =>
            {
                v = .9f * v + current;
                Tensor s = (4f * (v - 1f)).Sigmoid();
                return (v * (1f - s), s);
            },
            Tensor.Zeros([Neurons]), currents).Outputs.Mean();

        string schedule = Fn.Jit(Fn.ValueAndGrad(rate)).Explain(Tensor.Ones([Time, Neurons]));
        string kernel = schedule.Split('\n')[0];

        Assert.Contains($"reads {4 * Time * Neurons} bytes, writes {4 * ((Time * Neurons) + Neurons)} bytes", kernel, StringComparison.Ordinal);
        // One number for each neuron: the sum of its spikes.
        Assert.EndsWith($"arena {4 * Neurons} bytes", schedule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_of_small_networks_runs_in_strips()
    {
        string schedule = Fn.Jit(Fn.ValueAndGrad<Weights, Tensor>(CompilerPrograms.MeanLoss)).Explain(
            new Weights(Tensor.Ones([10, 32]), Tensor.Ones([32, 3])), Tensor.Ones([64, Steps, 10]));

        Assert.Contains("\n4 strips of\n", schedule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_may_join_axes_of_a_view_that_it_reads()
    {
        var f = (Tensor xs) => Fn.Scan<Tensor, Tensor, Tensor>(
            (carry, x) =>
            {
                Tensor flat = x.Reshape([24]);
                return (carry + flat, flat - carry);
            },
            Tensor.Zeros([24]), xs.Permute(1, 0, 3, 2)).Outputs;
        Tensor xs = Tensor.Arange(72).As(DType.F32).Reshape([2, 3, 4, 3]);

        Assert.Equal(f(xs).ToArray<float>(), Fn.Jit(f)(xs).ToArray<float>());
    }
}
