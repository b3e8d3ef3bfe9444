namespace SpikeJit.Tests.Transforms;

/// <summary>Cond and Switch, also in loops, around loops and with mapped conditions.</summary>
[JaxPrograms]
internal static class ProgramsOfBranches
{
    public static void Cond(JaxProgram p)
    {
        Tensor when = p["p"], x = p["x"], y = p["y"];
        Func<Tensor, Tensor, Tensor, Tensor> f = (p, x, y) => Fn.Cond(p, v => v.X.Sin() * v.Y, v => v.X * v.X + v.Y, (X: x, Y: y));
        Func<Tensor, Tensor, Tensor, (Tensor, Tensor)> grad = (p, x, y) => Fn.Grad((Tensor x, Tensor y) => f(p, x, y), Wrt.All)(x, y);
        p.Value("f(true), f(false) at x[0],y[0]", (f(true, x[0], y[0]), f(false, x[0], y[0])));
        p.Derivative("grad wrt (x,y), both predicates", (grad(true, x[0], y[0]), grad(false, x[0], y[0])));
        p.Value("vmap with batched p", f.VMap()(when, x, y));
        p.Derivative("vmap(grad wrt (x,y)) with batched p", grad.VMap()(when, x, y));
        p.Value("vmap with scalar p=false", f.VMap((null, 0, 0))(false, x, y));
        Func<Tensor, Tensor> byValue = x => Fn.Cond(x > 0, v => v.Square(), v => -v, x);
        p.Derivative("predicate x>0: grad(x -> cond(x>0, x->x^2, x-> -x))(x[1])", byValue.Grad()(x[1]));
        p.Derivative("jvp", Fn.Jvp((Tensor x) => f(false, x, 2f), x[2], 1f));
        Func<Tensor, Tensor> root = x => Fn.Cond(x > 0, v => v.Sqrt(), _ => 0f, x);
        p.Derivative("vmap(grad) of cond(x>0, sqrt(x), 0): untaken branch makes nan where x<=0? x=[-1,0,4]", root.Grad().VMap()(Tensor.From([-1f, 0f, 4f])));
        p.Refuses<ShapeException>("branch types differ", () => Fn.Cond(true, v => v, v => v.As(DType.I32), x), "branch 0 returns i32[3], branch 1 returns f32[3]");
        p.Value("jit cond", f.Jit()(true, x[0], y[0]));
    }

    public static void Switch(JaxProgram p)
    {
        Tensor x = p["x"];
        Func<Tensor, Tensor, Tensor> f = (i, x) => Fn.Switch(i, [v => 2f * v, v => v.Exp(), v => -v * v], x), grad = f.Grad(Wrt.Second);
        p.Value("i = -5,0,1,2,9 at x[0]", new[] { -5, 0, 1, 2, 9 }.Select(i => f(i, x[0])).ToArray());
        p.Derivative("grad for i=0,1,2", new[] { 0, 1, 2 }.Select(i => grad(i, x[0])).ToArray());
        p.Value("vmap with i=[2,0,1]", f.VMap()(Tensor.From([2, 0, 1]), x));
        p.Derivative("vmap(grad) with i=[1,2,7]", grad.VMap()(Tensor.From([1, 2, 7]), x));
    }

    public static void CondInScan(JaxProgram p)
    {
        Func<Tensor, (Tensor Carry, Tensor Ys)> f = xs => Fn.Scan((Tensor v, Tensor x) =>
        {
            (Tensor next, Tensor s) = Fn.Cond(v * 0.9f + x > 1, u => (u - 1f, (Tensor)1f), u => (u, (Tensor)0f), v * 0.9f + x);
            return (next, s + next);
        }, (Tensor)0f, xs);
        Tensor x = p["x"];
        p.Value("(carry, ys)", f(x));
        p.Derivative("grad(sum ys^2)", Fn.Grad((Tensor x) => f(x).Ys.Square().Sum())(x));
        p.Value("vmap over rows [x, reversed x]", f.VMap()(Tensor.Stack([x, x.Flip(0)])));
    }

    public static void ScanInCond(JaxProgram p)
    {
        Func<Tensor, Tensor, Tensor> f = (p, x) => Fn.Cond(p,
            v => Fn.Scan((Tensor c, Tensor x) => ((c + x).Tanh(), (object?)null), (Tensor)0f, v).Carry, v => v.Square().Sum(), x);
        Func<Tensor, Tensor, Tensor> grad = f.Grad(Wrt.Second);
        Tensor x = p["x"];
        p.Derivative("grad for p=true, false", (grad(true, x), grad(false, x)));
        p.Derivative("vmap(grad) over p=[true,false], x and -x", grad.VMap()(Tensor.From([true, false]), Tensor.Stack([x, -x])));
    }
}
