using SpikeJit;

namespace Docs;

/// <summary>Sections 10 to 18 of the tour, as they are printed there.</summary>
public sealed partial class TourTests
{
    private static void Section10()
    {
        var loss = (Line p, Tensor x, Tensor y) => (p.Slope * x + p.Offset - y).Square().Mean();
        Tensor x = Tensor.From([0f, 1f, 2f, 3f]), y = 2f * x + 1f;
        var step = Fn.Jit(Fn.Grad(loss));
        var p = new Line(0f, 0f);
        for (int i = 0; i < 200; i++) p = Tree.Map((w, g) => w - 0.1f * g, p, step(p, x, y));
        Console.WriteLine($"{p.Slope.ToSingle():F3} {p.Offset.ToSingle():F3}");
    }

    private static void Section11()
    {
        int traces = 0;
        var power = Fn.Jit((Tensor x, int n) =>
        {
            traces++;
            return x.Pow(n) + 1f;
        });
        Console.WriteLine(power(2f, 3));
        Console.WriteLine(power(3f, 3));
        Console.WriteLine(power(3f, 4));
        Console.WriteLine(power(Tensor.From([1f, 2f]), 4));
    }

    private static void Section12()
    {
        var update = Fn.Jit((Tensor w, Tensor g) => w - 0.1f * g, new JitOptions { DonatedArguments = [0] });
        Tensor w = Tensor.From([1f, 2f]);
        Tensor next = update(w, Tensor.From([10f, 10f]));
        Console.WriteLine(next);
        try
        {
            Console.WriteLine(w);
        }
        catch (DonationException e)
        {
            Console.WriteLine(e.GetType().Name);
        }
        var repeat = Fn.Jit((Tensor x, Tensor times) => Enumerable.Repeat(x, times.Item<int>()).Aggregate((a, b) => a * b), new JitOptions { StaticArguments = [1] });
        Console.WriteLine(repeat(2f, (Tensor)5));
    }

    private static void Section13()
    {
        var predict = (Tensor w, Tensor x) => w.Dot(x).Tanh();
        Tensor w = Tensor.From([1f, 0f, 0f, -1f], [2, 2]);
        Tensor batch = Tensor.From([0f, 0f, 1f, 1f, 2f, 4f], [3, 2]);
        Console.WriteLine(Fn.VMap(predict, (null, 0))(w, batch));
        Console.WriteLine(Fn.VMap(predict, (null, 0), 1)(w, batch).Shape);
        var loss = (Tensor w, Tensor x) => w.Dot(x).Square().Sum();
        Console.WriteLine(Fn.VMap(Fn.Grad(loss), (null, 0))(w, batch)[1]);
    }

    private static void Section14()
    {
        var centred = Fn.VMap((Tensor x) => x - Fn.MeanOver(x, "batch"), axisName: "batch");
        Console.WriteLine(centred(Tensor.From([1f, 2f, 6f])));
        var ring = Fn.VMap((Tensor x) => Fn.PermuteOver(x, "i", (0, 1), (1, 2), (2, 0)) + 10f * Fn.IndexOver("i"), axisName: "i");
        Console.WriteLine(ring(Tensor.From([1f, 2f, 6f])));
    }

    private static void Section15()
    {
        Tensor x = Tensor.From([-1f, 4f]);
        Console.WriteLine(Tensor.Select(x > 0f, x, 0.1f * x));
        var root = Fn.Jit((Tensor y) => Fn.Cond(y > 0f, v => v.Sqrt(), v => Tensor.ZerosLike(v), y));
        Console.WriteLine($"{root(4f)} {root(-4f)} {Fn.Grad(root)(4f)}");
        var halvings = Fn.Jit((Tensor y) => Fn.While(c => c.Y > 1f, c => (0.5f * c.Y, c.N + 1), (Y: y, N: (Tensor)0)).N);
        Console.WriteLine(halvings(100f));
    }

    private static void Section16()
    {
        var filter = (Tensor xs) => Fn.Scan((Tensor v, Tensor x) =>
        {
            v = 0.5f * v + x;
            return (v, v);
        }, (Tensor)0f, xs).Outputs;
        Tensor pulses = Tensor.From([1f, 0f, 0f, 1f]);
        Console.WriteLine(filter(pulses));
        Console.WriteLine(Fn.Grad((Tensor xs) => filter(xs).Sum())(pulses));
    }

    private static void Section17()
    {
        var filter = (Tensor xs) =>
        {
            Tensor v = 0f, sum = 0f;
            for (int t = 0; t < 100; t++)
            {
                v = 0.5f * v + xs[t];
                sum += v.Square();
            }
            return sum;
        };
        string graph = Fn.Trace(filter)(Tensor.Ones([100])).ToString();
        Console.WriteLine(graph.Contains("scan[length 100"));
        Console.WriteLine(Fn.Trace(filter)(Tensor.Ones([100])).Operations < 20);
        Console.WriteLine(Fn.Jit(filter)(Tensor.Ones([100])));
    }

    private static void Section18()
    {
        Tensor a = Tensor.Full([4], 0.5f), b = Tensor.From([1f, 0f, 0f, 1f]);
        (Tensor _, Tensor v) = Fn.AssociativeScan((x, y) => (x.A * y.A, y.A * x.B + y.B), (A: a, B: b));
        Console.WriteLine(v);
        Console.WriteLine(Fn.AssociativeScan(Tensor.Maximum, Tensor.From([1, 3, 2, 5, 4]), reverse: true));
    }
}
