namespace SpikeJit.Snn;

// Losses of outputs over time, [T, B, C] (or [T, C] for one example).
public static partial class Loss
{
    /// <summary>The mean over steps of <see cref="CrossEntropy"/> of the step's outputs: snnTorch's ce_rate_loss on spikes, temporal efficient training (S. Deng
    /// et al., arXiv:2202.11946) on potentials.</summary>
    /// <param name="outputs"><c>[T, B, C]</c>.</param>
    /// <param name="labels">Class indices <c>[B]</c>.</param>
    /// <param name="classWeights">Weights <c>[C]</c>, as in <see cref="CrossEntropy"/>.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there are no steps or examples.</exception>
    public static Tensor StepwiseCrossEntropy(Tensor outputs, Tensor labels, Tensor? classWeights = null)
    {
        Labels.CheckTimed(outputs, labels, "StepwiseCrossEntropy");
        return CrossEntropy(outputs, labels.ExpandDims(0).BroadcastTo(outputs.Shape.Without(-1)), 0, classWeights);
    }

    /// <summary>Cross-entropy of the spike counts of each class: the counts are the scores.</summary>
    /// <param name="spikes"><c>[T, B, C·P]</c>: with a population code, P neurons for each class, side by side.</param>
    /// <param name="labels">Class indices <c>[B]</c>.</param>
    /// <param name="classes">C, where that is less than the number of neurons.</param>
    /// <exception cref="ShapeException">The shapes do not fit, there are no steps or examples, or the neurons do not divide among the classes.</exception>
    public static Tensor CountCrossEntropy(Tensor spikes, Tensor labels, int? classes = null)
    {
        Tensor counts = Counts(spikes, classes);
        return CrossEntropy(counts, labels);
    }

    /// <summary>Cross-entropy of each output's largest value over time (potentials). The gradient goes to that step.</summary>
    /// <inheritdoc cref="StepwiseCrossEntropy"/>
    public static Tensor PeakCrossEntropy(Tensor outputs, Tensor labels)
    {
        Labels.CheckTimed(outputs, labels, "PeakCrossEntropy");
        return CrossEntropy(outputs.Max(0), labels);
    }

    /// <summary><c>mean of (counts − round_down(T·rate))²/T</c>: snnTorch's mse_count_loss.</summary>
    /// <param name="spikes"><c>[T, B, C]</c>.</param>
    /// <param name="labels">Class indices <c>[B]</c>.</param>
    /// <param name="correctRate">The wanted rate of the labelled class, spikes a step.</param>
    /// <param name="incorrectRate">The wanted rate of the others.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there are no steps or examples.</exception>
    public static Tensor CountMeanSquared(Tensor spikes, Tensor labels, double correctRate = 1, double incorrectRate = 0)
    {
        Labels.CheckTimed(spikes, labels, "CountMeanSquared");
        int steps = spikes.Shape[0];
        Tensor counts = spikes.Sum(0);
        double on = Math.Truncate(steps * Check.Fraction(correctRate)), off = Math.Truncate(steps * Check.Fraction(incorrectRate));
        return MeanSquared(counts, Wanted(counts, labels, on, off)) / (double)steps;
    }

    /// <summary>The mean squared difference between firing rates <c>counts/T</c> and wanted rates: sc-neurocore's spike_rate_loss.</summary>
    /// <param name="spikes"><c>[T, B, C]</c>.</param>
    /// <param name="labels">Class indices <c>[B]</c>.</param>
    /// <param name="targetRate">The wanted rate of the labelled class; the others share the rest, (1 − rate)/(C − 1) each.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there are no steps or examples.</exception>
    public static Tensor RateMeanSquared(Tensor spikes, Tensor labels, double targetRate = 0.8)
    {
        Labels.CheckTimed(spikes, labels, "RateMeanSquared");
        Tensor rates = spikes.Mean(0);
        int classes = rates.Shape[-1];
        return MeanSquared(rates, Wanted(rates, labels, Check.Fraction(targetRate), classes == 1 ? 0 : (1 - targetRate) / (classes - 1)));
    }

    /// <summary>The mean over steps of the squared difference between potentials and wanted potentials: snnTorch's mse_membrane_loss.</summary>
    /// <param name="potentials"><c>[T, B, C]</c>.</param>
    /// <param name="labels">Class indices <c>[B]</c>.</param>
    /// <param name="onTarget">The potential wanted of the labelled class.</param>
    /// <param name="offTarget">That of the others.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there are no steps or examples.</exception>
    public static Tensor PotentialMeanSquared(Tensor potentials, Tensor labels, double onTarget = 1, double offTarget = 0)
    {
        Labels.CheckTimed(potentials, labels, "PotentialMeanSquared");
        return MeanSquared(potentials, Wanted(potentials[0], labels, onTarget, offTarget).BroadcastTo(potentials.Shape));
    }

    /// <summary>λ times the number of spikes: a cost of activity.</summary>
    public static Tensor SpikeCost(Tensor spikes, double lambda = 1e-3) => Check.Float(spikes, "SpikeCost: spikes").Sum() * Check.NotNegative(lambda);

    /// <summary>The mean rate <c>|counts/T|</c> over examples and neurons, spikes <c>[T, …]</c>.</summary>
    public static Tensor RateCost(Tensor spikes) => Check.Float(spikes, "RateCost: spikes").Mean(0).Abs().Mean();

    /// <summary>The mean squared rate <c>(counts/T)²</c> over examples and neurons, spikes <c>[T, …]</c>.</summary>
    public static Tensor SquaredRateCost(Tensor spikes) => Check.Float(spikes, "SquaredRateCost: spikes").Mean(0).Square().Mean();

    /// <summary><c>Σ max(0, least − mean over the batch)²</c> over steps and neurons, spikes <c>[T, B, N]</c>: a cost of silence (Spyx's silence_reg).</summary>
    public static Tensor SilenceCost(Tensor spikes, double least) => (Check.Finite(least) - Check.Float(spikes, "SilenceCost: spikes").Mean(1)).Relu().Square().Sum();

    /// <summary><c>Σ huber(max(0, mean over steps and neurons − most))</c> over the batch, spikes <c>[T, B, N]</c> (Spyx's sparsity_reg).</summary>
    public static Tensor ActivityCost(Tensor spikes, double most) =>
        HuberOf((Check.Float(spikes, "ActivityCost: spikes").Mean([0, 2]) - Check.Finite(most)).Relu(), 1).Sum();

    /// <summary>Spikes of each class, <c>[…, C]</c>, from spikes <c>[T, …, C·P]</c> of P neurons a class, side by side.</summary>
    /// <exception cref="ShapeException">There are no steps, or the neurons do not divide among the classes.</exception>
    public static Tensor Counts(Tensor spikes, int? classes = null)
    {
        Sequences.CheckTimed(spikes, "Counts");
        Tensor counts = spikes.Sum(0);
        int neurons = counts.Shape[-1], wanted = Check.Count(classes ?? Math.Max(neurons, 1));
        if (wanted == neurons) return counts;
        if (neurons % wanted != 0) throw new ShapeException($"Counts: {neurons} neurons do not divide among {wanted} classes.");
        return counts.Reshape([.. counts.Shape.Dims[..^1], wanted, neurons / wanted]).Sum(-1);
    }

    private static Tensor Wanted(Tensor scores, Tensor labels, double on, double off) => labels.OneHot(scores.Shape[-1], scores.DType) * (on - off) + off;
}
