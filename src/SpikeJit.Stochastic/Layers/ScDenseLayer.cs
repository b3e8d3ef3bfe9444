using SpikeJit.Cpu;
namespace SpikeJit.Stochastic;

/// <summary>
/// A dense layer on bitstreams: estimates x·W, sign and scale restored. The weights' streams are drawn once, the inputs' at each call; a gate for each weight
/// and a counter for each neuron (<see cref="DenseCounter"/>) do the rest. May be used from several threads.
/// </summary>
/// <remarks>
/// Weights lie between the w of density 0 and that of density 1: their least and largest (unipolar) or ∓max|w| (bipolar). Inputs lie in
/// <see cref="InputRange"/> <c>[a, b]</c>. With C the ones of all gates of a neuron and Q the ones of all inputs, the estimates are, unipolar,
/// <c>a·Σw + (b − a)·((w_max − w_min)·C + w_min·Q)/L</c>, and bipolar, <c>½(a + b)·Σw + ½(b − a)·w_max·(2C/L − n)</c>.
/// Weights come from dimension 0 of the source, inputs from dimension 1, so streams that meet are uncorrelated.
/// </remarks>
public sealed class ScDenseLayer
{
    private const int WeightDimension = 0, InputDimension = 1;

    // Words gated in a call from which on other threads are worth waking: about 100 µs of one core.
    private const long WordsForThreads = 1 << 18;

    private readonly BitGenerator _generator;
    private readonly double[] _weightSums;
    private readonly float[] _weights;
    private Scratch? _spare;

    private ScDenseLayer(float[] weights, int inputs, int neurons, ScEncoding encoding, int length, BitSource source, ulong seed, ValueRange inputRange)
    {
        (_weights, Inputs, Neurons, Encoding, Length, Source, InputRange) = (weights, inputs, neurons, encoding, length, source, inputRange);
        _generator = BitGenerator.Create(source, length, seed);
        (WeightMin, WeightMax) = ScWeights.Range(weights, encoding);
        if ((long)inputs * length > int.MaxValue)
            throw new ArgumentException($"{inputs} inputs of {length} bits can count past {int.MaxValue}. Shorten the streams.", nameof(length));
        _weightSums = new double[neurons];
        var densities = new double[weights.Length];
        for (int n = 0; n < neurons; n++)
        {
            for (int i = 0; i < inputs; i++)
            {
                double w = weights[(i * neurons) + n];
                _weightSums[n] += w;
                densities[(n * inputs) + i] = WeightMax == WeightMin ? 0 : (w - WeightMin) / (WeightMax - WeightMin);
            }
        }
        Streams = _generator.Encode(densities, WeightDimension, length);
    }

    /// <summary>Number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>Number of neurons: outputs.</summary>
    public int Neurons { get; }

    /// <summary>How densities stand for values.</summary>
    public ScEncoding Encoding { get; }

    /// <summary>L in bits.</summary>
    public int Length { get; }

    /// <summary>Where bits come from.</summary>
    public BitSource Source { get; }

    /// <summary>The inputs that densities 0 and 1 stand for.</summary>
    public ValueRange InputRange { get; }

    /// <summary>The weight of density 0.</summary>
    public double WeightMin { get; }

    /// <summary>The weight of density 1.</summary>
    public double WeightMax { get; }

    /// <summary>The weights' streams: that of input i to neuron n is row n · <see cref="Inputs"/> + i.</summary>
    public BitMatrix Streams { get; }

    /// <summary>
    /// The largest standard deviation that an output can have for inputs in their range, were all bits independent. Sobol streams do much better. It falls as
    /// 1/√L. <see cref="StandardErrorOf"/> gives that of certain inputs.
    /// </summary>
    public double StandardError
    {
        get
        {
            double largest = 0;
            for (int n = 0; n < Neurons; n++)
            {
                double sum = 0;
                for (int i = 0; i < Inputs; i++) sum += LargestVariance(_weights[(i * Neurons) + n]);
                largest = Math.Max(largest, sum);
            }
            return Math.Sqrt(largest / Length);
        }
    }

    private double InputSpan => InputRange.Max - InputRange.Min;

    /// <summary>A layer with these weights.</summary>
    /// <param name="weights">W, <c>[in, out]</c>, as <see cref="Snn.Linear"/> has them.</param>
    /// <param name="encoding">How densities stand for values. Unipolar AND gates err less than bipolar XNOR gates.</param>
    /// <param name="length">L in bits.</param>
    /// <param name="source">Where bits come from.</param>
    /// <param name="seed">Selects the streams.</param>
    /// <param name="inputRange">The inputs that densities 0 and 1 stand for: [0, 1] for unipolar streams and [−1, 1] for bipolar ones when absent.</param>
    /// <exception cref="ArgumentException">The weights are not <c>[in, out]</c>, not floating-point or not finite, or a number is out of range.</exception>
    public static ScDenseLayer FromWeights(
        Tensor weights, ScEncoding encoding, int length = 1024, BitSource source = BitSource.Sobol, ulong seed = 42, ValueRange? inputRange = null)
    {
        ScDynamics.RequireFloat(weights);
        if (weights.Rank != 2 || weights.Size == 0) throw new ShapeException($"weights are {weights.Type}; they must be [in, out], neither of them 0.");
        FiniteCheck.Require(weights, nameof(weights));
        Require.Length(length);
        return new(
            weights.As(DType.F32).ToArray<float>(), weights.Shape[0], weights.Shape[1], encoding, length, source, seed,
            inputRange ?? (encoding == ScEncoding.Unipolar ? new ValueRange(0, 1) : new ValueRange(-1, 1)));
    }

