using SpikeJit;

namespace Docs;

/// <summary>Sections 19 to 26 of the tour, as they are printed there.</summary>
public sealed partial class TourTests
{
    private static void Section19()
    {
        var f = (Tensor x) => x.Square() * x[0];
        Tensor x = Tensor.From([2f, 3f]);
        (Tensor value, Tensor tangent) = Fn.Jvp(f, x, Tensor.From([1f, 0f]));
        Console.WriteLine($"{value} {tangent}");
        (Tensor _, Func<Tensor, Tensor> pullback) = Fn.Vjp(f, x);
        Console.WriteLine(pullback(Tensor.From([0f, 1f])));
    }

    private static void Section20()
    {
        var spike = Fn.CustomVjp<Tensor, Tensor, Tensor>(
            v => (v >= 1f).As(DType.F32),
            v => ((v >= 1f).As(DType.F32), v),
            (v, ct) => ct / (1f + 10f * (v - 1f).Abs()).Square());
        Tensor v = Tensor.From([0.5f, 0.9f, 1.2f]);
        Console.WriteLine(spike(v));
        Console.WriteLine(Fn.Grad((Tensor x) => spike(x).Sum())(v));
    }

    private static void Section21()
    {
        var roots = (Tensor xs) => Fn.Scan((Tensor v, Tensor x) =>
        {
            Fn.Print("step {step}: v = {0:F2}", v);
            return ((v + x).Sqrt(), v);
        }, (Tensor)1f, xs).Carry;
        Console.WriteLine(Fn.Jit(roots)(Tensor.From([3f, 7f])));
        try
        {
            Fn.CheckFinite(roots)(Tensor.From([3f, -7f]));
        }
        catch (NonFiniteException e)
        {
            Console.WriteLine(e.Message.Split(", in")[0]);
        }
        Console.WriteLine(Check.Gradients((Tensor x) => x.Sin() * x, Tensor.From([0.5, 1.5])) < 1e-6);
        try
        {
            Fn.CheckKeys((RandomKey key) => key.Normal([2]) + key.Normal([2]))(new RandomKey(1));
        }
        catch (KeyReuseException e)
        {
            Console.WriteLine(e.Message.Split(':')[1]);
        }
    }

    private static void Section22()
    {
        var block = (Tensor w, Tensor x) =>
        {
            Tensor h = Fn.Name(w.Dot(x).Tanh(), "hidden");
            return w.Dot(h).Tanh().Sum();
        };
        Tensor w = Tensor.Eye(2, DType.F32), x = Tensor.From([0.5f, -0.5f]);
        int Products(Func<Tensor, Tensor, Tensor> f) => Fn.Trace(Fn.Grad(f))(w, x).ToString().Split(" = dot").Length - 1;
        Console.WriteLine(Products(block));
        Console.WriteLine(Products(Fn.Checkpoint(block)));
        Console.WriteLine(Products(Fn.Checkpoint(block, CheckpointPolicy.SaveProducts)));
        Console.WriteLine(Fn.Grad(Fn.Checkpoint(block, CheckpointPolicy.SaveNames("hidden")))(w, x));
    }

    private static void Section23()
    {
        string path = Path.Combine(Path.GetTempPath(), $"tour-{Guid.NewGuid():N}.safetensors");
        TensorFile.SaveSafetensors(path, new Dictionary<string, Tensor> { ["w"] = Tensor.From([1f, 2f]), ["steps"] = 7 });
        foreach ((string name, Tensor tensor) in TensorFile.LoadSafetensors(path).OrderBy(t => t.Key)) Console.WriteLine($"{name}: {tensor.Type} {tensor}");
        File.Delete(path);
    }

    private static void Section24()
    {
        var spike = Fn.CustomVjp<Tensor, Tensor, Tensor>(
            v => (v >= 1f).As(DType.F32),
            v => ((v >= 1f).As(DType.F32), v),
            (v, ct) => ct / (1f + 10f * (v - 1f).Abs()).Square());
        var rate = (Tensor w, Tensor currents) => Fn.Scan((Tensor v, Tensor i) =>
        {
            v = 0.9f * v + w.Dot(i);
            Tensor s = spike(v);
            return (v * (1f - s), s);
        }, (Tensor)0f, currents).Outputs.Mean();
        var loss = (Tensor w, Tensor currents) => (rate(w, currents) - 0.2f).Square();
        var step = Fn.Jit(Fn.ValueAndGrad(loss));
        Tensor currents = new RandomKey(1).Uniform([100, 3]), w = Tensor.Full([3], 0.02f);
        for (int epoch = 0; epoch < 60; epoch++)
        {
            (Tensor value, Tensor gradient) = step(w, currents);
            if (epoch % 20 == 0) Console.WriteLine($"{epoch}: rate {rate(w, currents).ToSingle():F2}");
            w -= 0.5f * gradient;
        }
        Console.WriteLine($"rate {rate(w, currents).ToSingle():F2}");
    }

    private static void Section25()
    {
        var f = (Tensor x) => x[0].Square() * x[1];
        Tensor x = Tensor.From([1f, 2f]), v = Tensor.From([1f, -1f]);
        Console.WriteLine(Fn.Hessian(f)(x));
        Console.WriteLine(Fn.Jvp(Fn.Grad(f), x, v).Tangent);
        Console.WriteLine(Fn.JacobianForward((Tensor y) => y.Square())(x));
    }

    private static void Section26()
    {
        // A population that grows with a rate of its own each year: vₜ₊₁ = vₜ·(1 + xₜ). The result is v₀ · ∏ (1 + xₜ).
        var growth = (Tensor xs, Tensor start) => Fn.Scan((Tensor v, Tensor x) => (v * (1f + x), (object?)null), start, xs).Carry;
        var curvature = Fn.Jit(Fn.VMap((Tensor xs, Tensor start) => Fn.Hessian((Tensor y) => growth(y, start))(xs), (null, 0)));
        Tensor hessians = curvature(Tensor.From([0f, 1f, 3f]), Tensor.From([1f, 10f]));
        Console.WriteLine(hessians.Shape);
        Console.WriteLine(hessians[0]);
        Console.WriteLine(hessians[1]);
    }
}
