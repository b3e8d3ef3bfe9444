using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// How registers of each dtype look in compiled code when <paramref name="Lanes"/> lanes go together. Bool is a mask (every bit of an element set
/// or clear), U8 a 32-bit element below 256, I8 one from -128 to 127. In a wide form masks have 64-bit elements. A single lane is plain scalars.
/// </summary>
internal sealed record VectorForm(int Lanes, bool Wide)
{
    public bool IsScalar => Lanes == 1;

    /// <summary>The type of an element of a register.</summary>
    public Type Element(DType dtype) => dtype switch
    {
        DType.F32 => typeof(float),
        DType.F64 => typeof(double),
        DType.I32 => typeof(int),
        DType.U32 => typeof(uint),
        DType.I64 => typeof(long),
        DType.U64 => typeof(ulong),
        DType.U8 => IsScalar ? typeof(byte) : typeof(uint),
        DType.I8 => IsScalar ? typeof(sbyte) : typeof(int),
        _ => IsScalar ? typeof(bool) : Wide ? typeof(long) : typeof(int),
    };

    /// <summary>Bytes of an element of a register.</summary>
    public int ElementBytes(DType dtype) => dtype switch
    {
        DType.F64 or DType.I64 or DType.U64 => 8,
        DType.Bool when IsScalar => 1,
        DType.U8 or DType.I8 when IsScalar => 1,
        DType.Bool when Wide => 8,
        _ => 4,
    };

    /// <summary>Bytes of a register.</summary>
    public int Bytes(DType dtype) => ElementBytes(dtype) * Lanes;

    /// <summary>Bits of a vector of these elements.</summary>
    public int Bits(DType dtype) => Bytes(dtype) * 8;

    /// <summary>The type of a register.</summary>
    public Type Register(DType dtype) => IsScalar ? Element(dtype) : Vector(Bits(dtype), Element(dtype));

    /// <summary>The vector type of this many bits.</summary>
    public static Type Vector(int bits, Type element) => (bits switch
    {
        128 => typeof(Vector128<>),
        256 => typeof(Vector256<>),
        512 => typeof(Vector512<>),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits."),
    }).MakeGenericType(element);
}
