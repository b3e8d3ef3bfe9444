using SpikeJit.Stochastic;

namespace SpikeJit.Holonomic;

/// <summary>What a step is given: nothing, packed streams, bits one an element <c>[rows, length]</c>, or densities <c>[rows]</c> or <c>[]</c>.</summary>
internal readonly struct AdapterInput
{
    private readonly string _layer;
    private readonly Tensor? _tensor;
    private readonly BitTensor? _bits;

    public AdapterInput(string layer, Tensor? tensor)
    {
        if (tensor is { Rank: > 2 }) throw Wrong(layer, tensor.Type);
        if (tensor is { Size: 0 }) throw new ShapeException($"{layer}: the inputs {tensor.Type} hold no bit.");
        (_layer, _tensor) = (layer, tensor);
    }

    public AdapterInput(string layer, BitTensor bits)
    {
        if (bits.Streams.Rank > 1) throw Wrong(layer, bits.Words.Type);
        if (bits.Words.Size == 0) throw new ShapeException($"{layer}: the inputs {bits.Words.Type} hold no stream.");
        (_layer, _bits) = (layer, bits);
    }

    public bool IsAbsent => _tensor is null && _bits is null;

    /// <summary>Density of ones of each row, <c>[rows]</c>; null without input.</summary>
    public Tensor? Densities(DType dtype)
    {
        Tensor? u = _bits is { } bits ? bits.Density(dtype) : _tensor?.As(dtype);
        if (u is { Rank: 2 }) u = u.Mean(1);
        return u is { Rank: 0 } ? u.ExpandDims(0) : u;
    }

    /// <summary>Densities of n rows: as they are if there are n, else their mean for all; 0 without input.</summary>
    public Tensor Rows(int n, DType dtype)
    {
        if (Densities(dtype) is not { } u) return Tensor.Zeros([n], dtype);
        return u.Size == n ? u : u.Mean().BroadcastTo([n]);
    }

    /// <summary>Bits as Bool, <c>[n, length]</c>, row i from input row i mod rows: what is above ½; null without input.</summary>
    public Tensor? Bits(int n, int length)
    {
        if (IsAbsent) return null;
        if (_bits is not { } packed) return Cycled(Checked(_tensor!, length), n) > 0.5;
        if (packed.Length != length) throw Needed(packed.Words.Type, length);
        Tensor words = packed.Words.Rank == 1 ? packed.Words.ExpandDims(0) : packed.Words;
        return new BitTensor(Cycled(words, n), length).ToBits(DType.Bool);
    }

    private Tensor Checked(Tensor bits, int length) => bits.Rank == 2 && bits.Shape[1] == length ? bits : throw Needed(bits.Type, length);

    private static Tensor Cycled(Tensor rows, int n)
    {
        int given = rows.Shape[0];
        if (given < n) rows = rows.Tile((n + given - 1) / given, 1);
        return rows.Shape[0] > n ? rows.SliceAxis(0, 0, n) : rows;
    }

    private ShapeException Needed(TensorType type, int length) =>
        new($"{_layer}: the inputs are {type}; it keeps the bits themselves, so it needs rows of {length} bits.");

    private static ShapeException Wrong(string layer, TensorType type) =>
        new($"{layer}: the inputs are {type}; give bits [rows, length], packed streams of one axis, or densities [rows].");
}
