namespace SpikeJit.Stochastic;

/// <summary>
/// A dense layer of noisy leaky integrate-and-fire neurons (<see cref="ScNeuron"/>) with a compiled time loop: in each step inputs <c>[inputs]</c> are
/// projected to currents <c>I = W·x</c>, or currents <c>[neurons]</c> are given. The state persists from call to call and is open to read and set.
/// Not for several threads at once.
/// </summary>
/// <remarks>
/// With a bitstream length the projection runs on bitstreams: each product is the AND of a weight's and an input's stream of that length, counted with the
/// product's sign. Weights are drawn once, inputs anew in each step. Without one the projection is exact.
/// <see cref="Run(Tensor)"/> gives bit for bit what <see cref="Step(Tensor)"/> repeated gives.
/// </remarks>
public sealed class ScJitDenseLayer
{
    private const double DefaultWeightStd = 0.1;

    private readonly double _leak;
    private readonly RandomKey _startKey;
    private readonly SignedProduct? _product;
    private readonly Func<ScLayerState, Tensor, Tensor, (ScLayerState, Tensor, Tensor)> _projected;
    private readonly Func<ScLayerState, Tensor, (ScLayerState, Tensor, Tensor)> _driven;

    /// <param name="inputs">Number of inputs.</param>
    /// <param name="neurons">Number of neurons.</param>
    /// <param name="bitstreamLength">Length L in bits of the streams on which products run; null for exact products.</param>
    /// <param name="weights">W, <c>[neurons, inputs]</c>; normal numbers of standard deviation 0.1 when absent.</param>
    /// <param name="seed">From 0 to 2³² − 1.</param>
    /// <param name="dtMs">Time step in ms, at most the neurons' τ.</param>
    /// <param name="neuron">The neurons; <see cref="ScNeuron"/>'s defaults when absent.</param>
    /// <param name="source">Where bits come from.</param>
    /// <param name="inputScale">With bitstreams: the largest |x|, which density 1 stands for.</param>
    /// <param name="precision">F32 or F64: of the membrane, the noise and the default weights.</param>
    /// <param name="referenceStreams">
    /// Draws the default weights and the noise from one and the same key, as sc-neurocore does: their numbers are then not independent. Otherwise that key is
    /// split first. Given weights leave the noise's key as the reference has it.
    /// </param>
    /// <exception cref="ArgumentException">An argument is out of its range, or the weights are of a wrong shape or dtype, or not finite.</exception>
    public ScJitDenseLayer(
        int inputs, int neurons, int? bitstreamLength = null, Tensor? weights = null, long seed = 42, double dtMs = 1, ScNeuron? neuron = null,
        BitSource source = BitSource.Sobol, double inputScale = 1, DType precision = DType.F32, bool referenceStreams = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(neurons, 1);
        if (bitstreamLength is int l) Require.Length(l, nameof(bitstreamLength));
        if (seed is < 0 or > uint.MaxValue) throw new ArgumentOutOfRangeException(nameof(seed), seed, "A seed lies between 0 and 4294967295.");
        if (!precision.IsFloat()) throw new DTypeException($"precision is {precision}; it must be F32 or F64.");
        (Inputs, Neurons, BitstreamLength, DtMs, Precision) = (inputs, neurons, bitstreamLength, dtMs, precision);
        InputScale = Require.Positive(inputScale);
        Neuron = neuron ?? new ScNeuron();
        Neuron.RequireReset();
        _leak = Neuron.Leak(dtMs);

        var key = new RandomKey(seed);
        RandomKey weightKey = key;
        if (weights is null && !referenceStreams) (weightKey, key) = key.Split();
        _startKey = key;
        Weights = weights is null ? weightKey.Normal([neurons, inputs], precision) * DefaultWeightStd : Checked(weights);
        if (bitstreamLength is int length)
        {
            // A key of its own: the noise's keys follow from (0, seed) by the counters from (0, 0).
            (uint high, uint low) = Threefry.Block(0, (uint)seed, uint.MaxValue, uint.MaxValue);
            float[] byInput = Weights.Transpose().As(DType.F32).ToArray<float>();
            _product = new SignedProduct(byInput, inputs, neurons, length, source, ((ulong)high << 32) | low);
        }
        // Whether all values are finite is found where they are read anyway.
        _projected = Fn.Jit<ScLayerState, Tensor, Tensor, (ScLayerState, Tensor, Tensor)>((state, w, sequence) => Checked(Projected(state, w, sequence), sequence));
        _driven = Fn.Jit<ScLayerState, Tensor, (ScLayerState, Tensor, Tensor)>((state, sequence) => Checked(Driven(state, sequence), sequence));
        State = Initial;
    }

