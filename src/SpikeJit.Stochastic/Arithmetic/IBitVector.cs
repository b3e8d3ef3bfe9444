using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Stochastic;

/// <summary>What counting needs of a vector of bits, at one width.</summary>
internal interface IBitVector<T>
{
    /// <summary>64-bit words of a vector.</summary>
    static abstract int Words { get; }

    static abstract T Zero { get; }

    static abstract T Load(ref ulong from);

    static abstract T And(T a, T b);

    static abstract T Xor(T a, T b);

    /// <summary>Low bit of the sum of three bits, in each place.</summary>
    static abstract T Sum(T a, T b, T c);

    /// <summary>High bit of the sum of three bits, in each place.</summary>
    static abstract T Carry(T a, T b, T c);

    /// <summary>Number of ones in each byte.</summary>
    static abstract T PopCountBytes(T a);

    /// <summary>Bytes a + (b shifted left in each byte by <paramref name="shift"/>); no byte may exceed 255.</summary>
    static abstract T AddBytes(T a, T b, int shift);

    /// <summary>Sum of all bytes.</summary>
    static abstract long SumBytes(T a);
}

/// <summary>Number of ones in each value of four bits, a byte each, as constants that a vector unit looks up.</summary>
internal static class NibbleOnes
{
    public const ulong Low = 0x0302020102010100;
    public const ulong High = 0x0403030203020201;
}

internal readonly struct Bits512 : IBitVector<Vector512<ulong>>
{
    // Truth tables of a ^ b ^ c and of "at least two of a, b, c".
    private const byte Parity = 0x96;
    private const byte Majority = 0xE8;

    public static int Words => 8;

    public static Vector512<ulong> Zero => Vector512<ulong>.Zero;

    public static Vector512<ulong> Load(ref ulong from) => Vector512.LoadUnsafe(ref from);

    public static Vector512<ulong> And(Vector512<ulong> a, Vector512<ulong> b) => a & b;

    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

    public static Vector512<ulong> Sum(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, Parity);

    public static Vector512<ulong> Carry(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, Majority);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> PopCountBytes(Vector512<ulong> a)
    {
        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> table = Vector512.Create(
            NibbleOnes.Low, NibbleOnes.High, NibbleOnes.Low, NibbleOnes.High,
            NibbleOnes.Low, NibbleOnes.High, NibbleOnes.Low, NibbleOnes.High).AsByte();
        Vector512<byte> low = a.AsByte() & nibble, high = (a >>> 4).AsByte() & nibble;
        return (Avx512BW.Shuffle(table, low) + Avx512BW.Shuffle(table, high)).AsUInt64();
    }

    public static Vector512<ulong> AddBytes(Vector512<ulong> a, Vector512<ulong> b, int shift) => (a.AsByte() + (b << shift).AsByte()).AsUInt64();

    public static long SumBytes(Vector512<ulong> a) =>
        (long)Vector512.Sum(Avx512BW.SumAbsoluteDifferences(a.AsByte(), Vector512<byte>.Zero).AsUInt64());
}

internal readonly struct Bits256 : IBitVector<Vector256<ulong>>
{
    public static int Words => 4;

    public static Vector256<ulong> Zero => Vector256<ulong>.Zero;

    public static Vector256<ulong> Load(ref ulong from) => Vector256.LoadUnsafe(ref from);

    public static Vector256<ulong> And(Vector256<ulong> a, Vector256<ulong> b) => a & b;

    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

    public static Vector256<ulong> Sum(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => a ^ b ^ c;

    public static Vector256<ulong> Carry(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => (a & b) | ((a ^ b) & c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> PopCountBytes(Vector256<ulong> a)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> table = Vector256.Create(NibbleOnes.Low, NibbleOnes.High, NibbleOnes.Low, NibbleOnes.High).AsByte();
        Vector256<byte> low = a.AsByte() & nibble, high = (a >>> 4).AsByte() & nibble;
        return (Avx2.Shuffle(table, low) + Avx2.Shuffle(table, high)).AsUInt64();
    }

    public static Vector256<ulong> AddBytes(Vector256<ulong> a, Vector256<ulong> b, int shift) => (a.AsByte() + (b << shift).AsByte()).AsUInt64();

    public static long SumBytes(Vector256<ulong> a) =>
        (long)Vector256.Sum(Avx2.SumAbsoluteDifferences(a.AsByte(), Vector256<byte>.Zero).AsUInt64());
}

internal readonly struct BitsArm : IBitVector<Vector128<ulong>>
{
    public static int Words => 2;

    public static Vector128<ulong> Zero => Vector128<ulong>.Zero;

    public static Vector128<ulong> Load(ref ulong from) => Vector128.LoadUnsafe(ref from);

    public static Vector128<ulong> And(Vector128<ulong> a, Vector128<ulong> b) => a & b;

    public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b) => a ^ b;

    public static Vector128<ulong> Sum(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => a ^ b ^ c;

    public static Vector128<ulong> Carry(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => Vector128.ConditionalSelect(a ^ b, c, a);

    public static Vector128<ulong> PopCountBytes(Vector128<ulong> a) => AdvSimd.PopCount(a.AsByte()).AsUInt64();

    public static Vector128<ulong> AddBytes(Vector128<ulong> a, Vector128<ulong> b, int shift) => (a.AsByte() + (b << shift).AsByte()).AsUInt64();

    public static long SumBytes(Vector128<ulong> a) => AdvSimd.Arm64.AddAcrossWidening(a.AsByte()).ToScalar();
}
