namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>An array in the plainest form, for references written by hand: extents, and numbers in row-major order.</summary>
internal sealed record Plain(int[] Shape, double[] Data)
{
    public double this[params int[] index] => Data[Place(Shape, index)];

    public int Rank => Shape.Length;

    /// <summary>An array whose elements are a function of their index.</summary>
    public static Plain Make(int[] shape, Func<int[], double> element)
    {
        var data = new double[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < data.Length; i++) data[i] = element(IndexOf(shape, i));
        return new Plain(shape, data);
    }

    /// <summary>An array of the same shape whose elements are functions of this one's.</summary>
    public Plain Map(Func<double, double> f) => new(Shape, [.. Data.Select(f)]);

    public static Plain Of(Tensor x) => new(x.Shape.ToArray(), x.As(DType.F64).ToArray<double>());

    public static int Place(int[] shape, int[] index)
    {
        int place = 0;
        for (int a = 0; a < shape.Length; a++) place = place * shape[a] + index[a];
        return place;
    }

    private static int[] IndexOf(int[] shape, int place)
    {
        var index = new int[shape.Length];
        for (int a = shape.Length - 1; a >= 0; a--) (place, index[a]) = (place / shape[a], place % shape[a]);
        return index;
    }
}
