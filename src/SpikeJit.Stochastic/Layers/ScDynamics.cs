using System.Runtime.CompilerServices;

namespace SpikeJit.Stochastic;

/// <summary>The equations of the tutorial's layers as pure functions, to be jitted and batched.</summary>
public static class ScDynamics
{
    /// <summary>
    /// One step of leaky integrate-and-fire neurons: <c>v ← v + ((v_rest − v)·α + R·I + noise); s = v ≥ θ; v ← v_reset where s</c>.
    /// </summary>
    /// <param name="v">Membrane potentials, floating-point, of any shape.</param>
    /// <param name="current">Input currents I, of the same shape.</param>
    /// <param name="noise">What is added, of the same shape; null for nothing.</param>
    /// <param name="rest">v_rest.</param>
    /// <param name="reset">v_reset, below θ.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="alpha">α = dt/τ, in (0, 1].</param>
    /// <param name="resistance">R &gt; 0.</param>
    /// <returns>The next potentials, and U8 spikes.</returns>
    /// <exception cref="ArgumentException">A number is out of range, or shapes or dtypes do not fit.</exception>
    public static (Tensor V, Tensor Spikes) LifStep(
        Tensor v, Tensor current, Tensor? noise = null, double rest = 0, double reset = 0, double threshold = 1, double alpha = 0.05, double resistance = 1)
    {
        RequireNumbers(rest, reset, threshold, alpha);
        Require.Positive(resistance);
        RequireSame(v, current);
        if (noise is not null) RequireSame(v, noise);
        return Advance(v, current, noise, rest, reset, threshold, alpha, resistance);
    }

    /// <summary>
    /// A feed-forward network on currents that stay the same. For each layer, from v = v_rest, T times:
    /// <c>v ← α·v + W·x; s = v ≥ θ; v ← v_reset where s</c>; the mean of s over the steps is the next layer's x.
    /// </summary>
    /// <param name="weights">For each layer <c>[n_out, n_in]</c>.</param>
    /// <param name="x">Input currents <c>[B, n_in]</c>.</param>
    /// <param name="steps">T.</param>
    /// <param name="rest">v_rest, from which v starts. The leak goes towards 0.</param>
    /// <param name="reset">v_reset, below θ.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="alpha">α, in (0, 1].</param>
    /// <param name="resetInLeak">
    /// Multiplies the leak by (1 − v_reset), as sc-neurocore 3.16's jax_forward_pass does; the same for v_reset = 0. For comparison only.
    /// </param>
    /// <returns>U8 spikes <c>[T, B, n]</c> of each layer, and the last layer's last v <c>[B, n_out]</c>.</returns>
    /// <exception cref="ArgumentException">A number is out of range, or shapes or dtypes do not fit.</exception>
    public static (Tensor[] Trains, Tensor V) Forward(
        Tensor[] weights, Tensor x, int steps, double rest = 0, double reset = 0, double threshold = 1, double alpha = 0.9, bool resetInLeak = false)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length == 0) throw new ArgumentException("There are no layers. Give at least one weight matrix [n_out, n_in].", nameof(weights));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        RequireNumbers(rest, reset, threshold, alpha);
        RequireFloat(x);
        if (x.Rank != 2 || x.Shape[0] == 0)
            throw new ShapeException($"x is {x.Type}; it must be [B, n_in] with at least one example. Add the batch axis with ExpandDims(0).");
        var trains = new Tensor[weights.Length];
        Tensor v = x;
        for (int i = 0; i < weights.Length; i++)
        {
            RequireFloat(weights[i]);
            if (weights[i].Rank != 2 || weights[i].Shape[1] != x.Shape[1])
                throw new ShapeException($"weights[{i}] is {weights[i].Type}; it must be [n_out, {x.Shape[1]}], since its input is {x.Type}.");
            Tensor current = x.Dot(weights[i].Transpose());
            double kept = resetInLeak ? 1 - reset : 1;
            (v, trains[i]) = Fn.Scan<Tensor, Tensor>(
                u => Fire(u * alpha * kept + current, reset, threshold), Tensor.Zeros(current.Shape, current.DType) + rest, steps);
            x = trains[i].As(x.DType).Mean(0);
        }
        return (trains, v);
    }

    internal static (Tensor V, Tensor Spikes) Advance(
        Tensor v, Tensor current, Tensor? noise, double rest, double reset, double threshold, double alpha, double resistance)
    {
        Tensor change = (rest - v) * alpha + current * resistance;
        return Fire(v + (noise is null ? change : change + noise), reset, threshold);
    }

    internal static void RequireReset(double reset, double threshold)
    {
        if (reset >= threshold)
            throw new ArgumentException($"A reset potential of {reset} is not below the threshold {threshold}: the neuron would spike for ever.");
    }

    internal static void RequireFloat(Tensor x, [CallerArgumentExpression(nameof(x))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (!x.DType.IsFloat()) throw new DTypeException($"{name} is {x.Type}, not a floating-point tensor. Convert it with As(DType.F32).");
    }

    private static (Tensor V, Tensor Spikes) Fire(Tensor v, double reset, double threshold)
    {
        Tensor fired = v >= threshold;
        return (Tensor.Select(fired, Tensor.Scalar(reset).As(v.DType).BroadcastTo(v.Shape), v), fired.As(DType.U8));
    }

    private static void RequireNumbers(double rest, double reset, double threshold, double alpha)
    {
        Require.Finite(rest);
        Require.Finite(reset);
        Require.Finite(threshold);
        RequireReset(reset, threshold);
        if (!(alpha > 0 && alpha <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α lies in (0, 1]: beyond 1 the leak would overshoot.");
    }

    private static void RequireSame(Tensor v, Tensor other, [CallerArgumentExpression(nameof(other))] string? name = null)
    {
        RequireFloat(v);
        RequireFloat(other, name);
        if (other.Shape != v.Shape) throw new ShapeException($"v is {v.Type} and {name} is {other.Type}. Give both one shape.");
    }
}
