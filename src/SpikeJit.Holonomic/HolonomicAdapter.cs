using SpikeJit.Stochastic;

namespace SpikeJit.Holonomic;

/// <summary>
/// An adapter: a small dynamical system whose state is read out as stochastic bitstreams, and driven by them. Each is a pure step of its state (explicit
/// Euler; time in the reference's arbitrary unit), to be used under <see cref="Fn"/>'s Jit, Scan, VMap and Grad.
/// </summary>
/// <remarks>
/// The sixteen layers follow sc-neurocore's holonomic adapters. They are phenomenological models with these equations, not physics; their names are the
/// reference's. This type has them without their state's type, for lists and loops; <see cref="HolonomicAdapter{TParameters, TState}"/> has it.
/// Filters with fixed factors (0.9, 0.95) act once per step, whatever dt. No derivative flows through bits; densities as inputs have one.
/// </remarks>
public abstract class HolonomicAdapter
{
    private static readonly Func<HolonomicAdapter>[] Makers =
    [
        () => new L1QuantumAdapter(), () => new L2NeurochemicalAdapter(), () => new L3GenomicAdapter(), () => new L4CellularAdapter(),
        () => new L5OrganismalAdapter(), () => new L6PlanetaryAdapter(), () => new L7SymbolicAdapter(), () => new L8CosmicAdapter(),
        () => new L9MemoryAdapter(), () => new L10FirewallAdapter(), () => new L11NoosphericAdapter(), () => new L12GaianAdapter(),
        () => new L13SourceAdapter(), () => new L14TransdimensionalAdapter(), () => new L15ConsiliumAdapter(), () => new L16MetaAdapter(),
    ];

    private protected HolonomicAdapter()
    {
    }

    /// <summary>How many layers there are: 16.</summary>
    public static int Layers => Makers.Length;

    /// <summary>The layer, from 1 to 16.</summary>
    public abstract int Layer { get; }

    /// <summary>The reference's name, such as L1_Quantum.</summary>
    public abstract string Name { get; }

    /// <summary>How many streams its state is encoded as.</summary>
    public abstract int Streams { get; }

    /// <summary>The names of its metrics; the first is the main one.</summary>
    public abstract IReadOnlyList<string> MetricNames { get; }

    /// <summary>The adapter of a layer with default parameters.</summary>
    /// <param name="layer">From 1 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static HolonomicAdapter Create(int layer) => layer >= 1 && layer <= Layers
        ? Makers[layer - 1]()
        : throw new ArgumentOutOfRangeException(nameof(layer), layer, $"There is no layer {layer}; the adapters are layers 1 to {Layers}.");

    /// <summary>All adapters with default parameters, layer 1 first.</summary>
    public static IReadOnlyList<HolonomicAdapter> CreateAll() => [.. Makers.Select(make => make())];

    /// <summary>The adapter's parameters.</summary>
    public abstract HolonomicParameters GetParameters();

    /// <summary>The state before the first step: a tree of floats.</summary>
    /// <param name="key">The key of what is random in it (layers 4 and 13).</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public abstract object Initial(RandomKey key, DType dtype = DType.F32);

    /// <summary>The state after a step.</summary>
    /// <param name="state">A state of this adapter.</param>
    /// <param name="dt">The time step, a scalar above 0. One that is being traced is not checked.</param>
    /// <param name="inputs">Bits one an element <c>[rows, length]</c>, densities <c>[rows]</c> or <c>[]</c>, or null for no input.</param>
    /// <exception cref="ArgumentOutOfRangeException">dt is not positive, NaN or infinite.</exception>
    /// <exception cref="ShapeException">The inputs, dt or the state do not have a shape that the layer takes.</exception>
    /// <exception cref="ArgumentException">The state is another adapter's.</exception>
    public abstract object Step(object state, Tensor dt, Tensor? inputs = null);

    /// <inheritdoc cref="Step(object, Tensor, Tensor?)"/>
    /// <param name="state">A state of this adapter.</param>
    /// <param name="dt">The time step, a scalar above 0. One that is being traced is not checked.</param>
    /// <param name="inputs">Packed streams, <c>[rows]</c> of them.</param>
    public abstract object Step(object state, Tensor dt, BitTensor inputs);

    /// <summary>The probabilities of ones that the state is encoded with, <c>[streams]</c>.</summary>
    public abstract Tensor Probabilities(object state);

    /// <summary>The metrics of a state by name, scalars.</summary>
    public abstract Dictionary<string, Tensor> Metrics(object state);

    /// <summary>What streams of this layer stand for, by name; scalars.</summary>
    /// <param name="bits">Packed streams.</param>
    /// <param name="state">Where the reference reads an observable from the state instead of the bits, the state to read; null to use the bits.</param>
    public abstract Dictionary<string, Tensor> Decode(BitTensor bits, object? state = null);

    /// <summary>Encodes a state as independent random streams.</summary>
    /// <param name="state">A state of this adapter.</param>
    /// <param name="length">Length of each stream in bits.</param>
    /// <param name="key">The key of the bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public BitTensor Encode(object state, int length, RandomKey key) => BitTensor.Encode(Probabilities(state), length, key);

    /// <summary>Encodes a state with a source of a stochastic number generator. Not traced: the state must have values.</summary>
    /// <param name="state">A state of this adapter.</param>
    /// <param name="length">Length of each stream in bits.</param>
    /// <param name="source">LFSR, Sobol, Halton or Bernoulli.</param>
    /// <param name="dimension">Which of the source's sequences: streams that meet in one gate need different ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length or the dimension is outside its range.</exception>
    public BitTensor Encode(object state, int length, BitGenerator source, int dimension = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        return BitTensor.From(source.Encode(Probabilities(state).Clip(0.0, 1.0).As(DType.F64).ToArray<double>(), dimension, length));
    }
}
