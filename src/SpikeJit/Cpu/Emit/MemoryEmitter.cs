using System.Reflection.Emit;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Loads and stores of registers. A place is given by the action that pushes the address of the element so many elements further along the lanes
/// of the register, so it is pushed once for a contiguous register and once a lane for a scattered one.
/// </summary>
internal sealed class MemoryEmitter(VectorCode code)
{
    private Il Il => code.Il;

    private int Lanes => code.Form.Lanes;

    /// <summary>Leaves a register on the stack: <paramref name="valid"/> lanes read with this step between them, other lanes zero.</summary>
    public void Load(DType dtype, Action<long> address, long step, int valid)
    {
        if (code.Form.IsScalar || step == 0)
        {
            address(0);
            LoadNumber(dtype);
            code.NumberToElement(dtype);
            code.Broadcast(dtype);
        }
        else if (step == 1) LoadContiguous(dtype, address, valid);
        else
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                if (lane >= valid)
                {
                    code.ScalarConstant(dtype, 0);
                    continue;
                }
                address(lane * step);
                LoadNumber(dtype);
                code.NumberToElement(dtype);
            }
            Il.Call(VectorMethods.Create(code.Form.Bits(dtype), code.Form.Element(dtype), Lanes));
        }
    }

    /// <summary>Writes the first <paramref name="valid"/> lanes of what <paramref name="value"/> pushes.</summary>
    public void Store(DType dtype, Action<long> address, long step, int valid, Action value)
    {
        if (code.Form.IsScalar || step == 0)
        {
            address(0);
            value();
            code.ToScalar(dtype);
            code.ElementToNumber(dtype);
            StoreNumber(dtype);
        }
        else if (step == 1) StoreContiguous(dtype, address, valid, value);
        else
        {
            value();
            LocalBuilder register = code.Temp(dtype);
            for (int lane = 0; lane < valid; lane++)
            {
                address(lane * step);
                Il.Load(register);
                code.Element(dtype, lane);
                code.ElementToNumber(dtype);
                StoreNumber(dtype);
            }
            Il.Release(register);
        }
    }

    /// <summary>Reads a whole register, as it is, from the address on the stack.</summary>
    public void LoadRegister(DType dtype)
    {
        if (code.Form.IsScalar) code.LoadElement(dtype);
        else Il.Call(VectorMethods.Find(VectorMethods.Class(code.Form.Bits(dtype)), "Load", code.Form.Element(dtype).MakePointerType()));
    }

    /// <summary>Writes a whole register, as it is, to an address; each is given as the action that pushes it.</summary>
    public void StoreRegister(DType dtype, Action address, Action value)
    {
        if (code.Form.IsScalar)
        {
            address();
            value();
            code.StoreElement(dtype);
            return;
        }
        value();
        address();
        Il.Call(VectorMethods.Find(VectorMethods.Class(code.Form.Bits(dtype)), "Store", code.Type(dtype),
            code.Form.Element(dtype).MakePointerType()));
    }

    private void LoadContiguous(DType dtype, Action<long> address, int valid)
    {
        address(0);
        if (dtype.Size() == 1)
        {
            DType carrier = Carrier(dtype);
            Il.Int(valid);
            Il.Call(VectorMethods.Find(VectorMethods.Memory(code.Form.Bits(dtype)), carrier == DType.U64 ? "LoadBytesWide" : "LoadBytes",
                typeof(byte*), typeof(int)));
            if (dtype == DType.I8)
            {
                code.As(carrier, DType.I8);
                code.KeepByte(DType.I8);
            }
            if (dtype != DType.Bool) return;
            code.Constant(carrier, 0);
            code.Call("Equals", carrier, 2);
            code.Call("OnesComplement", carrier, 1);
            code.As(carrier, DType.Bool);
        }
        else if (valid == Lanes) LoadRegister(dtype);
        else
        {
            DType carrier = Carrier(dtype);
            Il.Int(valid);
            Il.Call(VectorMethods.Find(VectorMethods.Memory(code.Form.Bits(dtype)), "LoadPartial", code.Form.Element(carrier).MakePointerType(),
                typeof(int)));
            code.As(carrier, dtype);
        }
    }

    private void StoreContiguous(DType dtype, Action<long> address, int valid, Action value)
    {
        if (dtype.Size() > 1 && valid == Lanes)
        {
            StoreRegister(dtype, () => address(0), value);
            return;
        }
        DType carrier = Carrier(dtype);
        value();
        code.ZeroAboveByte(dtype);
        code.As(dtype, carrier);
        if (dtype == DType.Bool)
        {
            code.Constant(carrier, 1);
            code.Call("BitwiseAnd", carrier, 2);
        }
        address(0);
        Il.Int(valid);
        string name = dtype.Size() > 1 ? "StorePartial" : carrier == DType.U64 ? "StoreBytesWide" : "StoreBytes";
        Type element = dtype.Size() > 1 ? code.Form.Element(carrier) : typeof(byte);
        Il.Call(VectorMethods.Find(VectorMethods.Memory(code.Form.Bits(dtype)), name, code.Type(carrier), element.MakePointerType(), typeof(int)));
    }

    private DType Carrier(DType dtype) => code.Form.ElementBytes(dtype) == 8 ? DType.U64 : DType.U32;

    private void LoadNumber(DType dtype)
    {
        Il.Op(dtype switch
        {
            DType.F32 => OpCodes.Ldind_R4,
            DType.F64 => OpCodes.Ldind_R8,
            DType.I64 or DType.U64 => OpCodes.Ldind_I8,
            DType.U8 or DType.Bool => OpCodes.Ldind_U1,
            DType.I8 => OpCodes.Ldind_I1,
            _ => OpCodes.Ldind_I4,
        });
        if (dtype != DType.Bool) return;
        Il.Int(0);
        Il.Op(OpCodes.Cgt_Un);
    }

    private void StoreNumber(DType dtype) => Il.Op(dtype switch
    {
        DType.F32 => OpCodes.Stind_R4,
        DType.F64 => OpCodes.Stind_R8,
        DType.I64 or DType.U64 => OpCodes.Stind_I8,
        DType.U8 or DType.I8 or DType.Bool => OpCodes.Stind_I1,
        _ => OpCodes.Stind_I4,
    });
}
