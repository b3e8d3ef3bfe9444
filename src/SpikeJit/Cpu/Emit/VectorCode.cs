using System.Reflection;
using System.Reflection.Emit;

namespace SpikeJit.Cpu.Emit;

/// <summary>The vocabulary of vector code: constants, calls of the cross-platform vector operations, changes between registers and single
/// elements.</summary>
internal sealed class VectorCode(Il il, VectorForm form)
{
    public Il Il => il;

    public VectorForm Form => form;

    public Type Type(DType dtype) => form.Register(dtype);

    /// <summary>The same vocabulary for registers of other lanes.</summary>
    public VectorCode With(int lanes) => new(il, form with { Lanes = lanes });

    /// <summary>Calls a vector operation of the width that registers of this dtype have; all arguments are such registers.</summary>
    public void Call(string name, DType dtype, int arguments)
    {
        Type t = Type(dtype);
        il.Call(VectorMethods.Find(VectorMethods.Class(form.Bits(dtype)), name, t, arguments > 1 ? t : null, arguments > 2 ? t : null));
    }

    /// <summary>Calls a vector operation on a register and an int.</summary>
    public void CallShift(string name, DType dtype, int count)
    {
        il.Int(count);
        il.Call(VectorMethods.Find(VectorMethods.Class(form.Bits(dtype)), name, Type(dtype), typeof(int)));
    }

    /// <summary>The bits of the register on the stack as elements of another dtype; both elements have the same size.</summary>
    public void As(DType from, DType to)
    {
        Type a = form.Element(from), b = form.Element(to);
        if (a == b) return;
        MethodInfo generic = VectorMethods.Class(form.Bits(from)).GetMethods().First(m => m.Name == "As" && m.GetGenericArguments().Length == 2);
        il.Call(generic.MakeGenericMethod(a, b));
    }

    /// <summary>A register with one value in every lane.</summary>
    public void Constant(DType dtype, ulong bits)
    {
        ScalarConstant(dtype, bits);
        Broadcast(dtype);
    }

    /// <summary>A number as an element of a register.</summary>
    public void ScalarConstant(DType dtype, ulong bits)
    {
        switch (dtype)
        {
            case DType.F32:
                float f = BitConverter.UInt32BitsToSingle((uint)bits);
                if (!float.IsNaN(f)) il.Single(f);
                else
                {
                    il.Int((int)(uint)bits);
                    il.Call(VectorMethods.Find(typeof(BitConverter), nameof(BitConverter.Int32BitsToSingle), typeof(int)));
                }
                break;
            case DType.F64:
                double d = BitConverter.UInt64BitsToDouble(bits);
                if (!double.IsNaN(d)) il.Double(d);
                else
                {
                    il.Long((long)bits);
                    il.Call(VectorMethods.Find(typeof(BitConverter), nameof(BitConverter.Int64BitsToDouble), typeof(long)));
                }
                break;
            case DType.I64 or DType.U64:
                il.Long((long)bits);
                break;
            case DType.Bool:
                il.Int((bits & 0xFF) == 0 ? 0 : form.IsScalar ? 1 : -1);
                if (form is { Wide: true, IsScalar: false }) il.Op(OpCodes.Conv_I8);
                break;
            case DType.U8:
                il.Int((byte)bits);
                break;
            case DType.I8:
                il.Int((sbyte)bits);
                break;
            default:
                il.Int((int)(uint)bits);
                break;
        }
    }

    /// <summary>The element on the stack in every lane.</summary>
    public void Broadcast(DType dtype)
    {
        if (form.IsScalar) return;
        il.Call(VectorMethods.Find(VectorMethods.Class(form.Bits(dtype)), "Create", form.Element(dtype)));
    }

    /// <summary>0, 1, 2, … as I32.</summary>
    public void Indices() => il.Call(Type(DType.I32).GetProperty("Indices")!.GetMethod!);

    /// <summary>The mask over elements of <paramref name="dtype"/>, typed as such, that is set in the first lanes.</summary>
    public void FirstLanes(DType dtype, int count)
    {
        DType integer = form.ElementBytes(dtype) == 8 ? DType.I64 : DType.I32;
        for (int lane = 0; lane < form.Lanes; lane++) ScalarConstant(integer, lane < count ? ulong.MaxValue : 0);
        il.Call(VectorMethods.Create(form.Bits(dtype), form.Element(integer), form.Lanes));
        As(integer, dtype);
    }

    /// <summary>The lowest element.</summary>
    public void ToScalar(DType dtype)
    {
        if (!form.IsScalar) il.Call(VectorMethods.Find(VectorMethods.Class(form.Bits(dtype)), "ToScalar", Type(dtype)));
    }

    /// <summary>An element at a constant place.</summary>
    public void Element(DType dtype, int lane)
    {
        if (form.IsScalar) return;
        il.Int(lane);
        il.Call(VectorMethods.Find(VectorMethods.Class(form.Bits(dtype)), "GetElement", Type(dtype), typeof(int)));
    }

    /// <summary>From an element of a register to the number it stands for (Bool as 0 or 1).</summary>
    public void ElementToNumber(DType dtype)
    {
        if (form.IsScalar) return;
        if (dtype == DType.U8) il.Op(OpCodes.Conv_U1);
        if (dtype == DType.I8) il.Op(OpCodes.Conv_I1);
        if (dtype != DType.Bool) return;
        if (form.Wide) il.Long(0);
        else il.Int(0);
        il.Op(OpCodes.Cgt_Un);
    }

