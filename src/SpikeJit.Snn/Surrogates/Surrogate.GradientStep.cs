namespace SpikeJit.Snn;

public static partial class Surrogate
{
    private const double Decay = 0.9;
    private const double TargetTolerance = 1e-3;

    private static readonly Func<StepSettings, Tensor[], Tensor, Tensor, StepResult> JittedStep =
        Fn.Jit<StepSettings, Tensor[], Tensor, Tensor, StepResult>(Step);

    /// <summary>What a step depends on beside its arrays. Numbers are scalars, so that new ones need no new compilation.</summary>
    private sealed record StepSettings(int Steps, SurrogatePath Path, Tensor LearningRate, Tensor Beta, Tensor Threshold);

    private sealed record StepResult(Tensor[] Updated, Tensor Loss, Tensor IsSound);

    /// <summary>
    /// One step of gradient descent, w ← w − η·dL/dw, on a feed-forward network of LIF layers (<see cref="RateLoss"/>); traced once, time is a scan, and
    /// compiled for each structure of its arrays.
    /// </summary>
    /// <param name="weights">For each layer <c>[n_out, n_in]</c>.</param>
    /// <param name="x">Input currents <c>[B, n_in]</c>, the same in each step.</param>
    /// <param name="targets">For each example the wanted distribution over outputs, <c>[B, n_out]</c>: one-hot or soft, rows of sum 1.</param>
    /// <param name="steps">T, time steps.</param>
    /// <param name="learningRate">η &gt; 0.</param>
    /// <param name="beta">β &gt; 0, the surrogate's slope.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="path">How spikes are differentiated.</param>
    /// <returns>The new weights, and the loss before the step.</returns>
    /// <exception cref="ArgumentException">There are no layers; a number is out of range; an array holds NaN or ∞, is of a wrong shape or dtype; the batch is
    /// empty; targets are no distributions.</exception>
    /// <exception cref="ArithmeticException">The gradient is not finite, as the legacy path can make it.</exception>
    /// <exception cref="TraceException">An array is symbolic: inside another function use <see cref="RateLoss"/> with <see cref="Fn"/>'s ValueAndGrad.</exception>
    public static (Tensor[] Weights, float Loss) GradientStep(
        Tensor[] weights, Tensor x, Tensor targets, int steps = 25, double learningRate = 1e-3, double beta = 10, double threshold = 1,
        SurrogatePath path = SurrogatePath.CustomVjp)
    {
        DType dtype = CheckStep(weights, x, targets, steps, beta, threshold, path);
        if (Array.Exists([.. weights, x, targets], t => t.IsSymbolic))
            throw new TraceException("GradientStep returns a number, so it cannot be part of a traced function. Use Surrogate.RateLoss with Fn.ValueAndGrad there.");
        var settings = new StepSettings(steps, path, Number(Check.Positive(learningRate), dtype), Number(beta, dtype), Number(threshold, dtype));
        StepResult result = JittedStep(settings, weights, x, targets);
        if (!result.IsSound.Item<bool>()) throw Unsound(weights, x, targets, path);
        return (result.Updated, result.Loss.ToSingle());
    }

    /// <summary>
    /// The loss that <see cref="GradientStep"/> descends, to be differentiated, jitted and batched. For each layer, v = 0, T times:
    /// <c>v ← 0.9v + I·Wᵀ; s = spike(v); v ← v(1 − s)</c>; the mean of s over the steps is the constant input I of the next layer. The loss is
    /// <c>−Σ targets·log softmax(rates)/B</c>.
    /// </summary>
    /// <inheritdoc cref="GradientStep"/>
    /// <returns>A scalar.</returns>
    public static Tensor RateLoss(
        Tensor[] weights, Tensor x, Tensor targets, int steps = 25, double beta = 10, double threshold = 1, SurrogatePath path = SurrogatePath.CustomVjp)
    {
        DType dtype = CheckStep(weights, x, targets, steps, beta, threshold, path);
        return NetworkLoss(new StepSettings(steps, path, Number(0, dtype), Number(beta, dtype), Number(threshold, dtype)), weights, x, targets);
    }

    private static StepResult Step(StepSettings settings, Tensor[] weights, Tensor x, Tensor targets)
    {
        (Tensor loss, Tensor[] gradients) = Fn.ValueAndGrad<Tensor[]>(w => NetworkLoss(settings, w, x, targets))(weights);
        Tensor[] updated = [.. weights.Select((w, i) => w - settings.LearningRate * gradients[i])];
        // What is not finite in weights or inputs shows in the new weights.
        return new(updated, loss, AllFinite(updated) & loss.IsFinite() & AreDistributions(targets));
    }

