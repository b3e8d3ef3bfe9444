using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu.Emit;

/// <summary>Up to eight bytes of memory as one number and back, touching only those bytes.</summary>
internal static unsafe class Bytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(byte* p, int n)
    {
        if (n == 8) return Unsafe.ReadUnaligned<ulong>(p);
        if (n >= 4) return Unsafe.ReadUnaligned<uint>(p) | (n == 4 ? 0 : (ulong)Unsafe.ReadUnaligned<uint>(p + n - 4) << (8 * (n - 4)));
        ulong low = p[0];
        if (n > 1) low |= (ulong)p[1] << 8;
        if (n > 2) low |= (ulong)p[2] << 16;
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong bytes, byte* p, int n)
    {
        if (n == 8)
        {
            Unsafe.WriteUnaligned(p, bytes);
            return;
        }
        if (n >= 4)
        {
            Unsafe.WriteUnaligned(p, (uint)bytes);
            if (n > 4) Unsafe.WriteUnaligned(p + n - 4, (uint)(bytes >> (8 * (n - 4))));
            return;
        }
        p[0] = (byte)bytes;
        if (n > 1) p[1] = (byte)(bytes >> 8);
        if (n > 2) p[2] = (byte)(bytes >> 16);
    }
}
