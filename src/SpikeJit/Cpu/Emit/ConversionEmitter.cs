using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>Conversions between registers of different dtypes, by the rules of <see cref="ScalarOp.Convert"/>.</summary>
internal sealed class ConversionEmitter(VectorCode code)
{
    /// <summary>Leaves the converted operand on the stack; false where only the scalar method can do it.</summary>
    public bool TryConvert(ScalarOp op, DType from, DType to, Action a)
    {
        if (from == to)
        {
            a();
            return true;
        }
        if (to == DType.Bool)
        {
            a();
            code.Constant(from, 0);
            code.Call("Equals", from, 2);
            code.MaskToBool(from);
            code.Call("OnesComplement", DType.Bool, 1);
            return true;
        }
        if (from == DType.Bool)
        {
            a();
            code.BoolToMask(to);
            code.Constant(to, One(to));
            code.Call("BitwiseAnd", to, 2);
            return true;
        }
        if (op == ScalarOp.Bitcast)
        {
            a();
            code.As(from, to);
            code.KeepByte(to);
            return true;
        }
        bool wideFrom = from.Size() == 8, wideTo = to.Size() == 8;
        if (wideFrom && to == DType.F32 && from != DType.F64) return false;
        a();
        if (!wideFrom && !wideTo) Narrow(from, to);
        else if (wideFrom && wideTo) Wide(from, to);
        else if (wideTo)
        {
            code.Convert32To64(from);
            Wide(from switch { DType.F32 => DType.F64, DType.I32 or DType.I8 => DType.I64, _ => DType.U64 }, to);
        }
        else if (from == DType.F64 && to == DType.F32) code.Convert64To32(from);
        else
        {
            if (from == DType.F64)
            {
                Call("ConvertToInt64", DType.F64);
                (long low, long high) = Range(to);
                Clamp(DType.I64, low, high);
                from = DType.I64;
            }
            code.Convert64To32(from);
            DType half = from == DType.I64 ? DType.I32 : DType.U32;
            code.As(half, to);
            code.KeepByte(to);
        }
        return true;
    }

    private static (long Low, long High) Range(DType dtype) => dtype switch
    {
        DType.I32 => (int.MinValue, int.MaxValue),
        DType.U32 => (0, uint.MaxValue),
        DType.I8 => (sbyte.MinValue, sbyte.MaxValue),
        _ => (0, byte.MaxValue),
    };

    private void Narrow(DType from, DType to)
    {
        if (from == DType.F32)
        {
            Call(to == DType.U32 ? "ConvertToUInt32" : "ConvertToInt32", DType.F32);
            if (to.Size() != 1) return;
            (long low, long high) = Range(to);
            Clamp(DType.I32, low, high);
            code.As(DType.I32, to);
            return;
        }
        if (to == DType.F32)
        {
            // A byte is as well an I32, which converts in one instruction everywhere.
            if (from.Size() == 1) code.As(from, DType.I32);
            Call("ConvertToSingle", from.Size() == 1 ? DType.I32 : from);
            return;
        }
        code.As(from, to);
        code.KeepByte(to);
    }

    private void Wide(DType from, DType to)
    {
        if (from == to) return;
        if (from == DType.F64) Call(to == DType.I64 ? "ConvertToInt64" : "ConvertToUInt64", DType.F64);
        else if (to == DType.F64) Call("ConvertToDouble", from);
        else code.As(from, to);
    }

    private void Call(string name, DType from) => code.Call(name, from, 1);

    private void Clamp(DType dtype, long low, long high)
    {
        code.Constant(dtype, (ulong)low);
        code.Call("Max", dtype, 2);
        code.Constant(dtype, (ulong)high);
        code.Call("Min", dtype, 2);
    }

    private static ulong One(DType dtype) => dtype switch
    {
        DType.F32 => BitConverter.SingleToUInt32Bits(1f),
        DType.F64 => BitConverter.DoubleToUInt64Bits(1d),
        _ => 1,
    };
}
