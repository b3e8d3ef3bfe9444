using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit;

/// <summary>
/// The counter-based generator Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit counters (Salmon et al., "Parallel random numbers:
/// as easy as 1, 2, 3", SC11). The same key and counter give the same bits on every machine, at any vector width, in any order.
/// </summary>
public static class Threefry
{
    private const uint Parity = 0x1BD11BDA;

    /// <summary>One block: the two output words of key (<paramref name="k0"/>, <paramref name="k1"/>) at counter (<paramref name="c0"/>,
    /// <paramref name="c1"/>).</summary>
    public static (uint, uint) Block(uint k0, uint k1, uint c0, uint c1) => Rounds<uint, Scalar>(k0, k1, c0, c1);

    /// <summary>
    /// Random words <c>bits(key)[i]</c> for <c>i = firstIndex, firstIndex + 1, …</c>: the two halves of the block at counter (high word of i,
    /// low word of i), combined by exclusive or, which is JAX's partitionable layout. Any part of a sequence can be filled alone.
    /// </summary>
    /// <param name="k0">High word of the key.</param>
    /// <param name="k1">Low word of the key.</param>
    /// <param name="firstIndex">Index of the first word in the sequence; indices wrap at 2^64.</param>
    /// <param name="destination">Receives the words.</param>
    public static void Bits(uint k0, uint k1, ulong firstIndex, Span<uint> destination)
    {
        while (!destination.IsEmpty)
        {
            // The high counter word is one value for a whole run; a run ends where the low word wraps.
            uint low = (uint)firstIndex;
            int run = (int)Math.Min((ulong)destination.Length, (1UL << 32) - low);
            FillRun(k0, k1, (uint)(firstIndex >> 32), low, destination[..run]);
            destination = destination[run..];
            firstIndex += (ulong)run;
        }
    }

    private static void FillRun(uint k0, uint k1, uint high, uint low, Span<uint> destination)
    {
        int done =
            Avx512F.IsSupported ? FillVectors<Vector512<uint>, Lanes512>(k0, k1, high, low, destination) :
            Avx2.IsSupported ? FillVectors<Vector256<uint>, Lanes256>(k0, k1, high, low, destination) :
            Vector128.IsHardwareAccelerated ? FillVectors<Vector128<uint>, Lanes128>(k0, k1, high, low, destination) : 0;
        for (; done < destination.Length; done++)
        {
            (uint x, uint y) = Block(k0, k1, high, low + (uint)done);
            destination[done] = x ^ y;
        }
    }

