using System.Numerics;
using System.Runtime.InteropServices;

namespace SpikeJit.Stochastic;

/// <summary>Looks for NaN and infinities.</summary>
internal static class FiniteCheck
{
    /// <exception cref="ArgumentException">A value of the concrete floating-point tensor is not finite.</exception>
    public static void Require(Tensor x, string name)
    {
        int bad = x.DType == DType.F32 ? FirstNotFinite(x.ToArray<float>()) : Array.FindIndex(x.ToArray<double>(), v => !double.IsFinite(v));
        if (bad >= 0) Throw(name, bad, x.Reshape(x.Size)[bad].ToDouble());
    }

    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static void Require(ReadOnlySpan<float> x, string name)
    {
        int bad = FirstNotFinite(x);
        if (bad >= 0) Throw(name, bad, x[bad]);
    }

    // x·0 is 0 for a finite x and NaN for any other; sums of such products keep a NaN.
    private static int FirstNotFinite(ReadOnlySpan<float> x)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        Vector<float> sum = Vector<float>.Zero;
        foreach (Vector<float> v in vectors) sum += v * Vector<float>.Zero;
        int from = Vector.EqualsAll(sum, Vector<float>.Zero) ? vectors.Length * Vector<float>.Count : 0;
        for (int i = from; i < x.Length; i++)
        {
            if (!float.IsFinite(x[i])) return i;
        }
        return -1;
    }

    private static void Throw(string name, int index, double value) =>
        throw new ArgumentException($"{name} holds {value} at flat index {index}. Give finite values only.", name);
}
