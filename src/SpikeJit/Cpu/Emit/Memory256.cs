using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu.Emit;

/// <summary>What compiled code calls to move parts of a 256-bit vector, and bytes as 32-bit or 64-bit elements. Nothing outside the n elements is
/// touched.</summary>
internal static unsafe class Memory256
{
    /// <summary>The first n (1 … 7) elements; the rest is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LoadPartial(uint* p, int n)
    {
        if (Avx2.IsSupported) return Avx2.MaskLoad(p, Vector256.LessThan(Vector256<uint>.Indices, Vector256.Create((uint)n)));
        if (n < 4) return Vector256.Create(Memory128.LoadPartial(p, n), Vector128<uint>.Zero);
        return Vector256.Create(Vector128.Load(p), n == 4 ? Vector128<uint>.Zero : Memory128.LoadPartial(p + 4, n - 4));
    }

    /// <summary>The first n (1 … 3) elements; the rest is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadPartial(ulong* p, int n)
    {
        if (Avx2.IsSupported) return Avx2.MaskLoad(p, Vector256.LessThan(Vector256<ulong>.Indices, Vector256.Create((ulong)n)));
        if (n < 2) return Vector256.Create(Memory128.LoadPartial(p, n), Vector128<ulong>.Zero);
        return Vector256.Create(Vector128.Load(p), n == 2 ? Vector128<ulong>.Zero : Memory128.LoadPartial(p + 2, n - 2));
    }

    /// <summary>Writes the first n (1 … 7) elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<uint> v, uint* p, int n)
    {
        if (Avx2.IsSupported)
        {
            Avx2.MaskStore(p, Vector256.LessThan(Vector256<uint>.Indices, Vector256.Create((uint)n)), v);
            return;
        }
        if (n < 4)
        {
            Memory128.StorePartial(v.GetLower(), p, n);
            return;
        }
        v.GetLower().Store(p);
        if (n > 4) Memory128.StorePartial(v.GetUpper(), p + 4, n - 4);
    }

    /// <summary>Writes the first n (1 … 3) elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<ulong> v, ulong* p, int n)
    {
        if (Avx2.IsSupported)
        {
            Avx2.MaskStore(p, Vector256.LessThan(Vector256<ulong>.Indices, Vector256.Create((ulong)n)), v);
            return;
        }
        if (n < 2)
        {
            Memory128.StorePartial(v.GetLower(), p, n);
            return;
        }
        v.GetLower().Store(p);
        if (n > 2) Memory128.StorePartial(v.GetUpper(), p + 2, n - 2);
    }

    /// <summary>n (1 … 8) bytes as 32-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LoadBytes(byte* p, int n)
    {
        Vector128<byte> bytes = Vector128.CreateScalar(Bytes.Load(p, n)).AsByte();
        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(bytes).AsUInt32();
        Vector128<ushort> half = Vector128.WidenLower(bytes);
        return Vector256.Create(Vector128.WidenLower(half), Vector128.WidenUpper(half));
    }

    /// <summary>n (1 … 4) bytes as 64-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadBytesWide(byte* p, int n)
    {
        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int64(Vector128.CreateScalar((uint)Bytes.Load(p, n)).AsByte()).AsUInt64();
        Vector128<uint> half = Memory128.LoadBytes(p, n);
        return Vector256.Create(Vector128.WidenLower(half), Vector128.WidenUpper(half));
    }

    /// <summary>Writes the low bytes of the first n 32-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector256<uint> v, byte* p, int n)
    {
        Vector128<ushort> half = Vector128.Narrow(v.GetLower(), v.GetUpper());
        Bytes.Store(Vector128.Narrow(half, half).AsUInt64().ToScalar(), p, n);
    }

    /// <summary>Writes the low bytes of the first n 64-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytesWide(Vector256<ulong> v, byte* p, int n) => Memory128.StoreBytes(Vector128.Narrow(v.GetLower(), v.GetUpper()), p, n);
}
