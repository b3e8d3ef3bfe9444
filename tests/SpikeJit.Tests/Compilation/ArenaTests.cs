using System.Globalization;

namespace SpikeJit.Tests.Compilation;

/// <summary>What a compiled function needs beside its arguments and results: the arena that its schedule names.</summary>
public sealed class ArenaTests
{
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

    /// <summary>The bytes that the last line of a schedule names.</summary>
    private static long Arena(string schedule)
    {
        string[] words = schedule.Split('\n')[^1].Split(' ');
        Assert.Equal("arena", words[0]);
        return long.Parse(words[1], CultureInfo.InvariantCulture);
    }
}
