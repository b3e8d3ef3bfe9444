using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Stochastic;

/// <summary>
/// Counts the ones of a gate between two packed operands. A tree of carry-save adders (Harley and Seal) reduces sixteen vectors to one whose ones
/// weigh sixteen, so that only every sixteenth vector's ones are counted. The counts are exact, so every width gives the same result.
/// </summary>
internal static class GateCounter
{
    private const int VectorsPerStep = 16;

    // Each step adds at most 8 to a byte; 31 steps stay below 256.
    private const int MaxSteps = 31;

    public static long Count<TGate>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b) where TGate : struct, IGate
    {
        if (Avx512BW.IsSupported) return Count<Vector512<ulong>, Bits512, TGate>(a, b);
        if (Avx2.IsSupported) return Count<Vector256<ulong>, Bits256, TGate>(a, b);
        if (AdvSimd.Arm64.IsSupported) return Count<Vector128<ulong>, BitsArm, TGate>(a, b);
        return CountWords<TGate>(a, b);
    }

    internal static long CountWords<TGate>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b) where TGate : struct, IGate
    {
        long count = 0;
        for (int i = 0; i < a.Length; i++) count += BitOperations.PopCount(TGate.Apply(a[i], b[i]));
        return count;
    }

    internal static long Count<T, TBits, TGate>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
        where TBits : struct, IBitVector<T>
        where TGate : struct, IGate
    {
        int stepWords = VectorsPerStep * TBits.Words;
        long count = 0;
        int i = 0;
        while (a.Length - i >= stepWords)
        {
            int steps = Math.Min(MaxSteps, (a.Length - i) / stepWords);
            count += CountSteps<T, TBits, TGate>(a[i..], b[i..], steps);
            i += steps * stepWords;
        }
        return count + CountRest<T, TBits, TGate>(a[i..], b[i..]);
    }

    private static long CountSteps<T, TBits, TGate>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int steps)
        where TBits : struct, IBitVector<T>
        where TGate : struct, IGate
    {
        ref ulong x = ref MemoryMarshal.GetReference(a);
        ref ulong y = ref MemoryMarshal.GetReference(b);
        T ones = TBits.Zero, twos = TBits.Zero, fours = TBits.Zero, eights = TBits.Zero, total = TBits.Zero;
        for (int step = 0; step < steps; step++)
        {
            // Written out flat: values passed by reference would live in memory instead of registers.
            T a0 = Gated<T, TBits, TGate>(ref x, ref y, 0);
            T a1 = Gated<T, TBits, TGate>(ref x, ref y, 1);
            T twoA0 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            a0 = Gated<T, TBits, TGate>(ref x, ref y, 2);
            a1 = Gated<T, TBits, TGate>(ref x, ref y, 3);
            T twoB0 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            T fourA = TBits.Carry(twos, twoA0, twoB0);
            twos = TBits.Sum(twos, twoA0, twoB0);
            a0 = Gated<T, TBits, TGate>(ref x, ref y, 4);
            a1 = Gated<T, TBits, TGate>(ref x, ref y, 5);
            T twoA4 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            a0 = Gated<T, TBits, TGate>(ref x, ref y, 6);
            a1 = Gated<T, TBits, TGate>(ref x, ref y, 7);
            T twoB4 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            T fourB = TBits.Carry(twos, twoA4, twoB4);
            twos = TBits.Sum(twos, twoA4, twoB4);
            T eightA = TBits.Carry(fours, fourA, fourB);
            fours = TBits.Sum(fours, fourA, fourB);
            a0 = Gated<T, TBits, TGate>(ref x, ref y, 8);
            a1 = Gated<T, TBits, TGate>(ref x, ref y, 9);
            T twoA8 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            a0 = Gated<T, TBits, TGate>(ref x, ref y, 10);
            a1 = Gated<T, TBits, TGate>(ref x, ref y, 11);
            T twoB8 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            T fourC = TBits.Carry(twos, twoA8, twoB8);
            twos = TBits.Sum(twos, twoA8, twoB8);
            a0 = Gated<T, TBits, TGate>(ref x, ref y, 12);
            a1 = Gated<T, TBits, TGate>(ref x, ref y, 13);
            T twoA12 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            a0 = Gated<T, TBits, TGate>(ref x, ref y, 14);
            a1 = Gated<T, TBits, TGate>(ref x, ref y, 15);
            T twoB12 = TBits.Carry(ones, a0, a1);
            ones = TBits.Sum(ones, a0, a1);
            T fourD = TBits.Carry(twos, twoA12, twoB12);
            twos = TBits.Sum(twos, twoA12, twoB12);
            T eightB = TBits.Carry(fours, fourC, fourD);
            fours = TBits.Sum(fours, fourC, fourD);
            T sixteen = TBits.Carry(eights, eightA, eightB);
            eights = TBits.Sum(eights, eightA, eightB);
            total = TBits.AddBytes(total, TBits.PopCountBytes(sixteen), 0);
            x = ref Unsafe.Add(ref x, VectorsPerStep * TBits.Words);
            y = ref Unsafe.Add(ref y, VectorsPerStep * TBits.Words);
        }
        T rest = TBits.AddBytes(TBits.PopCountBytes(ones), TBits.PopCountBytes(twos), 1);
        rest = TBits.AddBytes(rest, TBits.PopCountBytes(fours), 2);
        rest = TBits.AddBytes(rest, TBits.PopCountBytes(eights), 3);
        return (VectorsPerStep * TBits.SumBytes(total)) + TBits.SumBytes(rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Gated<T, TBits, TGate>(ref ulong x, ref ulong y, int vector)
        where TBits : struct, IBitVector<T>
        where TGate : struct, IGate =>
        TGate.Apply<T, TBits>(TBits.Load(ref Unsafe.Add(ref x, vector * TBits.Words)), TBits.Load(ref Unsafe.Add(ref y, vector * TBits.Words)));

    // At most fifteen vectors and the words that fill no vector: a byte counts up to 15 · 8.
    private static long CountRest<T, TBits, TGate>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
        where TBits : struct, IBitVector<T>
        where TGate : struct, IGate
    {
        ref ulong x = ref MemoryMarshal.GetReference(a);
        ref ulong y = ref MemoryMarshal.GetReference(b);
        T total = TBits.Zero;
        int vectors = a.Length / TBits.Words;
        for (int v = 0; v < vectors; v++)
            total = TBits.AddBytes(total, TBits.PopCountBytes(Gated<T, TBits, TGate>(ref x, ref y, v)), 0);
        int done = vectors * TBits.Words;
        long count = vectors == 0 ? 0 : TBits.SumBytes(total);
        return done == a.Length ? count : count + CountWords<TGate>(a[done..], b[done..]);
    }
}