    private static Tensor NetworkLoss(StepSettings settings, Tensor[] weights, Tensor x, Tensor targets)
    {
        Tensor rates = weights.Aggregate(x, (input, w) => Layer(settings, input.Dot(w.Transpose())));
        return -(targets * rates.LogSoftmax()).Sum() / (double)x.Shape[0];
    }

    /// <summary>Mean spikes a step of one layer for a constant current.</summary>
    private static Tensor Layer(StepSettings settings, Tensor current)
    {
        Tensor zero = Tensor.ZerosLike(current);
        ((_, Tensor sum), _) = Fn.Scan<(Tensor V, Tensor Sum), object?>(
            state =>
            {
                Tensor v = state.V * Decay + current, x = v - settings.Threshold;
                if (settings.Path == SurrogatePath.CustomVjp)
                {
                    Tensor s = ScaledSpike(x, settings.Beta);
                    return ((v * (1 - s), state.Sum + s), null);
                }
                Tensor soft = 1 / (1 + (x * settings.Beta).Abs()), hard = soft + Fn.StopGradient(Heaviside(x, true) - soft);
                return ((v * (1 - hard), state.Sum + soft), null);
            },
            (zero, zero), settings.Steps);
        return sum / (double)settings.Steps;
    }

    private static Tensor ScaledSpike(Tensor x, Tensor beta) => Fn.CustomJvp<Tensor, Tensor>(
        p => Heaviside(p, true),
        (p, dp) => (Heaviside(p, true), (1 / (1 + (p * beta).Abs())).Square() * dp))(x);

    private static Tensor Number(double value, DType dtype) => Tensor.Scalar(value).As(dtype);

    private static Tensor AllFinite(Tensor[] tensors) => tensors.Select(t => t.IsFinite().All()).Aggregate((a, b) => a & b);

    private static Tensor AreDistributions(Tensor targets) => (targets >= 0).All() & ((targets.Sum(1) - 1).Abs() <= TargetTolerance).All();

    /// <summary>What is wrong with a step whose result is.</summary>
    private static Exception Unsound(Tensor[] weights, Tensor x, Tensor targets, SurrogatePath path) =>
        !AllFinite(weights).Item<bool>() ? new ArgumentException("GradientStep: a weight is NaN or infinite; repair the weights before the step.", nameof(weights)) :
        !x.IsFinite().All().Item<bool>() ? new ArgumentException("GradientStep: x holds NaN or an infinity; replace or drop those examples.", nameof(x)) :
        !AreDistributions(targets).Item<bool>()
            ? new ArgumentException("GradientStep: each row of targets must be a distribution: numbers of 0 or more with the sum 1.", nameof(targets)) :
        new ArithmeticException(path == SurrogatePath.LegacyStopGradient
            ? "GradientStep: the gradient overflowed. The legacy path's gradient grows by up to β|v| a step; use SurrogatePath.CustomVjp, fewer steps or a smaller beta."
            : "GradientStep: the gradient overflowed. The weights or inputs are too large; scale them down.");

    private static DType CheckStep(Tensor[] weights, Tensor x, Tensor targets, int steps, double beta, double threshold, SurrogatePath path)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length == 0) throw new ArgumentException("GradientStep: there are no layers. Give at least one weight matrix [n_out, n_in].", nameof(weights));
        Check.Count(steps);
        Check.Positive(beta);
        Check.Finite(threshold);
        Check.Defined(path);
        DType dtype = Check.Float(x, "GradientStep: x").DType;
        if (x.Rank != 2 || x.Shape[0] == 0) throw new ShapeException($"GradientStep: x is {x.Type}; it must be [B, n_in] with at least one example. Add the batch axis with ExpandDims(0).");
        int width = x.Shape[1];
        for (int i = 0; i < weights.Length; i++)
        {
            Tensor w = weights[i];
            if (w.DType != dtype) throw new DTypeException($"GradientStep: weights[{i}] is {w.Type}, x is {x.Type}. Use one floating-point type for all arrays.");
            if (w.Rank != 2 || w.Shape[1] != width || w.Shape[0] == 0)
                throw new ShapeException($"GradientStep: weights[{i}] is {w.Type}; it must be [n_out, {width}], since {(i == 0 ? "x" : $"layer {i - 1}")} has the width {width}.");
            width = w.Shape[0];
        }
        if (targets.DType != dtype) throw new DTypeException($"GradientStep: targets are {targets.Type}, x is {x.Type}. Make class indices into targets with OneHot.");
        if (targets.Shape != [x.Shape[0], width])
            throw new ShapeException($"GradientStep: targets are {targets.Type}; {x.Shape[0]} examples and {width} outputs need [{x.Shape[0]}, {width}].");
        return dtype;
    }
}
