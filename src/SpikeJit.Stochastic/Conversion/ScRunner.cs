namespace SpikeJit.Stochastic;

/// <summary>The working memory of a <see cref="ScNetwork"/> for one example at a time.</summary>
internal sealed class ScRunner
{
    private readonly ScStage[] _stages;
    private readonly LifArray[] _neurons;
    private readonly int[][] _counts;
    private readonly float[][] _currents;
    private readonly int[][] _spiking;
    private readonly ulong[] _stream;
    private readonly double _inputScale;

    public ScRunner(ScStage[] stages, double inputScale)
    {
        (_stages, _inputScale) = (stages, inputScale);
        _neurons = Array.ConvertAll(stages, s => new LifArray(s.Cell, s.Product.Outputs));
        _counts = Array.ConvertAll(stages, s => new int[s.Product.Outputs]);
        _currents = Array.ConvertAll(stages, s => new float[s.Product.Outputs]);
        _spiking = [new int[stages[0].Product.Inputs], .. stages.Select(s => new int[s.Product.Outputs])];
        _stream = new ulong[BitPacking.WordCount(stages[0].Product.Length)];
    }

    /// <summary>Spikes of each output over some steps of a current that stays the same: the first projection is made once.</summary>
    public void Constant(ReadOnlySpan<float> features, int steps, Span<int> spikes)
    {
        Start(spikes);
        _stages[0].Product.Project(features, _inputScale, 0, _stream, _counts[0]);
        Currents(0, _inputScale);
        for (int t = 0; t < steps; t++) Advance(0, spikes);
    }

    /// <summary>Spikes of each output for input spikes <c>[T, n]</c>, each 0 or 1.</summary>
    public void Spikes(ReadOnlySpan<bool> train, int steps, Span<int> spikes)
    {
        Start(spikes);
        int inputs = _stages[0].Product.Inputs;
        for (int t = 0; t < steps; t++)
        {
            int count = 0;
            for (int i = 0; i < inputs; i++)
            {
                if (train[(t * inputs) + i]) _spiking[0][count++] = i;
            }
            Gather(0, count);
            Advance(0, spikes);
        }
    }

    private void Start(Span<int> spikes)
    {
        spikes.Clear();
        foreach (LifArray neurons in _neurons) neurons.Start();
    }

    /// <summary>One step of all layers from one whose currents are there.</summary>
    private void Advance(int first, Span<int> spikes)
    {
        for (int layer = first; ; layer++)
        {
            int count = _neurons[layer].Step(_currents[layer], _spiking[layer + 1]);
            if (layer == _stages.Length - 1)
            {
                foreach (int n in _spiking[layer + 1].AsSpan(0, count)) spikes[n]++;
                return;
            }
            Gather(layer + 1, count);
        }
    }

    private void Gather(int layer, int spikes)
    {
        _counts[layer].AsSpan().Clear();
        foreach (int i in _spiking[layer].AsSpan(0, spikes)) _stages[layer].Product.AddSpike(i, _counts[layer]);
        Currents(layer, 1);
    }

    private void Currents(int layer, double inputScale)
    {
        ScStage stage = _stages[layer];
        float unit = (float)(stage.Product.Scale * inputScale / stage.Product.Length);
        float[] currents = _currents[layer];
        for (int n = 0; n < currents.Length; n++) currents[n] = (_counts[layer][n] * unit) + stage.Bias[n];
    }
}
