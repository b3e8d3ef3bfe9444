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

    /// <summary>Bits one an element, <c>[rows, length]</c>; null without input.</summary>
    public Tensor? Bits(int length, DType dtype)
    {
        if (IsAbsent) return null;
        Tensor bits = _bits is { } packed ? packed.ToBits(dtype) : _tensor!.As(dtype);
        if (_bits is not null && bits.Rank == 1) bits = bits.ExpandDims(0);
        if (bits.Rank != 2 || bits.Shape[1] != length)
            throw new ShapeException($"{_layer}: the inputs are {bits.Type}; it keeps the bits themselves, so it needs [rows, {length}].");
        return bits;
    }

    private static ShapeException Wrong(string layer, TensorType type) =>
        new($"{layer}: the inputs are {type}; give bits [rows, length], packed streams of one axis, or densities [rows].");
}
