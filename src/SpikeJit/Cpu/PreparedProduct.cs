namespace SpikeJit.Cpu;

/// <summary>A product of which all is decided that does not depend on the operands' values.</summary>
internal readonly unsafe struct PreparedProduct
{
    // A part takes at least about 10 µs of one thread: multiply-adds of floats and of integers, and vector operations of a sparse product.
    private const double FloatsOfPart = 500_000, IntegersOfPart = 15_000, SelectionsOfPart = 30_000;

    // How many of a sparse operand's elements select, where none was counted.
    private const double TypicalDensity = 0.1;

    private readonly ProductSpec _spec, _oriented;
    private readonly bool _swapped, _sampled;
    private readonly int _vectorBits;
    private readonly double _parts;

    /// <exception cref="DTypeException">The element type is Bool, or truth values select integers.</exception>
    /// <exception cref="ShapeException">An extent is negative, or elements of C share a place.</exception>
    internal PreparedProduct(in ProductSpec spec, int vectorBits, bool dense = false)
    {
        spec.Validate();
        _spec = spec.Canonical();
        _vectorBits = vectorBits;
        _sampled = !dense && SparseSide.MayPay(_spec);
        _swapped = _spec.Bools == ProductSide.Right ||
            (_spec.Bools == ProductSide.None && _spec.DType.IsFloat() && Cost(_spec.Swapped) < Cost(_spec));
        _oriented = _swapped ? _spec.Swapped : _spec;
        _parts = _spec.Bools != ProductSide.None ? SparseParts(_oriented) : _spec.MultiplyAdds / (_spec.DType.IsFloat() ? FloatsOfPart : IntegersOfPart);
    }

    private int Lanes => _vectorBits / 8 / _spec.DType.Size();

    /// <summary>Computes the product. <paramref name="c"/> must not overlap <paramref name="a"/> or <paramref name="b"/>.</summary>
    internal void Run(void* a, void* b, void* c)
    {
        if (_spec.Batch == 0 || _spec.M == 0 || _spec.N == 0) return;
        ProductSide sparse = _sampled ? SparseSide.Of(_spec, a, b, Lanes) : ProductSide.None;
        if (sparse != ProductSide.None)
        {
            ProductSpec s = sparse == ProductSide.Right ? _spec.Swapped : _spec;
            Run(s, MatrixProductBlocked.LeftKind.SparseNumbers, sparse == ProductSide.Right, a, b, c, SparseParts(s));
            return;
        }
        Run(_oriented, _spec.Bools == ProductSide.None ? MatrixProductBlocked.LeftKind.Numbers : MatrixProductBlocked.LeftKind.Bools, _swapped, a, b, c, _parts);
    }

    private void Run(in ProductSpec s, MatrixProductBlocked.LeftKind left, bool swapped, void* a, void* b, void* c, double parts) =>
        MatrixProduct.Run(s, left, swapped ? b : a, swapped ? a : b, c, _vectorBits, parts);

    private double SparseParts(in ProductSpec s) =>
        (double)s.Batch * s.M * s.K * (1 + TypicalDensity * ((s.N + Lanes - 1) / Lanes)) / SelectionsOfPart;

    /// <summary>Rough cost of a product as it stands, vector operations, packing of B, scattering of C.</summary>
    private double Cost(in ProductSpec s)
    {
        double cost = (double)s.M * s.K * ((s.N + Lanes - 1) / Lanes);
        if (s.B.Column != 1) cost += (double)s.K * s.N * 0.5;
        if (s.C.Column != 1) cost += (double)s.M * s.N;
        return cost;
    }
}
