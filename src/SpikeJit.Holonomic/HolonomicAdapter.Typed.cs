using SpikeJit.Stochastic;

namespace SpikeJit.Holonomic;

/// <summary>An adapter with its types: see <see cref="HolonomicAdapter"/>.</summary>
/// <typeparam name="TParameters">Its parameters, a tree.</typeparam>
/// <typeparam name="TState">Its state, a tree of floats.</typeparam>
public abstract class HolonomicAdapter<TParameters, TState> : HolonomicAdapter
    where TParameters : HolonomicParameters
    where TState : class
{
    private protected HolonomicAdapter(TParameters parameters)
    {
        parameters.Validate();
        Parameters = parameters;
    }

    /// <summary>The adapter's parameters.</summary>
    public TParameters Parameters { get; }

    /// <inheritdoc/>
    public sealed override HolonomicParameters GetParameters() => Parameters;

    /// <inheritdoc/>
    public sealed override TState Initial(RandomKey key, DType dtype = DType.F32) => dtype.IsFloat()
        ? Start(key, dtype)
        : throw new DTypeException($"{Name}: a state of {dtype} is not possible. Use F32 or F64.");

    /// <inheritdoc cref="HolonomicAdapter.Step(object, Tensor, Tensor?)"/>
    public TState Step(TState state, Tensor dt, Tensor? inputs = null) => Advance(state ?? throw new ArgumentNullException(nameof(state)), dt, new AdapterInput(Name, inputs));

    /// <inheritdoc cref="HolonomicAdapter.Step(object, Tensor, BitTensor)"/>
    public TState Step(TState state, Tensor dt, BitTensor inputs) => Advance(state ?? throw new ArgumentNullException(nameof(state)), dt, new AdapterInput(Name, inputs));

    /// <inheritdoc/>
    public sealed override object Step(object state, Tensor dt, Tensor? inputs = null) => Step(Own(state), dt, inputs);

    /// <inheritdoc/>
    public sealed override object Step(object state, Tensor dt, BitTensor inputs) => Step(Own(state), dt, inputs);

    /// <inheritdoc cref="HolonomicAdapter.Probabilities(object)"/>
    public abstract Tensor Probabilities(TState state);

    /// <inheritdoc/>
    public sealed override Tensor Probabilities(object state) => Probabilities(Own(state));

    /// <inheritdoc cref="HolonomicAdapter.Metrics(object)"/>
    public abstract Dictionary<string, Tensor> Metrics(TState state);

    /// <inheritdoc/>
    public sealed override Dictionary<string, Tensor> Metrics(object state) => Metrics(Own(state));

    /// <inheritdoc cref="HolonomicAdapter.Decode(BitTensor, object?)"/>
    public Dictionary<string, Tensor> Decode(BitTensor bits, TState? state = null) => Decoded(bits.Density(state is null ? DType.F32 : TypeOf(state)), state);

    /// <summary>What streams of this layer stand for, by name; scalars.</summary>
    /// <param name="bits">Bits one an element, <c>[rows, length]</c> or <c>[length]</c>.</param>
    /// <param name="state">Where the reference reads an observable from the state instead of the bits, the state to read; null to use the bits.</param>
    /// <exception cref="ShapeException">There is no bit, or there are too few rows or too many axes.</exception>
    public Dictionary<string, Tensor> Decode(Tensor bits, TState? state = null)
    {
        ArgumentNullException.ThrowIfNull(bits);
        if (bits.Rank is 0 or > 2 || bits.Size == 0)
            throw new ShapeException($"{Name}.Decode: the bits are {bits.Type}; give [rows, length] or [length].");
        DType dtype = state is not null ? TypeOf(state) : bits.DType.IsFloat() ? bits.DType : DType.F32;
        return Decoded(bits.As(dtype).Mean(-1), state);
    }

    /// <inheritdoc/>
    public sealed override Dictionary<string, Tensor> Decode(BitTensor bits, object? state = null) => Decode(bits, state is null ? null : Own(state));

    private protected abstract TState Start(RandomKey key, DType dtype);

    private protected abstract TState Advance(TState state, Tensor dt, AdapterInput input);

    /// <summary>Observables from the densities of rows and, where it is given, the state.</summary>
    private protected abstract Dictionary<string, Tensor> Observe(Tensor rows, TState? state);

    private Dictionary<string, Tensor> Decoded(Tensor densities, TState? state)
    {
        if (densities.Rank > 1) throw new ShapeException($"{Name}.Decode: streams of {densities.Rank} axes {densities.Shape}; give one axis of streams, or map with Fn.VMap.");
        if (densities.Size == 0) throw new ShapeException($"{Name}.Decode: there is no stream to decode.");
        return Observe(densities.Rank == 0 ? densities.ExpandDims(0) : densities, state);
    }

    /// <summary>The dtype of a state, whose leaves of one shape these are.</summary>
    private protected DType TypeOf(Shape shape, params ReadOnlySpan<Tensor> leaves)
    {
        foreach (Tensor leaf in leaves) Require(leaf, leaves[0]?.DType ?? DType.F32, shape);
        return leaves[0].DType;
    }

    /// <summary>Throws unless a leaf of the state has this type.</summary>
    private protected void Require(Tensor leaf, DType dtype, Shape shape)
    {
        if (leaf is null) throw new ArgumentException($"{Name}: a field of the state is null. Make states with Initial.");
        if (leaf.Shape != shape || leaf.DType != dtype || !dtype.IsFloat())
            throw new ShapeException($"{Name}: the state holds {leaf.Type} where F32 or F64 {shape} belongs, as in its other fields. Make states with Initial, of the same parameters.");
    }

    private static DType TypeOf(TState state) => Tree.Leaves(state)[0].DType;

    private TState Own(object state) => state as TState
        ?? throw new ArgumentException($"{Name}: the state is a {state?.GetType().Name ?? "null"}; this layer's is {typeof(TState).Name}.", nameof(state));
}
