namespace SpikeJit.Snn;

/// <summary>Labelled examples: features <c>[N, D]</c> of float, and one class of each.</summary>
public sealed class Dataset
{
    private readonly float[] _features;
    private readonly int[] _labels;

    /// <summary>A data set of these examples; the arrays are taken over, not copied.</summary>
    /// <param name="features">The features, <c>[N, D]</c> row-major.</param>
    /// <param name="labels">The class of each example, <c>[N]</c>, from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, a feature is not finite, or a label is out of range.</exception>
    public Dataset(float[] features, int[] labels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (labels.Length == 0) throw new ArgumentException("A data set without examples. Give at least one.", nameof(labels));
        if (features.Length == 0 || features.Length % labels.Length != 0)
            throw new ArgumentException($"{features.Length} features do not divide among {labels.Length} examples. Give [N, D] features and [N] labels.", nameof(features));
        FeatureCount = features.Length / labels.Length;
        for (int i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(features[i]))
                throw new ArgumentException($"Feature {i % FeatureCount} of example {i / FeatureCount} is {features[i]}. Features are finite; replace or drop the example.", nameof(features));
        }
        int bad = Array.FindIndex(labels, label => (uint)label >= (uint)classes);
        if (bad >= 0) throw new ArgumentException($"Example {bad} has the label {labels[bad]}; with {classes} classes labels are 0 to {classes - 1}.", nameof(labels));
        (_features, _labels, Classes) = (features, labels, classes);
    }

    /// <summary>The number of examples N.</summary>
    public int Count => _labels.Length;

    /// <summary>The number of features D of one example.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>All features, <c>[N, D]</c> row-major.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>All labels, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The features of one example, <c>[D]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public ReadOnlySpan<float> this[int example]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(example);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(example, Count);
            return _features.AsSpan(example * FeatureCount, FeatureCount);
        }
    }

    /// <summary>The chosen examples, in the given order; an example may be chosen more than once.</summary>
    /// <exception cref="ArgumentException">None is chosen.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Dataset Select(params ReadOnlySpan<int> examples)
    {
        var features = new float[examples.Length * FeatureCount];
        var labels = new int[examples.Length];
        for (int i = 0; i < examples.Length; i++)
        {
            this[examples[i]].CopyTo(features.AsSpan(i * FeatureCount));
            labels[i] = _labels[examples[i]];
        }
        return new(features, labels, Classes);
    }

    /// <summary>The first examples.</summary>
    /// <param name="count">How many; all, where there are fewer.</param>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return count >= Count ? this : new(_features[..(count * FeatureCount)], _labels[..count], Classes);
    }
}