    /// <summary>Number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>Number of neurons.</summary>
    public int Neurons { get; }

    /// <summary>L in bits, or null where products are exact.</summary>
    public int? BitstreamLength { get; }

    /// <summary>The largest |x| of an input on bitstreams.</summary>
    public double InputScale { get; }

    /// <summary>Time step in ms.</summary>
    public double DtMs { get; }

    /// <summary>Dtype of the membrane and the noise.</summary>
    public DType Precision { get; }

    /// <summary>The neurons' parameters.</summary>
    public ScNeuron Neuron { get; }

    /// <summary>W, <c>[neurons, inputs]</c>.</summary>
    public Tensor Weights { get; }

    /// <summary>The state at the start: all neurons at rest, the key of the seed.</summary>
    public ScLayerState Initial => new(AtRest, _startKey);

    /// <summary>The state that the last call left.</summary>
    /// <exception cref="ShapeException">The membrane set is not <c>[neurons]</c> of the layer's precision.</exception>
    public ScLayerState State
    {
        get;
        set => field = Checked(value);
    }

    private Tensor AtRest => Tensor.Zeros([Neurons], Precision) + Neuron.Rest;

    /// <summary>One step on inputs <c>[inputs]</c>; U8 spikes <c>[neurons]</c>.</summary>
    /// <exception cref="ArgumentException">The inputs are of a wrong shape or dtype, not finite, or beyond the input scale.</exception>
    /// <exception cref="TraceException">The inputs are symbolic: use <see cref="Run(ScLayerState, Tensor)"/> there.</exception>
    public Tensor Step(Tensor inputs) => Run(One(inputs, Inputs, "inputs"))[0];

    /// <summary>One step on currents <c>[neurons]</c>, which W does not touch; U8 spikes <c>[neurons]</c>.</summary>
    /// <inheritdoc cref="Step"/>
    public Tensor StepCurrents(Tensor currents) => RunCurrents(One(currents, Neurons, "currents"))[0];

    /// <summary>Steps on inputs <c>[T, inputs]</c>; U8 spikes <c>[T, neurons]</c>.</summary>
    /// <inheritdoc cref="Step"/>
    public Tensor Run(Tensor sequence)
    {
        RequireConcrete(sequence);
        (State, Tensor spikes) = Run(State, sequence);
        return spikes;
    }

    /// <summary>Steps on currents <c>[T, neurons]</c>, which W does not touch; U8 spikes <c>[T, neurons]</c>.</summary>
    /// <inheritdoc cref="Step"/>
    public Tensor RunCurrents(Tensor sequence)
    {
        RequireConcrete(sequence);
        (State, Tensor spikes) = RunCurrents(State, sequence);
        return spikes;
    }

    /// <summary>
    /// Steps on inputs <c>[T, inputs]</c> from a given state: a pure function that leaves <see cref="State"/> alone. With exact products it may be part of a
    /// traced function.
    /// </summary>
    /// <exception cref="ArgumentException">The sequence is of a wrong shape or dtype, not finite, or beyond the input scale.</exception>
    /// <exception cref="TraceException">The sequence is symbolic, and products run on bitstreams.</exception>
    public (ScLayerState State, Tensor Spikes) Run(ScLayerState state, Tensor sequence)
    {
        RequireSequence(sequence, Inputs, "inputs");
        Checked(state);
        if (_product is not null) return RunCurrents(state, ProjectedOnBitstreams(_product, state.Key, sequence));
        return IsTraced(state, sequence) ? Projected(state, Weights, sequence) : Finite(_projected(state, Weights, sequence), sequence, "inputs");
    }

