namespace SpikeJit.Snn;

/// <summary>Takes batches out of a data set. Their features are gathered in one place again and again: fresh memory would cost more than the copy.</summary>
internal sealed class BatchReader(Dataset data)
{
    private float[] _gathered = [];

    /// <summary>Features <c>[B, D]</c> and labels <c>[B]</c> of examples, in the given order.</summary>
    public (Tensor Features, Tensor Labels) Read(ReadOnlySpan<int> examples)
    {
        int size = examples.Length * data.FeatureCount;
        if (_gathered.Length < size) _gathered = new float[size];
        var labels = new int[examples.Length];
        for (int i = 0; i < examples.Length; i++)
        {
            data[examples[i]].CopyTo(_gathered.AsSpan(i * data.FeatureCount));
            labels[i] = data.Labels[examples[i]];
        }
        return (Tensor.From<float>(_gathered.AsSpan(0, size), [examples.Length, data.FeatureCount]), Tensor.From(labels));
    }
}
