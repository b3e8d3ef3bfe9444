using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>Shifts by a count of its own for each element; x64 has them with just the meaning of <see cref="ScalarOp"/>, also for counts beyond the
/// width.</summary>
internal static class VariableShifts
{
    /// <summary>The method that shifts registers of a type, or null where the machine has none.</summary>
    public static MethodInfo? Find(ScalarOp op, Type register)
    {
        int bits = Is128(register) ? 128 : register.GetGenericTypeDefinition() == typeof(Vector256<>) ? 256 : 512;
        bool wide = register.GetGenericArguments()[0] is var e && (e == typeof(long) || e == typeof(ulong));
        bool arithmetic = op == ScalarOp.ShiftRightArithmetic;
        bool supported = bits == 512 ? Avx512F.IsSupported : arithmetic && wide ? Avx512F.VL.IsSupported : Avx2.IsSupported;
        return supported ? VectorMethods.TryFind(typeof(VariableShifts), op.ToString(), register, register) : null;
    }

    private static bool Is128(Type register) => register.GetGenericTypeDefinition() == typeof(Vector128<>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ShiftLeft(Vector128<int> a, Vector128<int> b) => Avx2.ShiftLeftLogicalVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ShiftLeft(Vector128<uint> a, Vector128<uint> b) => Avx2.ShiftLeftLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> ShiftLeft(Vector128<long> a, Vector128<long> b) => Avx2.ShiftLeftLogicalVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftLeft(Vector128<ulong> a, Vector128<ulong> b) => Avx2.ShiftLeftLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShiftLeft(Vector256<int> a, Vector256<int> b) => Avx2.ShiftLeftLogicalVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftLeft(Vector256<uint> a, Vector256<uint> b) => Avx2.ShiftLeftLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> ShiftLeft(Vector256<long> a, Vector256<long> b) => Avx2.ShiftLeftLogicalVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftLeft(Vector256<ulong> a, Vector256<ulong> b) => Avx2.ShiftLeftLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftLeft(Vector512<int> a, Vector512<int> b) => Avx512F.ShiftLeftLogicalVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftLeft(Vector512<uint> a, Vector512<uint> b) => Avx512F.ShiftLeftLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> ShiftLeft(Vector512<long> a, Vector512<long> b) => Avx512F.ShiftLeftLogicalVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftLeft(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.ShiftLeftLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ShiftRightLogical(Vector128<int> a, Vector128<int> b) => Avx2.ShiftRightLogicalVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ShiftRightLogical(Vector128<uint> a, Vector128<uint> b) => Avx2.ShiftRightLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> ShiftRightLogical(Vector128<long> a, Vector128<long> b) => Avx2.ShiftRightLogicalVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRightLogical(Vector128<ulong> a, Vector128<ulong> b) => Avx2.ShiftRightLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShiftRightLogical(Vector256<int> a, Vector256<int> b) => Avx2.ShiftRightLogicalVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftRightLogical(Vector256<uint> a, Vector256<uint> b) => Avx2.ShiftRightLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> ShiftRightLogical(Vector256<long> a, Vector256<long> b) => Avx2.ShiftRightLogicalVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRightLogical(Vector256<ulong> a, Vector256<ulong> b) => Avx2.ShiftRightLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftRightLogical(Vector512<int> a, Vector512<int> b) => Avx512F.ShiftRightLogicalVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRightLogical(Vector512<uint> a, Vector512<uint> b) => Avx512F.ShiftRightLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> ShiftRightLogical(Vector512<long> a, Vector512<long> b) => Avx512F.ShiftRightLogicalVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRightLogical(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.ShiftRightLogicalVariable(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ShiftRightArithmetic(Vector128<int> a, Vector128<int> b) => Avx2.ShiftRightArithmeticVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ShiftRightArithmetic(Vector128<uint> a, Vector128<uint> b) =>
        Avx2.ShiftRightArithmeticVariable(a.AsInt32(), b).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> ShiftRightArithmetic(Vector128<long> a, Vector128<long> b) =>
        Avx512F.VL.ShiftRightArithmeticVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRightArithmetic(Vector128<ulong> a, Vector128<ulong> b) =>
        Avx512F.VL.ShiftRightArithmeticVariable(a.AsInt64(), b).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShiftRightArithmetic(Vector256<int> a, Vector256<int> b) => Avx2.ShiftRightArithmeticVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftRightArithmetic(Vector256<uint> a, Vector256<uint> b) =>
        Avx2.ShiftRightArithmeticVariable(a.AsInt32(), b).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> ShiftRightArithmetic(Vector256<long> a, Vector256<long> b) =>
        Avx512F.VL.ShiftRightArithmeticVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRightArithmetic(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx512F.VL.ShiftRightArithmeticVariable(a.AsInt64(), b).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftRightArithmetic(Vector512<int> a, Vector512<int> b) => Avx512F.ShiftRightArithmeticVariable(a, b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRightArithmetic(Vector512<uint> a, Vector512<uint> b) =>
        Avx512F.ShiftRightArithmeticVariable(a.AsInt32(), b).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> ShiftRightArithmetic(Vector512<long> a, Vector512<long> b) => Avx512F.ShiftRightArithmeticVariable(a, b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRightArithmetic(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512F.ShiftRightArithmeticVariable(a.AsInt64(), b).AsUInt64();
}