    /// <summary>Steps on currents <c>[T, neurons]</c> from a given state: a pure function that leaves <see cref="State"/> alone.</summary>
    /// <exception cref="ArgumentException">The sequence is of a wrong shape or dtype, or not finite.</exception>
    public (ScLayerState State, Tensor Spikes) RunCurrents(ScLayerState state, Tensor sequence)
    {
        RequireSequence(sequence, Neurons, "currents");
        Checked(state);
        return IsTraced(state, sequence) ? Driven(state, sequence) : Finite(_driven(state, sequence), sequence, "currents");
    }

    /// <summary>Puts all neurons to rest, and the random numbers back to the start, so that a run repeats bit for bit.</summary>
    /// <param name="keepStream">Goes on with the random numbers where they are.</param>
    public void Reset(bool keepStream = false) => State = keepStream ? State with { Membrane = AtRest } : Initial;

    /// <summary>
    /// Standard deviation of each neuron's current for inputs <c>[inputs]</c>, <c>[neurons]</c>, were all bits independent; 0 where products are exact.
    /// Sobol streams do better.
    /// </summary>
    /// <exception cref="ArgumentException">The inputs are of a wrong shape or dtype, not finite, or beyond the input scale.</exception>
    public Tensor StandardErrorOf(Tensor inputs)
    {
        RequireConcrete(inputs);
        RequireSequence(One(inputs, Inputs, "inputs"), Inputs, "inputs");
        float[] x = InScale(inputs);
        var errors = new float[Neurons];
        if (_product is not null)
            for (int n = 0; n < errors.Length; n++) errors[n] = (float)_product.StandardError(x, InputScale, n);
        return Tensor.From(errors);
    }

    /// <summary>The currents <c>[T, neurons]</c> for inputs <c>[T, inputs]</c>, as <see cref="Run(Tensor)"/> would integrate them from the present state.</summary>
    /// <inheritdoc cref="Step"/>
    public Tensor Project(Tensor sequence)
    {
        RequireConcrete(sequence);
        RequireSequence(sequence, Inputs, "inputs");
        FiniteCheck.Require(sequence, "inputs");
        return _product is null ? sequence.Dot(Weights.Transpose()) : ProjectedOnBitstreams(_product, State.Key, sequence);
    }

    private (ScLayerState State, Tensor Spikes) Projected(ScLayerState state, Tensor weights, Tensor sequence) =>
        Driven(state, sequence.Dot(weights.Transpose()));

    private (ScLayerState State, Tensor Spikes) Driven(ScLayerState state, Tensor currents) => Fn.Scan<ScLayerState, Tensor, Tensor>(
        (s, current) =>
        {
            (RandomKey next, RandomKey draw) = s.Key.Split();
            Tensor? noise = Neuron.NoiseStd == 0 ? null : draw.Normal([Neurons], Precision) * Neuron.NoiseStd;
            (Tensor v, Tensor spikes) = ScDynamics.Advance(
                s.Membrane, current, noise, Neuron.Rest, Neuron.Reset, Neuron.Threshold, _leak, Neuron.Resistance);
            return (new(v, next), spikes);
        },
        state, currents);

