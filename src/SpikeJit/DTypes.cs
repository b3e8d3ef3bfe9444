namespace SpikeJit;

/// <summary>Facts about element types: size, kind, promotion.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Bool or DType.U8 or DType.I8 => 1,
        DType.I32 or DType.U32 or DType.F32 => 4,
        _ => 8,
    };

    /// <summary>Whether the type is <see cref="DType.F32"/> or <see cref="DType.F64"/>.</summary>
    public static bool IsFloat(this DType dtype) => dtype is DType.F32 or DType.F64;

    /// <summary>Whether the type is an integer (Bool is none).</summary>
    public static bool IsInteger(this DType dtype) => dtype is >= DType.U8 and <= DType.U64;

    /// <summary>Whether values can be negative.</summary>
    public static bool IsSigned(this DType dtype) => dtype is DType.I8 or DType.I32 or DType.I64 or DType.F32 or DType.F64;

    /// <summary>The short name used in printed graphs: bool, u8, i8, i32, u32, i64, u64, f32, f64.</summary>
    public static string Name(this DType dtype) => dtype.ToString().ToLowerInvariant();

    /// <summary>
    /// The type in which two operands meet: a float wins over any integer, the wider integer over the narrower; I8 with U8 meets in I32 (there is no I16),
    /// I8 or I32 with U32 in I32 (as JAX without 64-bit types), I64 with U32 in I64, a signed integer with U64 in F32.
    /// </summary>
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        if (a > b) (a, b) = (b, a);
        return (a, b) switch
        {
            (DType.U8, DType.I8) or (DType.I8, DType.U32) or (DType.I32, DType.U32) => DType.I32,
            (DType.I8, DType.U64) or (DType.I32, DType.U64) or (DType.I64, DType.U64) => DType.F32,
            _ => b,
        };
    }

    /// <summary>The element type of a C# type.</summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is no element type.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.F32 :
        typeof(T) == typeof(double) ? DType.F64 :
        typeof(T) == typeof(int) ? DType.I32 :
        typeof(T) == typeof(uint) ? DType.U32 :
        typeof(T) == typeof(long) ? DType.I64 :
        typeof(T) == typeof(ulong) ? DType.U64 :
        typeof(T) == typeof(byte) ? DType.U8 :
        typeof(T) == typeof(sbyte) ? DType.I8 :
        typeof(T) == typeof(bool) ? DType.Bool :
        throw new DTypeException($"{typeof(T).Name} is no element type. Use bool, byte, sbyte, int, uint, long, ulong, float or double.");
}
