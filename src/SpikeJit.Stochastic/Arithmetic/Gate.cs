namespace SpikeJit.Stochastic;

/// <summary>A gate between two packed operands, fixed at compile time so that counting loops contain it.</summary>
internal interface IGate
{
    static abstract ulong Apply(ulong a, ulong b);

    static abstract T Apply<T, TBits>(T a, T b) where TBits : struct, IBitVector<T>;
}

internal readonly struct AndGate : IGate
{
    public static ulong Apply(ulong a, ulong b) => a & b;

    public static T Apply<T, TBits>(T a, T b) where TBits : struct, IBitVector<T> => TBits.And(a, b);
}

internal readonly struct XorGate : IGate
{
    public static ulong Apply(ulong a, ulong b) => a ^ b;

    public static T Apply<T, TBits>(T a, T b) where TBits : struct, IBitVector<T> => TBits.Xor(a, b);
}
