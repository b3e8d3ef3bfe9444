using SpikeJit;

namespace Docs;

/// <summary>Sections 1 to 9 of the tour, as they are printed there.</summary>
public sealed partial class TourTests
{
    private static void Section1()
    {
        Tensor v = Tensor.From([1f, 2f, 3f]);
        Tensor m = Tensor.Arange(6).Reshape(2, 3);
        Console.WriteLine(v);
        Console.WriteLine(m);
        Console.WriteLine($"{v.Type}, {m.Type}, {Tensor.Zeros([2, 2]).Type}, {Tensor.Scalar(1.5).Type}");
    }

    private static void Section2()
    {
        Tensor x = Tensor.From([0f, 1f, 2f, 3f]);
        Console.WriteLine(2f * x + 1f);
        Tensor column = Tensor.From([10f, 20f]).Reshape(2, 1);
        Console.WriteLine(column + x);
        Console.WriteLine((x > 1f).As(DType.I32));
        Console.WriteLine((x / 2f).Square());
    }

    private static void Section3()
    {
        Tensor m = Tensor.Arange(12).Reshape(3, 4);
        Console.WriteLine(m[1, ^1]);
        Console.WriteLine(m[.., 1..3]);
        Console.WriteLine(m[^1]);
        Console.WriteLine(m[0, Axis.Every(2)]);
        Console.WriteLine(m[Tensor.From([2, 0]), 1]);
    }

    private static void Section4()
    {
        Tensor x = Tensor.Zeros([5]);
        Tensor y = x.With([2], 7f);
        Tensor z = y.WithAdded([Tensor.From([0, 0, 4])], 1f);
        Console.WriteLine(x);
        Console.WriteLine(y);
        Console.WriteLine(z);
    }

    private static void Section5()
    {
        Tensor m = Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);
        Console.WriteLine(m.Sum());
        Console.WriteLine(m.Mean(0));
        Console.WriteLine(m.Max(axis: 1, keepAxis: true));
        Console.WriteLine(m.Dot(m.Transpose()));
        Console.WriteLine(Tensor.Einsum("ij,j->i", m, Tensor.From([1f, 0f, -1f])));
    }

    private static void Section6()
    {
        var key = new RandomKey(42);
        (RandomKey first, RandomKey second) = key.Split();
        Console.WriteLine(first.Normal([3]));
        Console.WriteLine(second.Uniform([3]));
        Console.WriteLine(key.FoldIn(7).RandInt([5], 0, 10));
    }

    sealed record Layer(Tensor W, Tensor B);

    private static void Section7()
    {
        var layer = new Layer(Tensor.Ones([2, 2]), Tensor.Zeros([2]));
        var model = (layer, Scale: (Tensor)3f);
        Console.WriteLine(string.Join(" ", Tree.Paths(model)));
        var halved = Tree.Map(t => 0.5f * t, model);
        Console.WriteLine(halved.layer.W);
        Console.WriteLine(Tree.Ravel(halved).Vector);
    }

    private static void Section8()
    {
        var f = (Tensor x) => (x.Sin() * x).Sum();
        Console.WriteLine(Fn.Trace(f)(Tensor.Zeros([3])));
    }

    sealed record Line(Tensor Slope, Tensor Offset);

    private static void Section9()
    {
        var loss = (Line p, Tensor x, Tensor y) => (p.Slope * x + p.Offset - y).Square().Mean();
        Tensor x = Tensor.From([0f, 1f, 2f, 3f]), y = 2f * x + 1f;
        var p = new Line(1f, 0f);
        (Tensor value, Line gradient) = Fn.ValueAndGrad(loss)(p, x, y);
        Console.WriteLine($"{value} {gradient.Slope} {gradient.Offset}");
        Console.WriteLine(Fn.Grad(loss, Wrt.Second)(p, x, y));
    }
}
