namespace SpikeJit.Compilation;

/// <summary>
/// What a machine has to be able to do to single numbers: the closed list that primitives lower to and that each backend has one table over.
/// Operands and result have one dtype unless a comment says otherwise. Integers wrap. Floats keep subnormals, and NaN stays NaN.
/// </summary>
internal enum ScalarOp : byte
{
    // One operand.
    Neg, Abs,
    /// <summary>-1, 0 or 1; keeps NaN and the sign of zero.</summary>
    Sign,
    Floor, Ceil, Trunc,
    /// <summary>To the nearest integer, halves to even.</summary>
    Round,
    Sqrt, Rsqrt, Cbrt, Exp, Expm1, Log, Log1p,
    Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh, Asinh, Acosh, Atanh,
    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,
    Erf, Erfc, ErfInv,
    /// <summary>ErfInv, in F32 with the roundings of JAX's normal draws.</summary>
    ErfInvOfDraw,
    Lgamma, Digamma,
    /// <summary>Bits inverted; logical not for Bool.</summary>
    Not,
    PopCount, LeadingZeros,
    /// <summary>Float → Bool.</summary>
    IsFinite,
    /// <summary>
    /// To the dtype of the result. Float to integer truncates and saturates, NaN becomes 0; integers wrap (except that anything non-zero becomes true);
    /// integer to float rounds to nearest even.
    /// </summary>
    Convert,
    /// <summary>The same bits as another dtype of the same size.</summary>
    Bitcast,

    // Two operands.
    Add, Sub, Mul,
    /// <summary>IEEE division; integers truncate towards zero, x / 0 = -1 (all bits set), the smallest integer / -1 wraps.</summary>
    Div,
    /// <summary>Remainder of the truncating division, with the sign of the dividend; integer x rem 0 = x.</summary>
    Rem,
    /// <summary>The larger; NaN if either is; +0 above -0.</summary>
    Max,
    /// <summary>The smaller; NaN if either is; -0 below +0.</summary>
    Min,
    /// <summary>IEEE pow on floats; integers by repeated squaring, wrapping; a negative integer exponent gives 0 except for bases 1 and -1.</summary>
    Pow,
    Atan2, NextAfter,
    And, Or, Xor,
    /// <summary>A shift count of the width or more gives 0 (or all sign bits for the arithmetic shift).</summary>
    ShiftLeft, ShiftRightLogical, ShiftRightArithmetic,
    /// <summary>→ Bool. False if either operand is NaN, except NotEqual, which is true. Bool operands order false below true.</summary>
    Equal, NotEqual, Less, LessEqual,

    // Three operands.
    /// <summary>(Bool c, a, b): a where c, else b.</summary>
    Select,
    /// <summary>a·b + c, rounded once. Floats only.</summary>
    FusedMultiplyAdd,
}
