using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>The one machine operation for <c>x &lt;&lt; n | x &gt;&gt; (width - n)</c>, which random numbers are made of; AVX-512 has it.</summary>
internal static class Rotations
{
    /// <summary>The method that rotates registers of a type to the left by a constant, or null where the machine has none.</summary>
    public static MethodInfo? Find(Type register) =>
        Avx512F.VL.IsSupported ? VectorMethods.TryFind(typeof(Rotations), nameof(RotateLeft), register, typeof(byte)) : null;

    /// <summary>The operand and the count to the left, where an Or of these two shifts by constants is a rotation.</summary>
    public static (int Register, int Count)? Match(Instruction? a, Instruction? b, Func<int, ulong?> constant, int width)
    {
        if (a is not ApplyInstruction left || b is not ApplyInstruction right) return null;
        if (left.Op == ScalarOp.ShiftRightLogical) (left, right) = (right, left);
        if (left.Op != ScalarOp.ShiftLeft || right.Op != ScalarOp.ShiftRightLogical || left.A != right.A) return null;
        return constant(left.B) is ulong n && constant(right.B) is ulong m && n > 0 && m > 0 && n < (ulong)width && n + m == (ulong)width
            ? (left.A, (int)n) : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> RotateLeft(Vector128<int> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> RotateLeft(Vector128<uint> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> RotateLeft(Vector128<long> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> RotateLeft(Vector128<ulong> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> RotateLeft(Vector256<int> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> RotateLeft(Vector256<long> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> RotateLeft(Vector256<ulong> x, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> RotateLeft(Vector512<int> x, [ConstantExpected] byte count) => Avx512F.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft(Vector512<uint> x, [ConstantExpected] byte count) => Avx512F.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> RotateLeft(Vector512<long> x, [ConstantExpected] byte count) => Avx512F.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> RotateLeft(Vector512<ulong> x, [ConstantExpected] byte count) => Avx512F.RotateLeft(x, count);
}
