using System.Globalization;

namespace SpikeJit.Tests.Compilation;

/// <summary>What a compiled function needs beside its arguments and results: the arena that its schedule names.</summary>
public sealed class ArenaTests
{
    private const int Steps = 30_000, Segments = 150, Neurons = 64;

    private static readonly Func<Tensor, Tensor> Spike = Fn.CustomVjp<Tensor, Tensor, Tensor>(
        v => (v >= 1f).As(DType.F32),
        v => ((v >= 1f).As(DType.F32), v),
        (v, g) => g / (1f + (10f * (v - 1f)).Abs()).Square());

    private static (Tensor V, Tensor Spikes) Lif(Tensor v, Tensor current)
    {
        v = .9f * v + current;
        Tensor s = Spike(v);
        return (v * (1f - s), s);
    }

    [Fact]
    public void Value_and_gradient_of_a_wide_layer_add_a_tenth_to_its_inputs_and_outputs()
    {
        Tensor currents = Tensor.Zeros([128, 65536]);
        Func<Tensor, Tensor> rate = x => Fn.Scan<Tensor, Tensor, Tensor>(Lif, Tensor.Zeros([65536]), x).Outputs.Mean();
        long arena = Arena(Fn.Jit(Fn.ValueAndGrad(rate)).Explain(currents));
        Assert.InRange(arena, 0, 2 * currents.Type.Bytes / 10);
    }

    [Fact]
    public void Value_and_gradient_of_two_layers_stay_below_40_MB()
    {
        const int steps = 50, batch = 64;
        Tensor spikes = Tensor.Zeros([steps, batch, 784], DType.Bool), w1 = Tensor.Zeros([784, 256]), w2 = Tensor.Zeros([256, 10]);
        Func<(Tensor W1, Tensor W2), Tensor, Tensor> loss = (w, x) =>
        {
            Tensor rest = Tensor.Zeros([batch, 10]);
            ((_, _, Tensor counts), _) = Fn.Scan<(Tensor V1, Tensor V2, Tensor Counts), Tensor, object?>(
                (state, now) =>
                {
                    (Tensor v1, Tensor s1) = Lif(state.V1, now.As(DType.F32).Dot(w.W1));
                    (Tensor v2, Tensor s2) = Lif(state.V2, s1.Dot(w.W2));
                    return ((v1, v2, state.Counts + s2), null);
                },
                (Tensor.Zeros([batch, 256]), rest, rest), x);
            return (counts / steps - .1f).Square().Mean();
        };
        long arena = Arena(Fn.Jit(Fn.ValueAndGrad(loss)).Explain((w1, w2), spikes));
        Assert.InRange(arena + w1.Type.Bytes + w2.Type.Bytes + sizeof(float), 0, 40_000_000);
    }

    private static (Tensor V, Tensor Activity) Soft((Tensor V, Tensor Activity) state, Tensor x)
    {
        Tensor v = state.V + (-state.V + x) / 20f, s = (10f * (v - 1f)).Sigmoid();
        return (v * (1f - s), state.Activity + s);
    }

    private static (Tensor, Tensor) Run((Tensor, Tensor) state, Tensor xs) =>
        Fn.Scan<(Tensor, Tensor), Tensor, object?>((carry, x) => (Soft(carry, x), null), state, xs).Carry;

    private static (Tensor, Tensor) Rest => (Tensor.Zeros([Neurons]), Tensor.Zeros([Neurons]));

    /// <summary>The weight of the input, so that no result is as long as the sequence.</summary>
    private static readonly Func<Tensor, Tensor, Tensor> Whole = (weight, xs) => Run(Rest, xs * weight).Item2.Mean() / Steps;

    private static readonly Func<Tensor, Tensor, Tensor> InSegments = (weight, xs) =>
    {
        Func<(Tensor, Tensor), Tensor, Tensor, (Tensor, Tensor)> segment = Fn.Checkpoint(((Tensor, Tensor) state, Tensor x, Tensor w) => Run(state, x * w));
        return Fn.Scan<(Tensor, Tensor), Tensor, object?>((state, x) => (segment(state, x, weight), null), Rest, xs.Reshape([Segments, Steps / Segments, Neurons])).Carry.Item2.Mean() / Steps;
    };

    [Fact]
    public void A_long_sequence_in_checkpointed_segments_keeps_a_state_a_segment_and_one_segment()
    {
        Tensor xs = new RandomKey(1).Uniform([Steps, Neurons]) * 2f, weight = Tensor.Ones([Neurons]);
        Func<Tensor, Tensor, (Tensor, Tensor)> whole = Fn.Jit(Fn.ValueAndGrad(Whole)), segments = Fn.Jit(Fn.ValueAndGrad(InSegments));
        (Tensor value, Tensor gradient) = whole(weight, xs);
        (Tensor again, Tensor other) = segments(weight, xs);
        Assert.Equal(value.ToDouble(), again.ToDouble(), 1e-6 * value.ToDouble());
        Assert.Equal(gradient.Abs().Sum().ToDouble(), other.Abs().Sum().ToDouble(), 1e-4 * gradient.Abs().Sum().ToDouble());
        // A neuron keeps its state and its part of the gradient for each segment, and at most what four residuals take for each step of the segment in hand.
        // All at once it keeps at least two residuals for each step.
        const long number = sizeof(float) * Neurons;
        Assert.InRange(Arena(segments.Explain(weight, xs)), Segments * number, (2 * Segments + 4 * (Steps / Segments)) * number);
        Assert.InRange(Arena(whole.Explain(weight, xs)), 2 * Steps * number, long.MaxValue);
    }

    /// <summary>The bytes that the last line of a schedule names.</summary>
    private static long Arena(string schedule)
    {
        string[] words = schedule.Split('\n')[^1].Split(' ');
        Assert.Equal("arena", words[0]);
        return long.Parse(words[1], CultureInfo.InvariantCulture);
    }
}
