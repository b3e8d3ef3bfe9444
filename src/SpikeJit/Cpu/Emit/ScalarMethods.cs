using System.Collections.Concurrent;
using System.Reflection;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>The method that carries out a <see cref="ScalarOp"/> on single numbers, on the C# types of the dtypes.</summary>
internal static class ScalarMethods
{
    private static readonly ConcurrentDictionary<(ScalarOp, DType, DType), MethodInfo> s_methods = new();

    /// <summary>The method for an operation on operands of one dtype.</summary>
    /// <exception cref="DTypeException">The operation is not defined on the dtype.</exception>
    public static MethodInfo Find(ScalarOp op, DType operand, DType result) =>
        s_methods.GetOrAdd((op, operand, result), static key => Search(key.Item1, key.Item2, key.Item3));

    /// <summary>The C# type of a dtype.</summary>
    public static Type Type(DType dtype) => dtype switch
    {
        DType.F32 => typeof(float),
        DType.F64 => typeof(double),
        DType.I32 => typeof(int),
        DType.U32 => typeof(uint),
        DType.I64 => typeof(long),
        DType.U64 => typeof(ulong),
        DType.U8 => typeof(byte),
        DType.I8 => typeof(sbyte),
        _ => typeof(bool),
    };

    private static MethodInfo Search(ScalarOp op, DType operand, DType result)
    {
        Type from = Type(operand), to = Type(result);
        if (op is ScalarOp.Convert or ScalarOp.Bitcast)
        {
            if (operand == DType.Bool && result == DType.Bool) return Of(nameof(Conversions.BoolToBool))!;
            if (result == DType.Bool) return Of(nameof(Conversions.ToBool))!.MakeGenericMethod(from);
            if (op == ScalarOp.Bitcast) return Of(nameof(Conversions.Bitcast))!.MakeGenericMethod(from, to);
            return operand == DType.Bool
                ? Of(nameof(Conversions.FromBool))!.MakeGenericMethod(to)
                : Of(nameof(Conversions.Convert))!.MakeGenericMethod(from, to);
        }
        Type owner = operand == DType.Bool ? typeof(BoolFunctions)
            : (operand.IsFloat() ? typeof(FloatFunctions<>) : typeof(IntegerFunctions<>)).MakeGenericType(from);
        return owner.GetMethod(op.ToString())
            ?? (operand.IsFloat() ? typeof(VectorMath).GetMethod(op.ToString(), [.. Enumerable.Repeat(from, op.Arity())]) : null)
            ?? throw new DTypeException($"{op} is not defined on {operand.Name()}. Convert the operands first.");

        static MethodInfo? Of(string name) => typeof(Conversions).GetMethod(name);
    }
}
