using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>
/// The vector operations that the kernel is written in, for one width. A type argument rather than a value, so that every operation becomes
/// one instruction.
/// </summary>
internal unsafe interface ILanes<T, V> where T : unmanaged where V : struct
{
    static abstract int Count { get; }

    /// <summary>Rows of the largest register block: with two vectors a row, what the registers of such a machine hold.</summary>
    static abstract int MaxRows { get; }

    static abstract V Zero { get; }
    static abstract V Load(byte* p);
    static abstract V Broadcast(byte* p);
    static abstract V Add(V a, V b);
    static abstract V MultiplyAdd(V a, V b, V c);
    static abstract void Store(byte* p, V value);

    /// <summary>Whether a lane of either is -0.</summary>
    static abstract bool HasNegativeZero(V a, V b);

    /// <summary>All bits set in the first <paramref name="count"/> lanes.</summary>
    static abstract V Mask(int count);

    /// <summary>The first <paramref name="count"/> lanes, from memory that may end behind them; zeros elsewhere.</summary>
    static abstract V LoadFirst(byte* p, int count, V mask);

    static abstract void StoreFirst(byte* p, int count, V mask, V value);

    /// <summary>Turns <see cref="Count"/> rows of 16 bytes, <paramref name="row"/> apart, into as many columns, <paramref name="pitch"/> apart.</summary>
    static abstract void TransposeSquares(byte* from, nint row, byte* to, nint pitch);
}

