using System.Numerics;
using System.Runtime.CompilerServices;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu;

/// <summary>Applies a <see cref="ScalarOp"/> to single numbers given by their bits: what interpreters run, and what compiled code is compared
/// with.</summary>
internal static class ScalarEvaluator
{
    /// <summary>op(a, b, c). <paramref name="operand"/> is the dtype of the operands (of the last two for Select), <paramref name="result"/> that
    /// of the result.</summary>
    /// <exception cref="DTypeException">The operation is not defined on the dtype.</exception>
    public static ulong Apply(ScalarOp op, DType operand, DType result, ulong a, ulong b, ulong c) => op switch
    {
        ScalarOp.Convert => Convert(operand, result, a),
        ScalarOp.Bitcast => result == DType.Bool ? (a & 0xFF) != 0 ? 1UL : 0UL : a,
        ScalarOp.Select => (a & 0xFF) != 0 ? b : c,
        _ => operand switch
        {
            DType.F32 => Float<float>(op, a, b, c),
            DType.F64 => Float<double>(op, a, b, c),
            DType.I32 => Integer<int>(op, a, b),
            DType.U32 => Integer<uint>(op, a, b),
            DType.I64 => Integer<long>(op, a, b),
            DType.U64 => Integer<ulong>(op, a, b),
            DType.U8 => Integer<byte>(op, a, b),
            DType.I8 => Integer<sbyte>(op, a, b),
            _ => Bool(op, (a & 0xFF) != 0, (b & 0xFF) != 0) ? 1UL : 0UL,
        },
    };

    private static T Of<T>(ulong bits) where T : struct => Unsafe.As<ulong, T>(ref bits);

    private static ulong Bits<T>(T value) where T : struct
    {
        ulong bits = 0;
        Unsafe.As<ulong, T>(ref bits) = value;
        return bits;
    }

