namespace SpikeJit.Compilation.Scheduling;

/// <summary>
/// An index as <c>Constant + Σ Coefficients[v]·variable[v]</c>; the variables are the lanes of a kernel, then its enclosing loops, outermost first.
/// Value equality; trailing zeros are left out.
/// </summary>
internal sealed class Affine : IEquatable<Affine>
{
    private readonly long[] _coefficients;

    public Affine(long constant, params long[] coefficients)
    {
        Constant = constant;
        int n = coefficients.Length;
        while (n > 0 && coefficients[n - 1] == 0) n--;
        _coefficients = n == coefficients.Length ? coefficients : coefficients[..n];
    }

    public long Constant { get; }

    /// <summary>The number of variables up to the last one that matters.</summary>
    public int Variables => _coefficients.Length;

    public long this[int variable] => variable < _coefficients.Length ? _coefficients[variable] : 0;

    public static Affine Variable(int variable)
    {
        var coefficients = new long[variable + 1];
        coefficients[variable] = 1;
        return new Affine(0, coefficients);
    }

    public static Affine operator +(Affine a, Affine b)
    {
        var sum = new long[Math.Max(a.Variables, b.Variables)];
        for (int v = 0; v < sum.Length; v++) sum[v] = a[v] + b[v];
        return new Affine(a.Constant + b.Constant, sum);
    }

    public static Affine operator *(long factor, Affine a) => new(factor * a.Constant, Array.ConvertAll(a._coefficients, c => factor * c));

    public static Affine operator +(Affine a, long constant) => new(a.Constant + constant, a._coefficients);

    public bool Equals(Affine? other) => other is not null && Constant == other.Constant && _coefficients.AsSpan().SequenceEqual(other._coefficients);

    public override bool Equals(object? obj) => Equals(obj as Affine);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Constant);
        foreach (long c in _coefficients) hash.Add(c);
        return hash.ToHashCode();
    }
}

/// <summary>The index of an element along every axis of a value.</summary>
internal readonly struct IndexMap(Affine[] axes) : IEquatable<IndexMap>
{
    public Affine[] Axes { get; } = axes;

    /// <summary>Axis a is variable a.</summary>
    public static IndexMap Identity(int rank) => new([.. Enumerable.Range(0, rank).Select(Affine.Variable)]);

    /// <summary>The number of variables up to the last one that matters.</summary>
    public int Variables => Axes.Length == 0 ? 0 : Axes.Max(a => a.Variables);

    /// <summary>The place in a row-major array.</summary>
    public Affine Flat(Shape shape)
    {
        long[] strides = shape.Strides();
        var flat = new Affine(0);
        for (int a = 0; a < Axes.Length; a++) flat += strides[a] * Axes[a];
        return flat;
    }

    /// <summary>The index into the operand of a view.</summary>
    public IndexMap Through(Primitives.AxisMap[] map)
    {
        Affine[] axes = Axes;
        return new IndexMap([.. map.Select(m => m.Result < 0 ? new Affine(m.Start) : m.Step * axes[m.Result] + m.Start)]);
    }

    /// <summary>
    /// The index into an array of the same order under another shape: axes must match, or split one of the operand's axes; null where axes are joined,
    /// which no affine index expresses.
    /// </summary>
    public IndexMap? Through(Shape result, Shape operand)
    {
        var axes = new Affine[operand.Rank];
        int r = 0;
        for (int o = 0; o < operand.Rank; o++)
        {
            var index = new Affine(0);
            int extent = 1;
            while (r < result.Rank && (extent < operand[o] || result[r] == 1))
            {
                if (extent * (long)result[r] > operand[o]) return null;
                index = (long)result[r] * index + Axes[r];
                extent *= result[r++];
            }
            if (extent != operand[o]) return null;
            axes[o] = index;
        }
        return new IndexMap(axes);
    }

    public bool Equals(IndexMap other) => Axes.AsSpan().SequenceEqual(other.Axes);

    public override bool Equals(object? obj) => obj is IndexMap other && Equals(other);

    public override int GetHashCode() => Axes.Aggregate(Axes.Length, HashCode.Combine);
}