internal readonly unsafe struct Lanes512<T> : ILanes<T, Vector512<T>> where T : unmanaged, INumberBase<T>
{
    public static int Count => Vector512<T>.Count;
    public static int MaxRows => 14;
    public static Vector512<T> Zero => Vector512<T>.Zero;
    public static Vector512<T> Load(byte* p) => Vector512.Load((T*)p);
    public static Vector512<T> Broadcast(byte* p) => Vector512.Create(*(T*)p);
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;
    public static void Store(byte* p, Vector512<T> value) => value.Store((T*)p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNegativeZero(Vector512<T> a, Vector512<T> b)
    {
        if (sizeof(T) == 4) return Vector512.EqualsAny(a.AsUInt32(), Vector512.Create(1u << 31)) || Vector512.EqualsAny(b.AsUInt32(), Vector512.Create(1u << 31));
        return Vector512.EqualsAny(a.AsUInt64(), Vector512.Create(1UL << 63)) || Vector512.EqualsAny(b.AsUInt64(), Vector512.Create(1UL << 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mask(int count) => Vector512.LessThan(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadFirst(byte* p, int count, Vector512<T> mask)
    {
        if (!Avx512F.IsSupported)
        {
            Vector512<T> loaded = default;
            Unsafe.CopyBlockUnaligned(&loaded, p, (uint)(count * sizeof(T)));
            return loaded;
        }
        return typeof(T) == typeof(float)
            ? Avx512F.MaskLoad((float*)p, mask.AsSingle(), Vector512<float>.Zero).As<float, T>()
            : Avx512F.MaskLoad((double*)p, mask.AsDouble(), Vector512<double>.Zero).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(byte* p, int count, Vector512<T> mask, Vector512<T> value)
    {
        if (!Avx512F.IsSupported) Unsafe.CopyBlockUnaligned(p, &value, (uint)(count * sizeof(T)));
        else if (typeof(T) == typeof(float)) Avx512F.MaskStore((float*)p, mask.AsSingle(), value.AsSingle());
        else Avx512F.MaskStore((double*)p, mask.AsDouble(), value.AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeSquares(byte* from, nint row, byte* to, nint pitch)
    {
        if (sizeof(T) == 8)
        {
            Vector512<T> even = Gather(from, 2 * row), odd = Gather(from + row, 2 * row);
            Low(even, odd).Store((T*)to);
            High(even, odd).Store((T*)(to + pitch));
            return;
        }
        Vector512<T> r0 = Gather(from, 4 * row), r1 = Gather(from + row, 4 * row);
        Vector512<T> r2 = Gather(from + 2 * row, 4 * row), r3 = Gather(from + 3 * row, 4 * row);
        Vector512<T> e0 = Low(r0, r2), e1 = High(r0, r2), o0 = Low(r1, r3), o1 = High(r1, r3);
        Low(e0, o0).Store((T*)to);
        High(e0, o0).Store((T*)(to + pitch));
        Low(e1, o1).Store((T*)(to + 2 * pitch));
        High(e1, o1).Store((T*)(to + 3 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Gather(byte* p, nint step) => Vector512.Create(
        Vector256.Create(Vector128.Load((T*)p), Vector128.Load((T*)(p + step))),
        Vector256.Create(Vector128.Load((T*)(p + 2 * step)), Vector128.Load((T*)(p + 3 * step))));

    /// <summary>The lower halves of each 16 bytes of both, interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Low(Vector512<T> a, Vector512<T> b)
    {
        if (!Avx512F.IsSupported) return Vector512.Create(Lanes256<T>.Low(a.GetLower(), b.GetLower()), Lanes256<T>.Low(a.GetUpper(), b.GetUpper()));
        return sizeof(T) == 8
            ? Avx512F.UnpackLow(a.AsDouble(), b.AsDouble()).As<double, T>()
            : Avx512F.UnpackLow(a.AsSingle(), b.AsSingle()).As<float, T>();
    }

    /// <summary>The upper halves of each 16 bytes of both, interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> High(Vector512<T> a, Vector512<T> b)
    {
        if (!Avx512F.IsSupported) return Vector512.Create(Lanes256<T>.High(a.GetLower(), b.GetLower()), Lanes256<T>.High(a.GetUpper(), b.GetUpper()));
        return sizeof(T) == 8
            ? Avx512F.UnpackHigh(a.AsDouble(), b.AsDouble()).As<double, T>()
            : Avx512F.UnpackHigh(a.AsSingle(), b.AsSingle()).As<float, T>();
    }
}

internal readonly unsafe struct Lanes256<T> : ILanes<T, Vector256<T>> where T : unmanaged, INumberBase<T>
{
    public static int Count => Vector256<T>.Count;
    public static int MaxRows => 6;
    public static Vector256<T> Zero => Vector256<T>.Zero;
    public static Vector256<T> Load(byte* p) => Vector256.Load((T*)p);
    public static Vector256<T> Broadcast(byte* p) => Vector256.Create(*(T*)p);
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;
    public static void Store(byte* p, Vector256<T> value) => value.Store((T*)p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNegativeZero(Vector256<T> a, Vector256<T> b)
    {
        if (sizeof(T) == 4) return Vector256.EqualsAny(a.AsUInt32(), Vector256.Create(1u << 31)) || Vector256.EqualsAny(b.AsUInt32(), Vector256.Create(1u << 31));
        return Vector256.EqualsAny(a.AsUInt64(), Vector256.Create(1UL << 63)) || Vector256.EqualsAny(b.AsUInt64(), Vector256.Create(1UL << 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mask(int count) => Vector256.LessThan(Vector256<T>.Indices, Vector256.Create(T.CreateTruncating(count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadFirst(byte* p, int count, Vector256<T> mask)
    {
        if (!Avx.IsSupported)
        {
            Vector256<T> loaded = default;
            Unsafe.CopyBlockUnaligned(&loaded, p, (uint)(count * sizeof(T)));
            return loaded;
        }
        return typeof(T) == typeof(float)
            ? Avx.MaskLoad((float*)p, mask.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)p, mask.AsDouble()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(byte* p, int count, Vector256<T> mask, Vector256<T> value)
    {
        if (!Avx.IsSupported) Unsafe.CopyBlockUnaligned(p, &value, (uint)(count * sizeof(T)));
        else if (typeof(T) == typeof(float)) Avx.MaskStore((float*)p, mask.AsSingle(), value.AsSingle());
        else Avx.MaskStore((double*)p, mask.AsDouble(), value.AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeSquares(byte* from, nint row, byte* to, nint pitch)
    {
        if (sizeof(T) == 8)
        {
            Vector256<T> even = Gather(from, 2 * row), odd = Gather(from + row, 2 * row);
            Low(even, odd).Store((T*)to);
            High(even, odd).Store((T*)(to + pitch));
            return;
        }
        Vector256<T> r0 = Gather(from, 4 * row), r1 = Gather(from + row, 4 * row);
        Vector256<T> r2 = Gather(from + 2 * row, 4 * row), r3 = Gather(from + 3 * row, 4 * row);
        Vector256<T> e0 = Low(r0, r2), e1 = High(r0, r2), o0 = Low(r1, r3), o1 = High(r1, r3);
        Low(e0, o0).Store((T*)to);
        High(e0, o0).Store((T*)(to + pitch));
        Low(e1, o1).Store((T*)(to + 2 * pitch));
        High(e1, o1).Store((T*)(to + 3 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Gather(byte* p, nint step) => Vector256.Create(Vector128.Load((T*)p), Vector128.Load((T*)(p + step)));

    /// <summary>The lower halves of each 16 bytes of both, interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Low(Vector256<T> a, Vector256<T> b)
    {
        if (!Avx.IsSupported) return Vector256.Create(Lanes128<T>.Low(a.GetLower(), b.GetLower()), Lanes128<T>.Low(a.GetUpper(), b.GetUpper()));
        return sizeof(T) == 8
            ? Avx.UnpackLow(a.AsDouble(), b.AsDouble()).As<double, T>()
            : Avx.UnpackLow(a.AsSingle(), b.AsSingle()).As<float, T>();
    }

    /// <summary>The upper halves of each 16 bytes of both, interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> High(Vector256<T> a, Vector256<T> b)
    {
        if (!Avx.IsSupported) return Vector256.Create(Lanes128<T>.High(a.GetLower(), b.GetLower()), Lanes128<T>.High(a.GetUpper(), b.GetUpper()));
        return sizeof(T) == 8
            ? Avx.UnpackHigh(a.AsDouble(), b.AsDouble()).As<double, T>()
            : Avx.UnpackHigh(a.AsSingle(), b.AsSingle()).As<float, T>();
    }
}

/// <summary>The width of Arm64 (32 registers) and of x64 without AVX.</summary>
internal readonly unsafe struct Lanes128<T> : ILanes<T, Vector128<T>> where T : unmanaged, INumberBase<T>
{
    public static int Count => Vector128<T>.Count;
    public static int MaxRows => 8;
    public static Vector128<T> Zero => Vector128<T>.Zero;
    public static Vector128<T> Load(byte* p) => Vector128.Load((T*)p);
    public static Vector128<T> Broadcast(byte* p) => Vector128.Create(*(T*)p);
    public static Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;
    public static void Store(byte* p, Vector128<T> value) => value.Store((T*)p);
    public static Vector128<T> Mask(int count) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNegativeZero(Vector128<T> a, Vector128<T> b)
    {
        if (sizeof(T) == 4) return Vector128.EqualsAny(a.AsUInt32(), Vector128.Create(1u << 31)) || Vector128.EqualsAny(b.AsUInt32(), Vector128.Create(1u << 31));
        return Vector128.EqualsAny(a.AsUInt64(), Vector128.Create(1UL << 63)) || Vector128.EqualsAny(b.AsUInt64(), Vector128.Create(1UL << 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) => typeof(T) == typeof(float)
        ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadFirst(byte* p, int count, Vector128<T> mask)
    {
        if (count == Count) return Load(p);
        T* x = (T*)p;
        Vector128<T> v = Vector128.CreateScalar(x[0]);
        if (Count == 2 || count == 1) return v;
        v = v.WithElement(1, x[1]);
        return count == 2 ? v : v.WithElement(2, x[2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(byte* p, int count, Vector128<T> mask, Vector128<T> value)
    {
        T* x = (T*)p;
        for (int i = 0; i < count; i++) x[i] = value.GetElement(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeSquares(byte* from, nint row, byte* to, nint pitch)
    {
        if (sizeof(T) == 8)
        {
            Vector128<T> even = Gather(from, 2 * row), odd = Gather(from + row, 2 * row);
            Low(even, odd).Store((T*)to);
            High(even, odd).Store((T*)(to + pitch));
            return;
        }
        Vector128<T> r0 = Gather(from, 4 * row), r1 = Gather(from + row, 4 * row);
        Vector128<T> r2 = Gather(from + 2 * row, 4 * row), r3 = Gather(from + 3 * row, 4 * row);
        Vector128<T> e0 = Low(r0, r2), e1 = High(r0, r2), o0 = Low(r1, r3), o1 = High(r1, r3);
        Low(e0, o0).Store((T*)to);
        High(e0, o0).Store((T*)(to + pitch));
        Low(e1, o1).Store((T*)(to + 2 * pitch));
        High(e1, o1).Store((T*)(to + 3 * pitch));
    }

    private static Vector128<T> Gather(byte* p, nint step) => Vector128.Load((T*)p);

    /// <summary>The lower halves of each 16 bytes of both, interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Low(Vector128<T> a, Vector128<T> b)
    {
        if (sizeof(T) == 8) return Vector128.Create(a.GetLower(), b.GetLower());
        Vector128<float> x = a.AsSingle(), y = b.AsSingle();
        Vector128<float> z =
            Sse.IsSupported ? Sse.UnpackLow(x, y) :
            AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y) :
            Vector128.Create(x[0], y[0], x[1], y[1]);
        return z.As<float, T>();
    }

    /// <summary>The upper halves of each 16 bytes of both, interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> High(Vector128<T> a, Vector128<T> b)
    {
        if (sizeof(T) == 8) return Vector128.Create(a.GetUpper(), b.GetUpper());
        Vector128<float> x = a.AsSingle(), y = b.AsSingle();
        Vector128<float> z =
            Sse.IsSupported ? Sse.UnpackHigh(x, y) :
            AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y) :
            Vector128.Create(x[2], y[2], x[3], y[3]);
        return z.As<float, T>();
    }
}
