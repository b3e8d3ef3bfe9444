using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu.Emit;

/// <summary>What compiled code calls to move parts of a 128-bit vector, and bytes as 32-bit or 64-bit elements. Nothing outside the n elements is
/// touched.</summary>
internal static unsafe class Memory128
{
    /// <summary>The first n (1 … 3) elements; the rest is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LoadPartial(uint* p, int n)
    {
        if (Avx2.IsSupported) return Avx2.MaskLoad(p, Vector128.LessThan(Vector128<uint>.Indices, Vector128.Create((uint)n)));
        if (n == 1) return Vector128.CreateScalar(*p);
        Vector128<uint> two = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(p)).AsUInt32();
        return n == 2 ? two : two.WithElement(2, p[2]);
    }

    /// <summary>The first element; the other is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadPartial(ulong* p, int n) => Vector128.CreateScalar(*p);

    /// <summary>Writes the first n (1 … 3) elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<uint> v, uint* p, int n)
    {
        if (Avx2.IsSupported)
        {
            Avx2.MaskStore(p, Vector128.LessThan(Vector128<uint>.Indices, Vector128.Create((uint)n)), v);
            return;
        }
        if (n == 1)
        {
            *p = v.ToScalar();
            return;
        }
        Unsafe.WriteUnaligned(p, v.AsUInt64().ToScalar());
        if (n == 3) p[2] = v.GetElement(2);
    }

    /// <summary>Writes the first element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<ulong> v, ulong* p, int n) => *p = v.ToScalar();

    /// <summary>n (1 … 4) bytes as 32-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LoadBytes(byte* p, int n)
    {
        Vector128<byte> bytes = Vector128.CreateScalar((uint)Bytes.Load(p, n)).AsByte();
        if (Sse41.IsSupported) return Sse41.ConvertToVector128Int32(bytes).AsUInt32();
        return Vector128.WidenLower(Vector128.WidenLower(bytes));
    }

    /// <summary>n (1 … 2) bytes as 64-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadBytesWide(byte* p, int n) => Vector128.WidenLower(LoadBytes(p, n));

    /// <summary>Writes the low bytes of the first n 32-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector128<uint> v, byte* p, int n) => Bytes.Store(Pack(v), p, n);

    /// <summary>Writes the low bytes of the first n 64-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytesWide(Vector128<ulong> v, byte* p, int n) => Bytes.Store(Pack(Vector128.Narrow(v, v)), p, n);

    /// <summary>The low bytes of four elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pack(Vector128<uint> v)
    {
        Vector128<ushort> half = Vector128.Narrow(v, v);
        return Vector128.Narrow(half, half).AsUInt64().ToScalar();
    }
}