    // Each step's inputs are drawn from streams that the step's key selects, so a step draws the same in a run and alone.
    private Tensor ProjectedOnBitstreams(SignedProduct product, RandomKey key, Tensor sequence)
    {
        if (sequence.IsSymbolic || key.Data.IsSymbolic)
            throw new TraceException("A layer that runs its products on bitstreams cannot be traced. Leave bitstreamLength out, or project first and trace RunCurrents.");
        float[] x = InScale(sequence);
        uint[] words = key.Data.ToArray<uint>();
        (uint k0, uint k1) = (words[0], words[1]);
        var currents = new float[sequence.Shape[0] * Neurons];
        var stream = new ulong[BitPacking.WordCount(product.Length)];
        var counts = new int[Neurons];
        double unit = product.Scale * InputScale / product.Length;
        for (int t = 0; t < sequence.Shape[0]; t++)
        {
            product.Project(x.AsSpan(t * Inputs, Inputs), InputScale, k1, stream, counts);
            for (int n = 0; n < counts.Length; n++) currents[(t * Neurons) + n] = (float)(counts[n] * unit);
            (k0, k1) = Threefry.Block(k0, k1, 0, 0);
        }
        return Tensor.From(currents, [sequence.Shape[0], Neurons]);
    }

    private float[] InScale(Tensor x)
    {
        float[] values = x.As(DType.F32).ToArray<float>();
        FiniteCheck.Require(values, "inputs");
        int bad = Array.FindIndex(values, v => Math.Abs(v) > InputScale);
        if (bad >= 0)
            throw new ArgumentOutOfRangeException(
                nameof(x), values[bad], $"Input {bad % Inputs} is {values[bad]}; density 1 stands for {InputScale}. Scale the inputs, or set inputScale.");
        return values;
    }

    private static bool IsTraced(ScLayerState state, Tensor sequence) => sequence.IsSymbolic || state.Membrane.IsSymbolic || state.Key.Data.IsSymbolic;

    private static void RequireConcrete(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.IsSymbolic)
            throw new TraceException("A call that changes the layer's state cannot be traced. Use Run(state, sequence) or RunCurrents(state, sequence) there.");
    }

    private static Tensor One(Tensor x, int width, string what)
    {
        RequireConcrete(x);
        if (x.Rank != 1 || x.Shape[0] != width) throw new ShapeException($"The {what} of a step are {x.Type}; they must be [{width}]. Give sequences to Run.");
        return x.ExpandDims(0);
    }

    private void RequireSequence(Tensor x, int width, string what)
    {
        ScDynamics.RequireFloat(x, what);
        if (x.Rank != 2 || x.Shape[0] == 0 || x.Shape[1] != width)
            throw new ShapeException($"The {what} of a run are {x.Type}; they must be [T, {width}] with at least one step.");
        if (x.DType == DType.F64 && Precision == DType.F32)
            throw new DTypeException($"The {what} are {x.Type}, the layer computes in F32. Convert them with As(DType.F32), or make the layer with precision F64.");
    }

    private static (ScLayerState State, Tensor Spikes, Tensor Finite) Checked((ScLayerState State, Tensor Spikes) run, Tensor sequence) =>
        (run.State, run.Spikes, sequence.IsFinite().All());

    private static (ScLayerState State, Tensor Spikes) Finite((ScLayerState State, Tensor Spikes, Tensor Finite) run, Tensor sequence, string what)
    {
        if (!run.Finite.Item<bool>()) FiniteCheck.Require(sequence, what);
        return (run.State, run.Spikes);
    }

    private Tensor Checked(Tensor weights)
    {
        ScDynamics.RequireFloat(weights);
        if (weights.IsSymbolic) throw new TraceException("The layer keeps its weights, so they cannot be symbolic.");
        if (weights.Shape != [Neurons, Inputs])
            throw new ShapeException($"weights are {weights.Type}; {Neurons} neurons of {Inputs} inputs need [{Neurons}, {Inputs}]. Transpose them if they are [in, out].");
        if (weights.DType == DType.F64 && Precision == DType.F32)
            throw new DTypeException($"weights are {weights.Type}, the layer computes in F32. Convert them with As(DType.F32), or make the layer with precision F64.");
        FiniteCheck.Require(weights, nameof(weights));
        return weights;
    }

    private ScLayerState Checked(ScLayerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Membrane.Type != new TensorType(Precision, [Neurons]))
            throw new ShapeException($"The membrane of the state is {state.Membrane.Type}; it must be {new TensorType(Precision, [Neurons])}.");
        return state;
    }
}