    private static ulong Float<T>(ScalarOp op, ulong x, ulong y, ulong z) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T a = Of<T>(x), b = Of<T>(y);
        return op switch
        {
            ScalarOp.Neg => Bits(FloatFunctions<T>.Neg(a)),
            ScalarOp.Abs => Bits(FloatFunctions<T>.Abs(a)),
            ScalarOp.Floor => Bits(FloatFunctions<T>.Floor(a)),
            ScalarOp.Ceil => Bits(FloatFunctions<T>.Ceil(a)),
            ScalarOp.Trunc => Bits(FloatFunctions<T>.Trunc(a)),
            ScalarOp.Round => Bits(FloatFunctions<T>.Round(a)),
            ScalarOp.Sqrt => Bits(FloatFunctions<T>.Sqrt(a)),
            ScalarOp.IsFinite => Bits(FloatFunctions<T>.IsFinite(a)),
            ScalarOp.Add => Bits(FloatFunctions<T>.Add(a, b)),
            ScalarOp.Sub => Bits(FloatFunctions<T>.Sub(a, b)),
            ScalarOp.Mul => Bits(FloatFunctions<T>.Mul(a, b)),
            ScalarOp.Div => Bits(FloatFunctions<T>.Div(a, b)),
            ScalarOp.Max => Bits(FloatFunctions<T>.Max(a, b)),
            ScalarOp.Min => Bits(FloatFunctions<T>.Min(a, b)),
            ScalarOp.Equal => Bits(FloatFunctions<T>.Equal(a, b)),
            ScalarOp.NotEqual => Bits(FloatFunctions<T>.NotEqual(a, b)),
            ScalarOp.Less => Bits(FloatFunctions<T>.Less(a, b)),
            ScalarOp.LessEqual => Bits(FloatFunctions<T>.LessEqual(a, b)),
            ScalarOp.FusedMultiplyAdd => Bits(FloatFunctions<T>.FusedMultiplyAdd(a, b, Of<T>(z))),
            _ => typeof(T) == typeof(float) ? Bits(Math(op, Of<float>(x), Of<float>(y))) : Bits(Math(op, Of<double>(x), Of<double>(y))),
        };
    }

    private static ulong Integer<T>(ScalarOp op, ulong x, ulong y) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T a = Of<T>(x), b = Of<T>(y);
        return op switch
        {
            ScalarOp.Neg => Bits(IntegerFunctions<T>.Neg(a)),
            ScalarOp.Abs => Bits(IntegerFunctions<T>.Abs(a)),
            ScalarOp.Sign => Bits(IntegerFunctions<T>.Sign(a)),
            ScalarOp.Not => Bits(IntegerFunctions<T>.Not(a)),
            ScalarOp.PopCount => Bits(IntegerFunctions<T>.PopCount(a)),
            ScalarOp.LeadingZeros => Bits(IntegerFunctions<T>.LeadingZeros(a)),
            ScalarOp.Add => Bits(IntegerFunctions<T>.Add(a, b)),
            ScalarOp.Sub => Bits(IntegerFunctions<T>.Sub(a, b)),
            ScalarOp.Mul => Bits(IntegerFunctions<T>.Mul(a, b)),
            ScalarOp.Div => Bits(IntegerFunctions<T>.Div(a, b)),
            ScalarOp.Rem => Bits(IntegerFunctions<T>.Rem(a, b)),
            ScalarOp.Max => Bits(IntegerFunctions<T>.Max(a, b)),
            ScalarOp.Min => Bits(IntegerFunctions<T>.Min(a, b)),
            ScalarOp.Pow => Bits(IntegerFunctions<T>.Pow(a, b)),
            ScalarOp.And => Bits(IntegerFunctions<T>.And(a, b)),
            ScalarOp.Or => Bits(IntegerFunctions<T>.Or(a, b)),
            ScalarOp.Xor => Bits(IntegerFunctions<T>.Xor(a, b)),
            ScalarOp.ShiftLeft => Bits(IntegerFunctions<T>.ShiftLeft(a, b)),
            ScalarOp.ShiftRightLogical => Bits(IntegerFunctions<T>.ShiftRightLogical(a, b)),
            ScalarOp.ShiftRightArithmetic => Bits(IntegerFunctions<T>.ShiftRightArithmetic(a, b)),
            ScalarOp.Equal => Bits(IntegerFunctions<T>.Equal(a, b)),
            ScalarOp.NotEqual => Bits(IntegerFunctions<T>.NotEqual(a, b)),
            ScalarOp.Less => Bits(IntegerFunctions<T>.Less(a, b)),
            ScalarOp.LessEqual => Bits(IntegerFunctions<T>.LessEqual(a, b)),
            _ => throw Undefined(op, typeof(T).Name),
        };
    }

    private static bool Bool(ScalarOp op, bool a, bool b) => op switch
    {
        ScalarOp.Not => BoolFunctions.Not(a),
        ScalarOp.Add => BoolFunctions.Add(a, b),
        ScalarOp.Mul => BoolFunctions.Mul(a, b),
        ScalarOp.Max => BoolFunctions.Max(a, b),
        ScalarOp.Min => BoolFunctions.Min(a, b),
        ScalarOp.And => BoolFunctions.And(a, b),
        ScalarOp.Or => BoolFunctions.Or(a, b),
        ScalarOp.Xor => BoolFunctions.Xor(a, b),
        ScalarOp.Equal => BoolFunctions.Equal(a, b),
        ScalarOp.NotEqual => BoolFunctions.NotEqual(a, b),
        ScalarOp.Less => BoolFunctions.Less(a, b),
        ScalarOp.LessEqual => BoolFunctions.LessEqual(a, b),
        _ => throw Undefined(op, nameof(Boolean)),
    };

    private static ulong Convert(DType from, DType to, ulong x) => from switch
    {
        DType.F32 => ConvertFrom(to, Of<float>(x)),
        DType.F64 => ConvertFrom(to, Of<double>(x)),
        DType.I32 => ConvertFrom(to, Of<int>(x)),
        DType.U32 => ConvertFrom(to, Of<uint>(x)),
        DType.I64 => ConvertFrom(to, Of<long>(x)),
        DType.U64 => ConvertFrom(to, x),
        DType.I8 => ConvertFrom(to, (sbyte)x),
        _ => ConvertFrom(to, (byte)x),
    };

    private static ulong ConvertFrom<T>(DType to, T x) where T : struct, INumber<T> => to switch
    {
        DType.F32 => Bits(Conversions.Convert<T, float>(x)),
        DType.F64 => Bits(Conversions.Convert<T, double>(x)),
        DType.I32 => Bits(Conversions.Convert<T, int>(x)),
        DType.U32 => Bits(Conversions.Convert<T, uint>(x)),
        DType.I64 => Bits(Conversions.Convert<T, long>(x)),
        DType.U64 => Conversions.Convert<T, ulong>(x),
        DType.U8 => Bits(Conversions.Convert<T, byte>(x)),
        DType.I8 => Bits(Conversions.Convert<T, sbyte>(x)),
        _ => Bits(Conversions.ToBool(x)),
    };

    private static float Math(ScalarOp op, float a, float b) => op switch
    {
        ScalarOp.Sign => VectorMath.Sign(a),
        ScalarOp.Rsqrt => VectorMath.Rsqrt(a),
        ScalarOp.Cbrt => VectorMath.Cbrt(a),
        ScalarOp.Exp => VectorMath.Exp(a),
        ScalarOp.Expm1 => VectorMath.Expm1(a),
        ScalarOp.Log => VectorMath.Log(a),
        ScalarOp.Log1p => VectorMath.Log1p(a),
        ScalarOp.Sin => VectorMath.Sin(a),
        ScalarOp.Cos => VectorMath.Cos(a),
        ScalarOp.Tan => VectorMath.Tan(a),
        ScalarOp.Asin => VectorMath.Asin(a),
        ScalarOp.Acos => VectorMath.Acos(a),
        ScalarOp.Atan => VectorMath.Atan(a),
        ScalarOp.Sinh => VectorMath.Sinh(a),
        ScalarOp.Cosh => VectorMath.Cosh(a),
        ScalarOp.Tanh => VectorMath.Tanh(a),
        ScalarOp.Asinh => VectorMath.Asinh(a),
        ScalarOp.Acosh => VectorMath.Acosh(a),
        ScalarOp.Atanh => VectorMath.Atanh(a),
        ScalarOp.Sigmoid => VectorMath.Sigmoid(a),
        ScalarOp.Erf => VectorMath.Erf(a),
        ScalarOp.Erfc => VectorMath.Erfc(a),
        ScalarOp.ErfInv => VectorMath.ErfInv(a),
        ScalarOp.ErfInvOfDraw => VectorMath.ErfInvOfDraw(a),
        ScalarOp.Lgamma => VectorMath.Lgamma(a),
        ScalarOp.Digamma => VectorMath.Digamma(a),
        ScalarOp.Rem => VectorMath.Rem(a, b),
        ScalarOp.Pow => VectorMath.Pow(a, b),
        ScalarOp.Atan2 => VectorMath.Atan2(a, b),
        ScalarOp.NextAfter => VectorMath.NextAfter(a, b),
        _ => throw Undefined(op, typeof(float).Name),
    };

    private static double Math(ScalarOp op, double a, double b) => op switch
    {
        ScalarOp.Sign => VectorMath.Sign(a),
        ScalarOp.Rsqrt => VectorMath.Rsqrt(a),
        ScalarOp.Cbrt => VectorMath.Cbrt(a),
        ScalarOp.Exp => VectorMath.Exp(a),
        ScalarOp.Expm1 => VectorMath.Expm1(a),
        ScalarOp.Log => VectorMath.Log(a),
        ScalarOp.Log1p => VectorMath.Log1p(a),
        ScalarOp.Sin => VectorMath.Sin(a),
        ScalarOp.Cos => VectorMath.Cos(a),
        ScalarOp.Tan => VectorMath.Tan(a),
        ScalarOp.Asin => VectorMath.Asin(a),
        ScalarOp.Acos => VectorMath.Acos(a),
        ScalarOp.Atan => VectorMath.Atan(a),
        ScalarOp.Sinh => VectorMath.Sinh(a),
        ScalarOp.Cosh => VectorMath.Cosh(a),
        ScalarOp.Tanh => VectorMath.Tanh(a),
        ScalarOp.Asinh => VectorMath.Asinh(a),
        ScalarOp.Acosh => VectorMath.Acosh(a),
        ScalarOp.Atanh => VectorMath.Atanh(a),
        ScalarOp.Sigmoid => VectorMath.Sigmoid(a),
        ScalarOp.Erf => VectorMath.Erf(a),
        ScalarOp.Erfc => VectorMath.Erfc(a),
        ScalarOp.ErfInv => VectorMath.ErfInv(a),
        ScalarOp.ErfInvOfDraw => VectorMath.ErfInvOfDraw(a),
        ScalarOp.Lgamma => VectorMath.Lgamma(a),
        ScalarOp.Digamma => VectorMath.Digamma(a),
        ScalarOp.Rem => VectorMath.Rem(a, b),
        ScalarOp.Pow => VectorMath.Pow(a, b),
        ScalarOp.Atan2 => VectorMath.Atan2(a, b),
        ScalarOp.NextAfter => VectorMath.NextAfter(a, b),
        _ => throw Undefined(op, typeof(double).Name),
    };

    private static DTypeException Undefined(ScalarOp op, string type) => new($"{op} is not defined on {type}. Convert the operands first.");
}
