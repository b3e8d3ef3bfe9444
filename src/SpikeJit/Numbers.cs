using System.Runtime.CompilerServices;

namespace SpikeJit;

/// <summary>Single numbers as the bits of their dtype in the low bytes of a word, and back.</summary>
internal static class Numbers
{
    public static ulong Bits<T>(T value) where T : unmanaged
    {
        ulong bits = 0;
        Unsafe.WriteUnaligned(ref Unsafe.As<ulong, byte>(ref bits), value);
        return bits;
    }

    /// <summary>A number as a dtype: floats round, integers wrap, anything but zero is true.</summary>
    public static ulong Bits(double value, DType dtype) => dtype switch
    {
        DType.F32 => BitConverter.SingleToUInt32Bits((float)value),
        DType.F64 => BitConverter.DoubleToUInt64Bits(value),
        DType.Bool => value != 0 ? 1u : 0u,
        DType.U8 or DType.I8 => unchecked((byte)(long)value),
        DType.I32 or DType.U32 => unchecked((uint)(long)value),
        DType.U64 when value >= 9.2233720368547758e18 => (ulong)value,
        _ => unchecked((ulong)(long)value),
    };

    public static double ToDouble(ulong bits, DType dtype) => dtype switch
    {
        DType.F32 => BitConverter.UInt32BitsToSingle((uint)bits),
        DType.F64 => BitConverter.UInt64BitsToDouble(bits),
        DType.I8 => (sbyte)bits,
        DType.I32 => (int)bits,
        DType.I64 => (long)bits,
        _ => bits,
    };

    /// <summary>A number as text, the shortest that reads back the same.</summary>
    public static string Text(ulong bits, DType dtype) => dtype switch
    {
        DType.Bool => bits != 0 ? "True" : "False",
        DType.F32 => BitConverter.UInt32BitsToSingle((uint)bits).ToString("R"),
        DType.F64 => BitConverter.UInt64BitsToDouble(bits).ToString("R"),
        DType.I8 => ((sbyte)bits).ToString(),
        DType.I32 => ((int)bits).ToString(),
        DType.I64 => ((long)bits).ToString(),
        _ => bits.ToString(),
    };

    /// <summary>Reads an element of raw memory.</summary>
    public static unsafe ulong Read(void* pointer, long index, DType dtype) => dtype.Size() switch
    {
        1 => ((byte*)pointer)[index],
        4 => ((uint*)pointer)[index],
        _ => ((ulong*)pointer)[index],
    };

    /// <summary>Writes an element of raw memory.</summary>
    public static unsafe void Write(void* pointer, long index, DType dtype, ulong bits)
    {
        switch (dtype.Size())
        {
            case 1: ((byte*)pointer)[index] = (byte)bits; break;
            case 4: ((uint*)pointer)[index] = (uint)bits; break;
            default: ((ulong*)pointer)[index] = bits; break;
        }
    }
}
