using System.Reflection;
using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// The table from <see cref="ScalarOp"/> to machine operations on registers. What has no vector form goes element by element through the scalar
/// method, so every width gives the same bits.
/// </summary>
/// <param name="code">The vocabulary for registers of one form.</param>
/// <param name="functionOperand">
/// Pushes the address of an aligned place for the k-th operand of a function; given where there are more functions than the compiler below inlines
/// into one method, for a vector passed by value is slow.
/// </param>
internal sealed class OperationEmitter(VectorCode code, Action<int>? functionOperand = null)
{
    private readonly ConversionEmitter _conversions = new(code);

    private Il Il => code.Il;

    /// <summary>
    /// Leaves op(a, b, c) on the stack. Each operand is given as the action that pushes it; <paramref name="shift"/> is the value of b where it is
    /// a constant.
    /// </summary>
    public void Apply(ScalarOp op, DType operand, DType result, Action a, Action b, Action c, ulong? shift = null)
    {
        if (code.Form.IsScalar) ApplyScalar(op, operand, result, a, b, c);
        else if (!TryVector(op, operand, result, a, b, c, shift)) ElementByElement(op, operand, result, a, b, c);
    }

    private void ApplyScalar(ScalarOp op, DType operand, DType result, Action a, Action b, Action c)
    {
        a();
        if (op.Arity() > 1) b();
        if (op.Arity() > 2) c();
        Type type = ScalarMethods.Type(operand);
        MethodInfo? apart = functionOperand is null ? null : VectorMethods.TryFind(typeof(OutlinedFunctions), op.ToString(), type, op.Arity() > 1 ? type : null);
        Il.Call(apart ?? ScalarMethods.Find(op, operand, result));
    }

    private bool TryVector(ScalarOp op, DType operand, DType result, Action a, Action b, Action c, ulong? shift)
    {
        if (op == ScalarOp.Select)
        {
            a();
            code.BoolToMask(result);
            b();
            c();
            code.Call("ConditionalSelect", result, 3);
            return true;
        }
        if (op is ScalarOp.Convert or ScalarOp.Bitcast) return _conversions.TryConvert(op, operand, result, a);
        if (operand == DType.Bool) return Bool(op, a, b);
        if (op is >= ScalarOp.Equal and <= ScalarOp.LessEqual)
        {
            a();
            b();
            code.Call(op switch { ScalarOp.Less => "LessThan", ScalarOp.LessEqual => "LessThanOrEqual", _ => "Equals" }, operand, 2);
            code.MaskToBool(operand);
            if (op == ScalarOp.NotEqual) code.Call("OnesComplement", DType.Bool, 1);
            return true;
        }
        return operand.IsFloat() ? Float(op, operand, a, b, c) : Integer(op, operand, a, b, shift);
    }

    private bool Float(ScalarOp op, DType dtype, Action a, Action b, Action c)
    {
        string? name = op switch
        {
            ScalarOp.Neg => "Negate",
            ScalarOp.Abs => "Abs",
            ScalarOp.Floor => "Floor",
            ScalarOp.Ceil => "Ceiling",
            ScalarOp.Trunc => "Truncate",
            ScalarOp.Round => "Round",
            ScalarOp.Sqrt => "Sqrt",
            ScalarOp.Add => "Add",
            ScalarOp.Sub => "Subtract",
            ScalarOp.Mul => "Multiply",
            ScalarOp.Div => "Divide",
            ScalarOp.Max => "Max",
            ScalarOp.Min => "Min",
            ScalarOp.FusedMultiplyAdd => "FusedMultiplyAdd",
            _ => null,
        };
        if (name is null && op != ScalarOp.IsFinite)
        {
            Type v = code.Type(dtype);
            MethodInfo? function = VectorMethods.TryFind(typeof(VectorMath), op.ToString(), v, op.Arity() > 1 ? v : null);
            if (function is null) return false;
            Function(op, dtype, function, [a, b]);
            return true;
        }
        a();
        if (op == ScalarOp.IsFinite)
        {
            code.Call("Abs", dtype, 1);
            code.Constant(dtype, dtype == DType.F32 ? BitConverter.SingleToUInt32Bits(float.PositiveInfinity)
                : BitConverter.DoubleToUInt64Bits(double.PositiveInfinity));
            code.Call("LessThan", dtype, 2);
            code.MaskToBool(dtype);
            return true;
        }
        if (op.Arity() > 1) b();
        if (op.Arity() > 2) c();
        code.Call(name!, dtype, op.Arity());
        return true;
    }

