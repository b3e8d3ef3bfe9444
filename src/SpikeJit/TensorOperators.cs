using SpikeJit.Primitives;

namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>a + b, element by element; shapes broadcast as in NumPy, dtypes promote (<see cref="DTypes.Promote"/>); Bool adds as or.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => Combine(new Add(), a, b, boolean: new Or());

    /// <summary>a - b, element by element.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Both are Bool.</exception>
    public static Tensor operator -(Tensor a, Tensor b) => Combine(new Sub(), a, b);

    /// <summary>a · b, element by element; Bool multiplies as and.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator *(Tensor a, Tensor b) => Combine(new Mul(), a, b, boolean: new And());

    /// <summary>a / b, element by element; integers are converted to F32 first.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator /(Tensor a, Tensor b)
    {
        DType dtype = Floating(DTypes.Promote(a.DType, b.DType));
        return Combine(new Div(), a.As(dtype), b.As(dtype));
    }

    /// <summary>The remainder with the sign of the divisor (Python's and NumPy's rule): a - floor(a/b)·b; an integer by 0 stays as it is.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator %(Tensor a, Tensor b)
    {
        (a, b) = Matched(a, b);
        Tensor rem = Combine(new Rem(), a, b), zero = ZerosLike(rem);
        Tensor other = a.DType.IsSigned() ? rem.Less(zero) ^ b.BroadcastTo(rem.Shape).Less(zero) : Full(rem.Shape, false);
        return Select(rem.NotEqual(zero) & other, rem + b, rem);
    }

    /// <summary>-x. Unsigned integers wrap.</summary>
    /// <exception cref="DTypeException">The tensor is Bool.</exception>
    public static Tensor operator -(Tensor x) => x.DType == DType.Bool
        ? throw new DTypeException("-x: a Bool tensor has no negative. Use ~x for its logical not.")
        : Bind1(new Neg(), x);

    /// <summary>The bits inverted; the logical not of a Bool.</summary>
    public static Tensor operator ~(Tensor x) => Bind1(new Not(), x);

    /// <summary>The bits in both; logical and.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => Combine(new And(), a, b, boolean: new And());

    /// <summary>The bits in either; logical or.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => Combine(new Or(), a, b, boolean: new Or());

    /// <summary>The bits in exactly one; logical exclusive or.</summary>
    public static Tensor operator ^(Tensor a, Tensor b) => Combine(new Xor(), a, b, boolean: new Xor());

    /// <summary>a·2ᵇ for integers.</summary>
    public static Tensor operator <<(Tensor a, int bits) => Combine(new ShiftLeft(), a, a.Number(bits));

    /// <summary>Shifted right; the sign is kept for signed integers.</summary>
    public static Tensor operator >>(Tensor a, int bits) =>
        a.DType.IsSigned() ? Combine(new ShiftRightArithmetic(), a, a.Number(bits)) : Combine(new ShiftRightLogical(), a, a.Number(bits));

    /// <summary>Shifted right with zeros shifted in.</summary>
    public static Tensor operator >>>(Tensor a, int bits) => Combine(new ShiftRightLogical(), a, a.Number(bits));

    /// <summary>a·2ᵇ for integers; 0 where b is the width or more.</summary>
    public static Tensor operator <<(Tensor a, Tensor bits) => Combine(new ShiftLeft(), a, bits);

    /// <summary>Shifted right; the sign is kept for signed integers.</summary>
    public static Tensor operator >>(Tensor a, Tensor bits) => DTypes.Promote(a.DType, bits.DType).IsSigned()
        ? Combine(new ShiftRightArithmetic(), a, bits)
        : Combine(new ShiftRightLogical(), a, bits);

    /// <summary>Shifted right with zeros shifted in.</summary>
    public static Tensor operator >>>(Tensor a, Tensor bits) => Combine(new ShiftRightLogical(), a, bits);

    /// <summary>a &lt; b, a Bool tensor.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => a.Less(b);

    /// <summary>a &gt; b, a Bool tensor.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => a.Greater(b);

    /// <summary>a ≤ b, a Bool tensor.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => a.LessOrEqual(b);

    /// <summary>a ≥ b, a Bool tensor.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => a.GreaterOrEqual(b);

    /// <summary>Whether elements are equal, a Bool tensor. (There is no <c>==</c>: a traced value has no truth value.)</summary>
    public Tensor Equal(Tensor other) => Combine(new Equal(), this, other, boolean: new Equal());

    /// <summary>Whether elements differ, a Bool tensor.</summary>
    public Tensor NotEqual(Tensor other) => Combine(new NotEqual(), this, other, boolean: new NotEqual());

    /// <summary>this &lt; other, a Bool tensor; false orders below true.</summary>
    public Tensor Less(Tensor other) => Combine(new Less(), this, other, boolean: new Less());

    /// <summary>this ≤ other, a Bool tensor.</summary>
    public Tensor LessOrEqual(Tensor other) => Combine(new LessEqual(), this, other, boolean: new LessEqual());

    /// <summary>this &gt; other, a Bool tensor.</summary>
    public Tensor Greater(Tensor other) => other.Less(this);

    /// <summary>this ≥ other, a Bool tensor.</summary>
    public Tensor GreaterOrEqual(Tensor other) => other.LessOrEqual(this);

    /// <summary>The larger of two, NaN if either is; at a tie the derivative is shared.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => Combine(new Max(), a, b, boolean: new Or());

    /// <summary>The smaller of two, NaN if either is; at a tie the derivative is shared.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => Combine(new Min(), a, b, boolean: new And());

    /// <summary>a where the condition holds (for a number: is not zero), else b.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Select(Tensor condition, Tensor a, Tensor b)
    {
        (a, b) = Matched(a, b);
        Shape shape = BroadcastShapes("select", BroadcastShapes("select", condition.Shape, a.Shape), b.Shape);
        return Bind1(new Select(), condition.As(DType.Bool).BroadcastTo(shape), a.BroadcastTo(shape), b.BroadcastTo(shape));
    }

    /// <summary>thisᵉ with a real exponent; integers with an integer exponent multiply out. A negative base needs an integer exponent, else NaN.</summary>
    public Tensor Pow(Tensor exponent)
    {
        DType dtype = DTypes.Promote(DType, exponent.DType);
        return Combine(new Pow(), As(dtype == DType.Bool ? DType.I32 : dtype), exponent);
    }

    /// <summary>this multiplied with itself; for a negative exponent one over that.</summary>
    public Tensor Pow(int exponent) => exponent < 0 && !DType.IsFloat()
        ? throw new DTypeException($"Pow: {Type} to the power {exponent} is no integer. Convert it with As(DType.F32).")
        : Bind1(new IntegerPower(exponent), Numeric());

    /// <summary>floor(a / b), which is constant for differentiation. By 0, an integer gives -1 (all bits), a float an infinity or NaN. Bools are counted as I32.</summary>
    public static Tensor FloorDivide(Tensor a, Tensor b)
    {
        (a, b) = Matched(Fn.StopGradient(a), Fn.StopGradient(b));
        if (a.DType == DType.Bool) (a, b) = (a.Numeric(), b.Numeric());
        Tensor truncated = TruncateDivide(a, b);
        if (!a.DType.IsSigned()) return truncated;
        Tensor rem = Combine(new Rem(), a, b), zero = ZerosLike(rem), divisor = b.BroadcastTo(rem.Shape);
        Tensor above = rem.NotEqual(zero) & (rem.Less(zero) ^ divisor.Less(zero));
        return Select(a.DType.IsFloat() ? above & divisor.NotEqual(zero) : above, truncated - 1, truncated);
    }

    /// <summary>a / b without its fraction (C's division), which is constant for differentiation. By 0, an integer gives -1 (all bits), a float an infinity or NaN.</summary>
    public static Tensor TruncateDivide(Tensor a, Tensor b)
    {
        (a, b) = Matched(Fn.StopGradient(a), Fn.StopGradient(b));
        if (!a.DType.IsFloat()) return Combine(new Div(), a, b);
        // Exact even where a / b rounds up to an integer.
        return Select(b.Equal(0), a / b, ((a - Combine(new Rem(), a, b)) / b).Round());
    }

    /// <summary>The remainder with the sign of the dividend (C's rule): a - trunc(a/b)·b.</summary>
    public static Tensor Remainder(Tensor a, Tensor b) => Combine(new Rem(), a, b);

    /// <summary>a·b + c, rounded once. All three are floats.</summary>
    public static Tensor FusedMultiplyAdd(Tensor a, Tensor b, Tensor c)
    {
        if (!a.DType.IsFloat()) throw new DTypeException($"FusedMultiplyAdd: {a.Type} is no floating-point tensor. Convert it with As(DType.F32).");
        (a, b) = Broadcasted("fusedMultiplyAdd", a, b);
        (a, c) = Broadcasted("fusedMultiplyAdd", a, c);
        return Bind1(new FusedMultiplyAdd(), a, b.BroadcastTo(a.Shape), c);
    }

    /// <summary>The angle of the point (x, y) in radians, -π … π.</summary>
    public static Tensor Atan2(Tensor y, Tensor x) => CombineFloats(new Atan2(), y, x);

    /// <summary>The float next to a in the direction of b.</summary>
    public static Tensor NextAfter(Tensor a, Tensor b) => CombineFloats(new NextAfter(), a, b);

    /// <summary>The larger scalar kind both operands fit: floats as they are, integers as F32.</summary>
    private static Tensor CombineFloats(Primitive primitive, Tensor a, Tensor b)
    {
        DType dtype = Floating(DTypes.Promote(a.DType, b.DType));
        return Combine(primitive, a.As(dtype), b.As(dtype));
    }

    private static DType Floating(DType dtype) => dtype.IsFloat() ? dtype : DType.F32;

    /// <summary>A number as a scalar of this tensor's dtype.</summary>
    private Tensor Number(double value) => new(new Fill(new TensorType(DType, Shape.Scalar), Numbers.Bits(value, DType)));

    private static (Tensor A, Tensor B) Matched(Tensor a, Tensor b)
    {
        DType dtype = DTypes.Promote(a.DType, b.DType);
        return (a.As(dtype), b.As(dtype));
    }

    private static Tensor Combine(Primitive primitive, Tensor a, Tensor b, Primitive? boolean = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        (a, b) = Matched(a, b);
        if (a.DType == DType.Bool)
            primitive = boolean ?? throw new DTypeException($"{primitive.Name}: not defined for Bool tensors. Convert them with As(DType.I32) or use &, |, ^.");
        (a, b) = Broadcasted(primitive.Name, a, b);
        return Bind1(primitive, a, b);
    }

    private static (Tensor A, Tensor B) Broadcasted(string name, Tensor a, Tensor b)
    {
        if (a.Shape == b.Shape) return (a, b);
        Shape shape = BroadcastShapes(name, a.Shape, b.Shape);
        return (a.BroadcastTo(shape), b.BroadcastTo(shape));
    }

    /// <summary>The shape two shapes broadcast to: aligned at the last axis, an extent of 1 stretches.</summary>
    private static Shape BroadcastShapes(string name, Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var dims = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int da = i <= a.Rank ? a[a.Rank - i] : 1, db = i <= b.Rank ? b[b.Rank - i] : 1;
            if (da != db && da != 1 && db != 1)
                throw new ShapeException($"{name}: the shapes do not broadcast: {a} and {b} (axis {-i} is {da} and {db}). Reshape one operand, or insert axes of extent 1.");
            dims[rank - i] = da == 1 ? db : da;
        }
        return dims;
    }
}