    /// <summary>An estimate of x·W: F32 <c>[out]</c> of inputs <c>[in]</c>, or <c>[B, out]</c> of a batch <c>[B, in]</c>.</summary>
    /// <exception cref="ArgumentException">The inputs are of a wrong shape, not floating-point, or outside <see cref="InputRange"/>.</exception>
    public Tensor Forward(Tensor inputs)
    {
        float[] x = Values(inputs);
        int batch = x.Length / Inputs;
        var y = new float[batch * Neurons];
        if (batch > 1 && (long)batch * Streams.Words.Length >= WordsForThreads)
            WorkerPool.For(batch, b => Estimate(x.AsSpan(b * Inputs, Inputs), y.AsSpan(b * Neurons, Neurons)));
        else
            for (int b = 0; b < batch; b++) Estimate(x.AsSpan(b * Inputs, Inputs), y.AsSpan(b * Neurons, Neurons));
        return Tensor.From(y, [.. inputs.Shape.Dims[..^1], Neurons]);
    }

    /// <summary>The same for one example, without allocation.</summary>
    /// <param name="inputs"><c>[in]</c>.</param>
    /// <param name="outputs">Receives <c>[out]</c>.</param>
    /// <exception cref="ArgumentException">The sizes are not the layer's, or an input is outside <see cref="InputRange"/>.</exception>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (inputs.Length != Inputs || outputs.Length != Neurons)
            throw new ArgumentException($"{inputs.Length} inputs and room for {outputs.Length} outputs were given to a layer of {Inputs} inputs and {Neurons} neurons.");
        Estimate(inputs, outputs);
    }

    /// <summary>The standard deviation of each output for these inputs, were all bits independent; of the shape that <see cref="Forward(Tensor)"/> gives.</summary>
    /// <exception cref="ArgumentException">As in <see cref="Forward(Tensor)"/>.</exception>
    public Tensor StandardErrorOf(Tensor inputs)
    {
        float[] x = Values(inputs);
        var errors = new float[x.Length / Inputs * Neurons];
        for (int at = 0; at < errors.Length; at++)
        {
            (int example, int n) = Math.DivRem(at, Neurons);
            double sum = 0;
            for (int i = 0; i < Inputs; i++) sum += Variance(_weights[(i * Neurons) + n], InputRange.ToProbability(x[(example * Inputs) + i]));
            errors[at] = (float)Math.Sqrt(sum / Length);
        }
        return Tensor.From(errors, [.. inputs.Shape.Dims[..^1], Neurons]);
    }

    private void Estimate(ReadOnlySpan<float> x, Span<float> y)
    {
        Scratch scratch = Interlocked.Exchange(ref _spare, null) ?? new Scratch(this);
        for (int i = 0; i < x.Length; i++)
        {
            if (!(x[i] >= InputRange.Min && x[i] <= InputRange.Max))
                throw new ArgumentOutOfRangeException(
                    nameof(x), x[i], $"Input {i} is {x[i]}; density 0 stands for {InputRange.Min} and 1 for {InputRange.Max}. Scale the inputs, or give a wider inputRange.");
            _generator.Encode((x[i] - InputRange.Min) / InputSpan, new StreamId(InputDimension, i), Length, scratch.Inputs.RowForWriting(i));
        }
        DenseCounter.Count(Streams.Words, scratch.Inputs.Words, Inputs, Length, Encoding, scratch.Counts);
        Decode(scratch, y);
        Volatile.Write(ref _spare, scratch);
    }

    private void Decode(Scratch scratch, Span<float> y)
    {
        double bit = InputSpan / Length;
        if (Encoding == ScEncoding.Bipolar)
        {
            double middle = (InputRange.Min + InputRange.Max) / 2;
            for (int n = 0; n < y.Length; n++)
                y[n] = (float)((middle * _weightSums[n]) + (bit * WeightMax * (scratch.Counts[n] - (0.5 * Inputs * Length))));
            return;
        }
        double all = WeightMin == 0 ? 0 : WeightMin * BitPacking.PopCount(scratch.Inputs.Words);
        for (int n = 0; n < y.Length; n++)
            y[n] = (float)((InputRange.Min * _weightSums[n]) + (bit * (((WeightMax - WeightMin) * scratch.Counts[n]) + all)));
    }

    // Of one bit of one gate, as it enters the estimate.
    private double Variance(double w, double q)
    {
        if (Encoding == ScEncoding.Bipolar)
        {
            double product = w / WeightMax * ((2 * q) - 1), step = WeightMax * InputSpan / 2;
            return step * step * (1 - (product * product));
        }
        return InputSpan * InputSpan * ((q * Square(w)) - (q * q * w * w));
    }

    private double LargestVariance(double w) =>
        Variance(w, Encoding == ScEncoding.Bipolar ? 0.5 : w == 0 ? 1 : Math.Min(1, Square(w) / (2 * w * w)));

    // Mean square of a unipolar weight's bits, each of which stands for the least or the largest weight.
    private double Square(double w)
    {
        double p = WeightMax == WeightMin ? 0 : (w - WeightMin) / (WeightMax - WeightMin);
        return (p * WeightMax * WeightMax) + ((1 - p) * WeightMin * WeightMin);
    }

    private float[] Values(Tensor inputs)
    {
        ScDynamics.RequireFloat(inputs);
        if (inputs.Rank is not (1 or 2) || inputs.Shape[-1] != Inputs || inputs.Size == 0)
            throw new ShapeException($"inputs are {inputs.Type}; they must be [{Inputs}], or [B, {Inputs}] for a batch.");
        return inputs.As(DType.F32).ToArray<float>();
    }

    /// <summary>What a call writes to; kept for the next one.</summary>
    private sealed class Scratch(ScDenseLayer layer)
    {
        public BitMatrix Inputs { get; } = new(layer.Inputs, layer.Length);

        public int[] Counts { get; } = new int[layer.Neurons];
    }
}
