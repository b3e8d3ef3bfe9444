namespace SpikeJit.Cpu;

/// <summary>
/// The mathematical functions of <see cref="Compilation.ScalarOp"/>, one method a function and named like it, for a scalar and for vectors of 128,
/// 256 and 512 bits. A lane gets the same bits whatever the width, because each formula is written once: the body of a loop, its tail and the
/// interpreter agree. Subnormals are kept, NaN stays NaN, odd functions keep the sign of zero. <see cref="MathF"/> gives other bits.
/// </summary>
internal static unsafe partial class VectorMath
{
    private static T Map<T>(T x, delegate*<float, float> function) where T : struct, IFloat32Lanes<T>
    {
        for (var lane = 0; lane < T.Count; lane++)
            x = T.With(x, lane, function(T.Get(x, lane)));
        return x;
    }

    private static T Map<T>(T x, T y, delegate*<float, float, float> function) where T : struct, IFloat32Lanes<T>
    {
        for (var lane = 0; lane < T.Count; lane++)
            x = T.With(x, lane, function(T.Get(x, lane), T.Get(y, lane)));
        return x;
    }

    private static T Map<T>(T x, delegate*<double, double> function) where T : struct, IFloat64Lanes<T>
    {
        for (var lane = 0; lane < T.Count; lane++)
            x = T.With(x, lane, function(T.Get(x, lane)));
        return x;
    }

    private static T Map<T>(T x, T y, delegate*<double, double, double> function) where T : struct, IFloat64Lanes<T>
    {
        for (var lane = 0; lane < T.Count; lane++)
            x = T.With(x, lane, function(T.Get(x, lane), T.Get(y, lane)));
        return x;
    }
}
