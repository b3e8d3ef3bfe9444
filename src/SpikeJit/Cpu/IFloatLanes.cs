namespace SpikeJit.Cpu;

/// <summary>
/// A pack of <typeparamref name="TFloat"/> numbers and the exact (correctly rounded) operations on them, so that a formula written over it gives each
/// lane the same bits at every width. A comparison gives a mask: all bits set where it holds.
/// </summary>
internal interface IFloatLanes<T, TFloat, TInt>
    where T : struct, IFloatLanes<T, TFloat, TInt>
{
    /// <summary>The same bit pattern in every lane.</summary>
    static abstract T Bits(TInt pattern);

    static abstract T operator +(T a, T b);
    static abstract T operator -(T a, T b);
    static abstract T operator *(T a, T b);
    static abstract T operator /(T a, T b);
    static abstract T operator &(T a, T b);
    static abstract T operator |(T a, T b);
    static abstract T operator ^(T a, T b);
    static abstract T operator <(T a, T b);
    static abstract T operator >(T a, T b);
    static abstract T operator <=(T a, T b);
    static abstract T operator >=(T a, T b);

    /// <summary>Where a and b compare equal as numbers.</summary>
    static abstract T Same(T a, T b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);
    static abstract T Sqrt(T a);
    static abstract T Abs(T a);

    /// <summary>a where the mask is set, else b.</summary>
    static abstract T Select(T mask, T a, T b);

    /// <summary>x limited to [low, high]; NaN stays.</summary>
    static abstract T Clamp(T x, TFloat low, TFloat high);

    /// <summary>x·2^n with one rounding, for n up to twice the exponent range either way; n holds whole numbers.</summary>
    static abstract T Scale(T x, T n);

    /// <summary>The bits as integers, added with wrapping.</summary>
    static abstract T AddBits(T a, T b);

    /// <summary>The bits as integers, subtracted with wrapping.</summary>
    static abstract T SubtractBits(T a, T b);

    /// <summary>The bits moved left.</summary>
    static abstract T ShiftLeft(T a, int count);

    /// <summary>The bits moved right, with copies of the sign bit.</summary>
    static abstract T ShiftRight(T a, int count);

    /// <summary>The bits, read as an integer, as a number; exact for what an exponent can be.</summary>
    static abstract T BitsToNumber(T a);

    /// <summary>Towards zero to an integer.</summary>
    static abstract T Truncate(T a);

    /// <summary>Whether the mask is set in any lane.</summary>
    static abstract bool Any(T mask);

    static abstract int Count { get; }

    static abstract TFloat Get(T a, int lane);

    static abstract T With(T a, int lane, TFloat value);
}

/// <summary>Lanes of single precision.</summary>
internal interface IFloat32Lanes<T> : IFloatLanes<T, float, int>
    where T : struct, IFloat32Lanes<T>
{
    /// <summary>The same number in every lane.</summary>
    static abstract implicit operator T(float value);

    /// <summary>The formula in double precision, rounded to single.</summary>
    static abstract T InDouble<TFormula>(T a)
        where TFormula : IFloat64Formula;

    /// <summary>The formula in double precision, rounded to single.</summary>
    static abstract T InDouble<TFormula>(T a, T b)
        where TFormula : IFloat64BinaryFormula;
}

/// <summary>Lanes of double precision.</summary>
internal interface IFloat64Lanes<T> : IFloatLanes<T, double, long>
    where T : struct, IFloat64Lanes<T>
{
    /// <summary>The same number in every lane.</summary>
    static abstract implicit operator T(double value);
}

/// <summary>A function of one number, written for any pack of doubles.</summary>
internal interface IFloat64Formula
{
    static abstract T Apply<T>(T x)
        where T : struct, IFloat64Lanes<T>;
}

/// <summary>A function of two numbers, written for any pack of doubles.</summary>
internal interface IFloat64BinaryFormula
{
    static abstract T Apply<T>(T x, T y)
        where T : struct, IFloat64Lanes<T>;
}