    private void Function(ScalarOp op, DType dtype, MethodInfo byValue, ReadOnlySpan<Action> operands)
    {
        operands = operands[..op.Arity()];
        Type v = code.Type(dtype), reference = v.MakeByRefType();
        MethodInfo? inPlace = functionOperand is null ? null
            : VectorMethods.TryFind(typeof(VectorMath), op.ToString(), reference, operands.Length > 1 ? reference : null);
        foreach (Action push in operands) push();
        if (inPlace is null)
        {
            Il.Call(byValue);
            return;
        }
        MethodInfo store = VectorMethods.Find(VectorMethods.Class(code.Form.Bits(dtype)), "Store", v, code.Form.Element(dtype).MakePointerType());
        for (int k = operands.Length - 1; k >= 0; k--)
        {
            functionOperand!(k);
            Il.Call(store);
        }
        for (int k = 0; k < operands.Length; k++) functionOperand!(k);
        Il.Call(inPlace);
        functionOperand!(0);
        Il.Call(VectorMethods.Find(VectorMethods.Class(code.Form.Bits(dtype)), "Load", code.Form.Element(dtype).MakePointerType()));
    }

    private bool Bool(ScalarOp op, Action a, Action b)
    {
        string? name = op switch
        {
            ScalarOp.Not => "OnesComplement",
            ScalarOp.Add or ScalarOp.Max or ScalarOp.Or => "BitwiseOr",
            ScalarOp.Mul or ScalarOp.Min or ScalarOp.And => "BitwiseAnd",
            ScalarOp.Xor or ScalarOp.NotEqual or ScalarOp.Equal => "Xor",
            ScalarOp.Less => "AndNot",
            ScalarOp.LessEqual => "BitwiseOr",
            _ => null,
        };
        if (name is null) return false;
        // AndNot(x, y) is x & ~y, so the operands of Less change places.
        if (op == ScalarOp.Less) (a, b) = (b, a);
        a();
        if (op == ScalarOp.LessEqual) code.Call("OnesComplement", DType.Bool, 1);
        if (op.Arity() > 1) b();
        code.Call(name, DType.Bool, op.Arity());
        if (op == ScalarOp.Equal) code.Call("OnesComplement", DType.Bool, 1);
        return true;
    }

    private bool Integer(ScalarOp op, DType dtype, Action a, Action b, ulong? shift)
    {
        switch (op)
        {
            case ScalarOp.Neg:
                code.Constant(dtype, 0);
                a();
                code.Call("Subtract", dtype, 2);
                break;
            case ScalarOp.Abs:
                a();
                if (dtype.IsSigned()) code.Call("Abs", dtype, 1);
                // The byte -128 has no opposite.
                break;
            case ScalarOp.Sign:
                Sign(dtype, a);
                return true;
            case ScalarOp.Not:
                a();
                code.Call("OnesComplement", dtype, 1);
                break;
            case ScalarOp.PopCount:
                a();
                code.ZeroAboveByte(dtype);
                PopCount(dtype);
                return true;
            case ScalarOp.LeadingZeros:
                a();
                code.ZeroAboveByte(dtype);
                LeadingZeros(dtype);
                return true;
            case ScalarOp.Add or ScalarOp.Sub or ScalarOp.Mul or ScalarOp.Max or ScalarOp.Min or ScalarOp.And or ScalarOp.Or or ScalarOp.Xor:
                a();
                b();
                code.Call(op switch
                {
                    ScalarOp.Add => "Add",
                    ScalarOp.Sub => "Subtract",
                    ScalarOp.Mul => "Multiply",
                    ScalarOp.And => "BitwiseAnd",
                    ScalarOp.Or => "BitwiseOr",
                    _ => op.ToString(),
                }, dtype, 2);
                break;
            case ScalarOp.ShiftLeft or ScalarOp.ShiftRightLogical or ScalarOp.ShiftRightArithmetic:
                return Shift(op, dtype, a, b, shift);
            default:
                return false;
        }
        code.KeepByte(dtype);
        return true;
    }

    private void Sign(DType dtype, Action a)
    {
        a();
        LocalBuilder x = code.Temp(dtype);
        if (dtype.IsSigned())
        {
            Compare("LessThan");
            Compare("GreaterThan");
            code.Call("Subtract", dtype, 2);
        }
        else
        {
            Compare("Equals");
            code.Constant(dtype, 1);
            code.Call("Add", dtype, 2);
        }
        Il.Release(x);

        void Compare(string name)
        {
            Il.Load(x);
            code.Constant(dtype, 0);
            code.Call(name, dtype, 2);
        }
    }

