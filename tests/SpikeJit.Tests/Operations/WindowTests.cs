using SpikeJit.Tests.Operations.Matrix;

namespace SpikeJit.Tests.Operations;

/// <summary>Convolutions and pools with random strides, paddings, dilations and groups, against loops.</summary>
public sealed class WindowTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    /// <summary>Two spatial axes.</summary>
    private sealed record Setting(int Batch, int Groups, int Inputs, int Outputs, int[] Extent, int[] Window, int[] Strides, (int Before, int After)[] Padding, int[] Dilation, int[] Spread)
    {
        public static Setting Random(Random r, bool dilated)
        {
            int[] Two(int from, int to) => [r.Next(from, to), r.Next(from, to)];
            (int, int) Widths() => (r.Next(-1, 3), r.Next(-1, 3));
            return new(r.Next(1, 3), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3), Two(4, 8), Two(1, 4), Two(1, 4), [Widths(), Widths()], Two(1, dilated ? 3 : 2), Two(1, dilated ? 3 : 2));
        }

        public Windows Windows => new() { Strides = Strides, Padding = Padding, Dilation = Dilation, InputDilation = Spread, Groups = Groups };

        public int Padded(int axis) => (Extent[axis] - 1) * Spread[axis] + 1 + Padding[axis].Before + Padding[axis].After;

        public int Reach(int axis) => (Window[axis] - 1) * Dilation[axis] + 1;

        public int Results(int axis) => (Padded(axis) - Reach(axis)) / Strides[axis] + 1;

        public bool Fits => Padded(0) >= Reach(0) && Padded(1) >= Reach(1);

        /// <summary>Which element window element k of result i meets; null for padding and gaps.</summary>
        public int? Element(int axis, int i, int k)
        {
            int at = i * Strides[axis] + k * Dilation[axis] - Padding[axis].Before;
            return at < 0 || at % Spread[axis] != 0 || at / Spread[axis] >= Extent[axis] ? null : at / Spread[axis];
        }
    }

    private static Plain Random(Random r, params int[] shape) => Plain.Make(shape, _ => 2 * r.NextDouble() - 1);

    private static Tensor AsTensor(Plain x) => Tensor.From(x.Data, x.Shape);

    private static void Same(Plain expected, Tensor found, string what)
    {
        Assert.Equal(expected.Shape, found.Shape.ToArray());
        Near.Relative<double>(expected.Data, found.ToArray<double>(), 1e-12, 1, what);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Convolutions_are_sums_over_windows(int seed)
    {
        var r = new Random(seed);
        Setting s = Setting.Random(r, dilated: true);
        if (!s.Fits) return;
        Plain x = Random(r, [s.Batch, s.Groups * s.Inputs, .. s.Extent]), w = Random(r, [s.Groups * s.Outputs, s.Inputs, .. s.Window]);
        Plain expected = Plain.Make([s.Batch, s.Groups * s.Outputs, s.Results(0), s.Results(1)], i =>
        {
            double sum = 0;
            for (int c = 0; c < s.Inputs; c++)
                for (int k = 0; k < s.Window[0]; k++)
                    for (int l = 0; l < s.Window[1]; l++)
                        if (s.Element(0, i[2], k) is { } row && s.Element(1, i[3], l) is { } column)
                            sum += x[i[0], i[1] / s.Outputs * s.Inputs + c, row, column] * w[i[1], c, k, l];
            return sum;
        });
        Func<Tensor, Tensor, Tensor> f = (a, b) => a.Convolve(b, s.Windows);
        Same(expected, f(AsTensor(x), AsTensor(w)), s.ToString());
        Same(expected, f.Jit()(AsTensor(x), AsTensor(w)), s.ToString());
        // The derivative by the kernel at a kernel is the convolution itself, as it is linear.
        (_, Tensor tangent) = f.Jvp((AsTensor(x), AsTensor(w)), (Tensor.Zeros(x.Shape, DType.F64), AsTensor(w)));
        Same(expected, tangent, s.ToString());
        // ⟨ct, conv(x, w)⟩ is linear in x, so it equals ⟨x, gradient⟩.
        Tensor ct = AsTensor(Random(r, expected.Shape));
        Tensor gradient = Fn.Grad((Tensor a) => (f(a, AsTensor(w)) * ct).Sum())(AsTensor(x));
        Assert.Equal((AsTensor(expected) * ct).Sum().ToDouble(), (AsTensor(x) * gradient).Sum().ToDouble(), 1e-10);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Pools_are_over_windows(int seed)
    {
        var r = new Random(seed);
        Setting s = Setting.Random(r, dilated: false);
        if (!s.Fits) return;
        Plain x = Random(r, [s.Batch, s.Inputs, .. s.Extent]);
        Plain Pooled(double start, Func<double, double, double> join) => Plain.Make([s.Batch, s.Inputs, s.Results(0), s.Results(1)], i =>
        {
            double result = start;
            for (int k = 0; k < s.Window[0]; k++)
                for (int l = 0; l < s.Window[1]; l++)
                    if (s.Element(0, i[2], k) is { } row && s.Element(1, i[3], l) is { } column) result = join(result, x[i[0], i[1], row, column]);
            return result;
        });
        Windows windows = s.Windows with { Groups = 1 };
        Same(Pooled(double.NegativeInfinity, Math.Max), AsTensor(x).MaxPool(s.Window, windows), s.ToString());
        Same(Pooled(double.PositiveInfinity, Math.Min), AsTensor(x).MinPool(s.Window, windows), s.ToString());
        Same(Pooled(0, (a, b) => a + b), AsTensor(x).SumPool(s.Window, windows), s.ToString());
        Same(Pooled(0, (a, b) => a + b).Map(v => v / (s.Window[0] * s.Window[1])), AsTensor(x).AveragePool(s.Window, windows), s.ToString());
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Tensors_of_positions_choose_and_replace(int seed)
    {
        var r = new Random(seed);
        Plain x = Random(r, 4, 5, 3);
        int[] first = [.. Enumerable.Range(0, 6).Select(_ => r.Next(-4, 4))], second = [.. Enumerable.Range(0, 6).Select(_ => r.Next(-5, 5))];
        int Row(int k) => (first[k] + 4) % 4;
        int Column(int k) => (second[k] + 5) % 5;
        Tensor i = Tensor.From(first, [2, 3]), j = Tensor.From(second, [2, 3]), t = AsTensor(x);
        Same(Plain.Make([2, 3, 3], n => x[Row(3 * n[0] + n[1]), Column(3 * n[0] + n[1]), n[2]]), t[i, j], "[i, j]");
        Same(Plain.Make([2, 2, 3, 2], n => x[n[0] + 1, Column(3 * n[1] + n[2]), n[3] + 1]), t[1..3, j, 1..], "[1..3, j, 1..]");
        Same(Plain.Make([2, 3], n => x[Row(3 * n[0] + n[1]), Column(3 * n[0] + n[1]), 1]), t[i, j, 1], "[i, j, 1]");
        // Broadcast together: a column of rows, a row of columns.
        Same(Plain.Make([2, 3, 3], n => x[Row(n[0]), Column(n[1]), n[2]]), t[Tensor.From(first[..2], [2, 1]), Tensor.From(second[..3])], "[i, j] apart");

        Plain u = Random(r, 2, 3, 3);
        double[] added = [.. x.Data], set = [.. x.Data];
        for (int k = 0; k < 6; k++)
            for (int c = 0; c < 3; c++)
            {
                int place = Plain.Place(x.Shape, [Row(k), Column(k), c]);
                added[place] += u[k / 3, k % 3, c];
                set[place] = u[k / 3, k % 3, c];
            }
        Same(new(x.Shape, added), t.WithAdded([i, j], AsTensor(u)), "added");
        Same(new(x.Shape, set), t.With([i, j], AsTensor(u)), "set");
    }
}
