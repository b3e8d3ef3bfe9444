namespace SpikeJit;

/// <summary>The type of a tensor's elements.</summary>
public enum DType : byte
{
    /// <summary>False or true, one byte each (0 or 1).</summary>
    Bool,
    /// <summary>8-bit unsigned integer.</summary>
    U8,
    /// <summary>8-bit signed integer.</summary>
    I8,
    /// <summary>32-bit signed integer.</summary>
    I32,
    /// <summary>32-bit unsigned integer.</summary>
    U32,
    /// <summary>64-bit signed integer.</summary>
    I64,
    /// <summary>64-bit unsigned integer.</summary>
    U64,
    /// <summary>32-bit IEEE 754 floating point.</summary>
    F32,
    /// <summary>64-bit IEEE 754 floating point.</summary>
    F64,
}