    // Adds neighbouring bits, pairs, nibbles; the product collects the bytes in the highest one.
    private void PopCount(DType dtype)
    {
        int width = dtype.Size() == 8 ? 64 : 32;
        LocalBuilder x = code.Temp(dtype);
        Il.Load(x);
        Il.Load(x);
        code.CallShift("ShiftRightLogical", dtype, 1);
        Mask(0x5555555555555555);
        code.Call("Subtract", dtype, 2);
        Il.Store(x);
        Il.Load(x);
        Mask(0x3333333333333333);
        Il.Load(x);
        code.CallShift("ShiftRightLogical", dtype, 2);
        Mask(0x3333333333333333);
        code.Call("Add", dtype, 2);
        Il.Store(x);
        Il.Load(x);
        Il.Load(x);
        code.CallShift("ShiftRightLogical", dtype, 4);
        code.Call("Add", dtype, 2);
        Mask(0x0F0F0F0F0F0F0F0F);
        Element(0x0101010101010101);
        code.Call("Multiply", dtype, 2);
        code.CallShift("ShiftRightLogical", dtype, width - 8);
        Il.Release(x);

        void Mask(ulong bits)
        {
            Element(bits);
            code.Call("BitwiseAnd", dtype, 2);
        }

        void Element(ulong bits) => code.Constant(dtype == DType.U8 ? DType.U32 : dtype == DType.I8 ? DType.I32 : dtype, width == 32 ? (uint)bits : bits);
    }

    // Fills every bit below the highest one; what remains clear is counted.
    private void LeadingZeros(DType dtype)
    {
        int width = dtype.Size() * 8;
        LocalBuilder x = code.Temp(dtype);
        for (int step = 1; step < width; step *= 2)
        {
            Il.Load(x);
            Il.Load(x);
            code.CallShift("ShiftRightLogical", dtype, step);
            code.Call("BitwiseOr", dtype, 2);
            Il.Store(x);
        }
        code.Constant(dtype, (ulong)width);
        Il.Load(x);
        PopCount(dtype);
        code.Call("Subtract", dtype, 2);
        Il.Release(x);
    }

    private bool Shift(ScalarOp op, DType dtype, Action a, Action b, ulong? shift)
    {
        bool arithmetic = op == ScalarOp.ShiftRightArithmetic;
        if (dtype == DType.U8 && arithmetic) return false;
        int width = dtype.Size() * 8;
        if (shift is ulong count)
        {
            // The high bytes of a narrow negative count are clear, which still makes it too large.
            if (count >= (ulong)width && !arithmetic)
            {
                code.Constant(dtype, 0);
                return true;
            }
            a();
            if (op == ScalarOp.ShiftRightLogical) code.ZeroAboveByte(dtype);
            DType shifted = !arithmetic ? dtype : width == 64 ? DType.I64 : DType.I32;
            code.As(dtype, shifted);
            code.CallShift(op.ToString(), shifted, (int)Math.Min(count, (ulong)width - 1));
            code.As(shifted, dtype);
            code.KeepByte(dtype);
            return true;
        }
        MethodInfo? variable = VariableShifts.Find(op, code.Type(dtype));
        if (variable is null) return false;
        a();
        if (op == ScalarOp.ShiftRightLogical) code.ZeroAboveByte(dtype);
        b();
        Il.Call(variable);
        code.KeepByte(dtype);
        return true;
    }

    private void ElementByElement(ScalarOp op, DType operand, DType result, Action a, Action b, Action c)
    {
        MethodInfo method = ScalarMethods.Find(op, operand, result);
        Action[] operands = [a, b, c];
        var spilled = new LocalBuilder[op.Arity()];
        for (int i = 0; i < spilled.Length; i++)
        {
            operands[i]();
            spilled[i] = Il.Own(code.Type(operand));
            Il.Store(spilled[i]);
        }
        LocalBuilder to = Il.Own(code.Type(result));
        Il.Repeat(code.Form.Lanes, lane =>
        {
            At(to, result, lane);
            foreach (LocalBuilder from in spilled)
            {
                At(from, operand, lane);
                code.LoadElement(operand);
                code.ElementToNumber(operand);
            }
            Il.Call(method);
            code.NumberToElement(result);
            code.StoreElement(result);
        });
        Il.Load(to);

        void At(LocalBuilder vector, DType dtype, LocalBuilder lane)
        {
            Il.Address(vector);
            Il.Load(lane);
            Il.Op(OpCodes.Conv_I);
            Il.Native(code.Form.ElementBytes(dtype));
            Il.Op(OpCodes.Mul);
            Il.Op(OpCodes.Add);
        }
    }
}
