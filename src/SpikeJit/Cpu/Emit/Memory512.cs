using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu.Emit;

/// <summary>What compiled code calls to move parts of a 512-bit vector, and bytes as 32-bit or 64-bit elements. Nothing outside the n elements is
/// touched.</summary>
internal static unsafe class Memory512
{
    /// <summary>The first n (1 … 15) elements; the rest is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LoadPartial(uint* p, int n)
    {
        if (Avx512F.IsSupported) return Avx512F.MaskLoad(p, Vector512.LessThan(Vector512<uint>.Indices, Vector512.Create((uint)n)),
            Vector512<uint>.Zero);
        if (n < 8) return Vector512.Create(Memory256.LoadPartial(p, n), Vector256<uint>.Zero);
        return Vector512.Create(Vector256.Load(p), n == 8 ? Vector256<uint>.Zero : Memory256.LoadPartial(p + 8, n - 8));
    }

    /// <summary>The first n (1 … 7) elements; the rest is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadPartial(ulong* p, int n)
    {
        if (Avx512F.IsSupported) return Avx512F.MaskLoad(p, Vector512.LessThan(Vector512<ulong>.Indices, Vector512.Create((ulong)n)),
            Vector512<ulong>.Zero);
        if (n < 4) return Vector512.Create(Memory256.LoadPartial(p, n), Vector256<ulong>.Zero);
        return Vector512.Create(Vector256.Load(p), n == 4 ? Vector256<ulong>.Zero : Memory256.LoadPartial(p + 4, n - 4));
    }

    /// <summary>Writes the first n (1 … 15) elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<uint> v, uint* p, int n)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(p, Vector512.LessThan(Vector512<uint>.Indices, Vector512.Create((uint)n)), v);
            return;
        }
        if (n < 8)
        {
            Memory256.StorePartial(v.GetLower(), p, n);
            return;
        }
        v.GetLower().Store(p);
        if (n > 8) Memory256.StorePartial(v.GetUpper(), p + 8, n - 8);
    }

    /// <summary>Writes the first n (1 … 7) elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<ulong> v, ulong* p, int n)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(p, Vector512.LessThan(Vector512<ulong>.Indices, Vector512.Create((ulong)n)), v);
            return;
        }
        if (n < 4)
        {
            Memory256.StorePartial(v.GetLower(), p, n);
            return;
        }
        v.GetLower().Store(p);
        if (n > 4) Memory256.StorePartial(v.GetUpper(), p + 4, n - 4);
    }

    /// <summary>n (1 … 16) bytes as 32-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LoadBytes(byte* p, int n)
    {
        Vector128<byte> bytes = n == 16 ? Vector128.Load(p)
            : n > 8 ? Vector128.Create(Bytes.Load(p, 8), Bytes.Load(p + 8, n - 8)).AsByte()
            : Vector128.CreateScalar(Bytes.Load(p, n)).AsByte();
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512UInt32(bytes);
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        return Vector512.Create(
            Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)),
            Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high)));
    }

    /// <summary>n (1 … 8) bytes as 64-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadBytesWide(byte* p, int n)
    {
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512UInt64(Vector128.CreateScalar(Bytes.Load(p, n)).AsByte());
        Vector256<uint> half = Memory256.LoadBytes(p, n);
        return Vector512.Create(Vector256.WidenLower(half), Vector256.WidenUpper(half));
    }

    /// <summary>Writes the low bytes of the first n 32-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector512<uint> v, byte* p, int n)
    {
        Vector128<byte> bytes;
        if (Avx512F.IsSupported) bytes = Avx512F.ConvertToVector128Byte(v);
        else
        {
            Vector256<ushort> half = Vector256.Narrow(v.GetLower(), v.GetUpper());
            bytes = Vector128.Narrow(half.GetLower(), half.GetUpper());
        }
        if (n == 16)
        {
            bytes.Store(p);
            return;
        }
        Bytes.Store(bytes.AsUInt64().ToScalar(), p, Math.Min(n, 8));
        if (n > 8) Bytes.Store(bytes.AsUInt64().GetElement(1), p + 8, n - 8);
    }

    /// <summary>Writes the low bytes of the first n 64-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytesWide(Vector512<ulong> v, byte* p, int n) => Memory256.StoreBytes(Vector256.Narrow(v.GetLower(), v.GetUpper()), p, n);
}
