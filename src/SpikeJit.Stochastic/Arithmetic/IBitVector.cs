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

    /// <summary>Full adder of three bits in each place: their sum's low bit, and its high bit in <paramref name="carry"/>.</summary>
    static abstract T Add(T a, T b, T c, out T carry);

    /// <summary>Number of ones in each byte.</summary>
    static abstract T PopCountBytes(T a);

    /// <summary>Bytes a + (b shifted left in each byte by <paramref name="shift"/>); no byte may exceed 255.</summary>
    static abstract T AddBytes(T a, T b, int shift);

    /// <summary>Sum of all bytes.</summary>
    static abstract long SumBytes(T a);
}

internal readonly struct Bits512 : IBitVector<Vector512<ulong>>
{
    public static int Words => 8;

    public static Vector512<ulong> Zero => Vector512<ulong>.Zero;

    public static Vector512<ulong> Load(ref ulong from) => Vector512.LoadUnsafe(ref from);

    public static Vector512<ulong> And(Vector512<ulong> a, Vector512<ulong> b) => a & b;

    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, out Vector512<ulong> carry)
    {
        const byte Majority = 0xE8, Parity = 0x96;
        carry = Avx512F.TernaryLogic(a, b, c, Majority);
        return Avx512F.TernaryLogic(a, b, c, Parity);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> PopCountBytes(Vector512<ulong> a)
    {
        Vector512<byte> nibble = Vector512.Create((byte)0x0F), table = Vector512.Create(Bits256.Table, Bits256.Table);
        Vector512<byte> low = a.AsByte() & nibble, high = (a >>> 4).AsByte() & nibble;
        return (Avx512BW.Shuffle(table, low) + Avx512BW.Shuffle(table, high)).AsUInt64();
    }

    public static Vector512<ulong> AddBytes(Vector512<ulong> a, Vector512<ulong> b, int shift) => (a.AsByte() + (b << shift).AsByte()).AsUInt64();

    public static long SumBytes(Vector512<ulong> a) =>
        (long)Vector512.Sum(Avx512BW.SumAbsoluteDifferences(a.AsByte(), Vector512<byte>.Zero).AsUInt64());
}

internal readonly struct Bits256 : IBitVector<Vector256<ulong>>
{
    public static Vector256<byte> Table => Vector256.Create(
        (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    public static int Words => 4;

    public static Vector256<ulong> Zero => Vector256<ulong>.Zero;

    public static Vector256<ulong> Load(ref ulong from) => Vector256.LoadUnsafe(ref from);

    public static Vector256<ulong> And(Vector256<ulong> a, Vector256<ulong> b) => a & b;

    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c, out Vector256<ulong> carry)
    {
        Vector256<ulong> half = a ^ b;
        carry = (a & b) | (half & c);
        return half ^ c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> PopCountBytes(Vector256<ulong> a)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> low = a.AsByte() & nibble, high = (a >>> 4).AsByte() & nibble;
        return (Avx2.Shuffle(Table, low) + Avx2.Shuffle(Table, high)).AsUInt64();
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Add(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c, out Vector128<ulong> carry)
    {
        Vector128<ulong> half = a ^ b;
        carry = Vector128.ConditionalSelect(half, c, a);
        return half ^ c;
    }

    public static Vector128<ulong> PopCountBytes(Vector128<ulong> a) => AdvSimd.PopCount(a.AsByte()).AsUInt64();

    public static Vector128<ulong> AddBytes(Vector128<ulong> a, Vector128<ulong> b, int shift) => (a.AsByte() + (b << shift).AsByte()).AsUInt64();

    public static long SumBytes(Vector128<ulong> a) => AdvSimd.Arm64.AddAcrossWidening(a.AsByte()).ToScalar();
}