    /// <summary>From a number (Bool as 0 or 1) to an element of a register.</summary>
    public void NumberToElement(DType dtype)
    {
        if (form.IsScalar || dtype != DType.Bool) return;
        il.Op(OpCodes.Neg);
        if (form.Wide) il.Op(OpCodes.Conv_I8);
    }

    /// <summary>Reads the element of a register from memory.</summary>
    public void LoadElement(DType dtype) => il.Op(form.Element(dtype) switch
    {
        var t when t == typeof(float) => OpCodes.Ldind_R4,
        var t when t == typeof(double) => OpCodes.Ldind_R8,
        var t when t == typeof(long) || t == typeof(ulong) => OpCodes.Ldind_I8,
        var t when t == typeof(byte) || t == typeof(bool) => OpCodes.Ldind_U1,
        var t when t == typeof(sbyte) => OpCodes.Ldind_I1,
        _ => OpCodes.Ldind_I4,
    });

    /// <summary>Writes the element of a register to memory.</summary>
    public void StoreElement(DType dtype) => il.Op(form.Element(dtype) switch
    {
        var t when t == typeof(float) => OpCodes.Stind_R4,
        var t when t == typeof(double) => OpCodes.Stind_R8,
        var t when t == typeof(long) || t == typeof(ulong) => OpCodes.Stind_I8,
        var t when t == typeof(byte) || t == typeof(sbyte) || t == typeof(bool) => OpCodes.Stind_I1,
        _ => OpCodes.Stind_I4,
    });

    /// <summary>Makes the low byte of each element the whole element, if these are bytes: with zeros for U8, with its sign for I8.</summary>
    public void KeepByte(DType dtype)
    {
        if (dtype == DType.U8)
        {
            Constant(DType.U32, 0xFF);
            Call("BitwiseAnd", DType.U8, 2);
        }
        else if (dtype == DType.I8 && !form.IsScalar)
        {
            CallShift("ShiftLeft", DType.I8, 24);
            CallShift("ShiftRightArithmetic", DType.I8, 24);
        }
    }

    /// <summary>The register on the stack with nothing above the low bytes of its elements, if these are bytes.</summary>
    public void ZeroAboveByte(DType dtype)
    {
        if (dtype != DType.I8) return;
        Constant(DType.I32, 0xFF);
        Call("BitwiseAnd", DType.I8, 2);
    }

    /// <summary>Puts the value on the stack into a local of its type.</summary>
    public LocalBuilder Temp(DType dtype)
    {
        LocalBuilder local = il.Take(Type(dtype));
        il.Store(local);
        return local;
    }

    /// <summary>
    /// Between masks over elements of the size of <paramref name="dtype"/> and the masks of Bool registers, which are wider when the form is.
    /// </summary>
    public void MaskToBool(DType dtype)
    {
        if (form.ElementBytes(dtype) == form.ElementBytes(DType.Bool))
        {
            As(dtype, DType.Bool);
            return;
        }
        As(dtype, DType.I32);
        Convert32To64(DType.I32);
    }

    /// <summary>The mask of a Bool register over elements of <paramref name="dtype"/>, typed as such.</summary>
    public void BoolToMask(DType dtype)
    {
        if (form.ElementBytes(dtype) == form.ElementBytes(DType.Bool))
        {
            As(DType.Bool, dtype);
            return;
        }
        Convert64To32(DType.I64);
        As(DType.I32, dtype);
    }

    /// <summary>I32 → I64, U32 → U64 or F32 → F64: half a vector becomes a whole one.</summary>
    public void Convert32To64(DType from)
    {
        int bits = form.Bits(from);
        Type half = Type(from), widened = VectorForm.Vector(bits, Wider(from));
        LocalBuilder x = Temp(from);
        il.Load(x);
        il.Call(VectorMethods.Find(VectorMethods.Class(bits), "WidenLower", half));
        il.Load(x);
        il.Call(VectorMethods.Find(VectorMethods.Class(bits), "WidenUpper", half));
        il.Call(VectorMethods.Find(VectorMethods.Class(bits * 2), "Create", widened, widened));
        il.Release(x);
    }

    /// <summary>I64 → I32, U64 → U32 (both wrap) or F64 → F32: a whole vector becomes half of one.</summary>
    public void Convert64To32(DType from)
    {
        int bits = form.Bits(from);
        Type half = VectorForm.Vector(bits / 2, form.Element(from));
        LocalBuilder x = Temp(from);
        il.Load(x);
        il.Call(VectorMethods.Find(VectorMethods.Class(bits), "GetLower", Type(from)));
        il.Load(x);
        il.Call(VectorMethods.Find(VectorMethods.Class(bits), "GetUpper", Type(from)));
        il.Call(VectorMethods.Find(VectorMethods.Class(bits / 2), "Narrow", half, half));
        il.Release(x);
    }

    private static Type Wider(DType dtype) => dtype switch
    {
        DType.F32 => typeof(double),
        DType.I32 or DType.I8 => typeof(long),
        _ => typeof(ulong),
    };
}