    private static int FillVectors<TVector, TLanes>(uint k0, uint k1, uint high, uint low, Span<uint> destination)
        where TLanes : struct, ILanes<TVector>
    {
        ref uint start = ref MemoryMarshal.GetReference(destination);
        TVector key0 = TLanes.Broadcast(k0), key1 = TLanes.Broadcast(k1), c0 = TLanes.Broadcast(high), ramp = TLanes.Ramp;
        int i = 0;
        for (; i <= destination.Length - TLanes.Count; i += TLanes.Count)
        {
            (TVector x, TVector y) = Rounds<TVector, TLanes>(key0, key1, c0, TLanes.Add(TLanes.Broadcast(low + (uint)i), ramp));
            TLanes.Store(TLanes.Xor(x, y), ref Unsafe.Add(ref start, i));
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T, T) Rounds<T, TLanes>(T k0, T k1, T c0, T c1) where TLanes : struct, ILanes<T>
    {
        T k2 = TLanes.Xor(TLanes.Xor(k0, k1), TLanes.Broadcast(Parity));
        T x = TLanes.Add(c0, k0), y = TLanes.Add(c1, k1);
        OddGroup<T, TLanes>(ref x, ref y);
        Inject<T, TLanes>(ref x, ref y, k1, k2, 1);
        EvenGroup<T, TLanes>(ref x, ref y);
        Inject<T, TLanes>(ref x, ref y, k2, k0, 2);
        OddGroup<T, TLanes>(ref x, ref y);
        Inject<T, TLanes>(ref x, ref y, k0, k1, 3);
        EvenGroup<T, TLanes>(ref x, ref y);
        Inject<T, TLanes>(ref x, ref y, k1, k2, 4);
        OddGroup<T, TLanes>(ref x, ref y);
        Inject<T, TLanes>(ref x, ref y, k2, k0, 5);
        return (x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OddGroup<T, TLanes>(ref T x, ref T y) where TLanes : struct, ILanes<T>
    {
        Round<T, TLanes>(ref x, ref y, 13);
        Round<T, TLanes>(ref x, ref y, 15);
        Round<T, TLanes>(ref x, ref y, 26);
        Round<T, TLanes>(ref x, ref y, 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvenGroup<T, TLanes>(ref T x, ref T y) where TLanes : struct, ILanes<T>
    {
        Round<T, TLanes>(ref x, ref y, 17);
        Round<T, TLanes>(ref x, ref y, 29);
        Round<T, TLanes>(ref x, ref y, 16);
        Round<T, TLanes>(ref x, ref y, 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<T, TLanes>(ref T x, ref T y, [ConstantExpected] byte rotation) where TLanes : struct, ILanes<T>
    {
        x = TLanes.Add(x, y);
        y = TLanes.Xor(TLanes.RotateLeft(y, rotation), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inject<T, TLanes>(ref T x, ref T y, T keyX, T keyY, uint group) where TLanes : struct, ILanes<T>
    {
        x = TLanes.Add(x, keyX);
        y = TLanes.Add(y, TLanes.Add(keyY, TLanes.Broadcast(group)));
    }

    /// <summary>The few operations a block needs, on one counter or on a vector of counters.</summary>
    private interface ILanes<T>
    {
        static abstract int Count { get; }
        static abstract T Ramp { get; }
        static abstract T Broadcast(uint value);
        static abstract T Add(T a, T b);
        static abstract T Xor(T a, T b);
        static abstract T RotateLeft(T a, [ConstantExpected] byte by);
        static abstract void Store(T a, ref uint to);
    }

    private readonly struct Scalar : ILanes<uint>
    {
        public static int Count => 1;
        public static uint Ramp => 0;
        public static uint Broadcast(uint value) => value;
        public static uint Add(uint a, uint b) => a + b;
        public static uint Xor(uint a, uint b) => a ^ b;
        public static uint RotateLeft(uint a, [ConstantExpected] byte by) => BitOperations.RotateLeft(a, by);
        public static void Store(uint a, ref uint to) => to = a;
    }

    private readonly struct Lanes128 : ILanes<Vector128<uint>>
    {
        public static int Count => Vector128<uint>.Count;
        public static Vector128<uint> Ramp => Vector128<uint>.Indices;
        public static Vector128<uint> Broadcast(uint value) => Vector128.Create(value);
        public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) => a + b;
        public static Vector128<uint> Xor(Vector128<uint> a, Vector128<uint> b) => a ^ b;
        public static Vector128<uint> RotateLeft(Vector128<uint> a, [ConstantExpected] byte by) => (a << by) | (a >>> (32 - by));
        public static void Store(Vector128<uint> a, ref uint to) => a.StoreUnsafe(ref to);
    }

    private readonly struct Lanes256 : ILanes<Vector256<uint>>
    {
        public static int Count => Vector256<uint>.Count;
        public static Vector256<uint> Ramp => Vector256<uint>.Indices;
        public static Vector256<uint> Broadcast(uint value) => Vector256.Create(value);
        public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => a + b;
        public static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b) => a ^ b;
        public static Vector256<uint> RotateLeft(Vector256<uint> a, [ConstantExpected] byte by) => (a << by) | (a >>> (32 - by));
        public static void Store(Vector256<uint> a, ref uint to) => a.StoreUnsafe(ref to);
    }

    private readonly struct Lanes512 : ILanes<Vector512<uint>>
    {
        public static int Count => Vector512<uint>.Count;
        public static Vector512<uint> Ramp => Vector512<uint>.Indices;
        public static Vector512<uint> Broadcast(uint value) => Vector512.Create(value);
        public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => a + b;
        public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b) => a ^ b;
        public static Vector512<uint> RotateLeft(Vector512<uint> a, [ConstantExpected] byte by) => Avx512F.RotateLeft(a, by);
        public static void Store(Vector512<uint> a, ref uint to) => a.StoreUnsafe(ref to);
    }
}
