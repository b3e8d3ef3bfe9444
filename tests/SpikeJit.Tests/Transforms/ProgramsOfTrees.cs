namespace SpikeJit.Tests.Transforms;

/// <summary>Functions of trees: dictionaries, tuples, records, and results with an auxiliary part.</summary>
[JaxPrograms]
internal static class ProgramsOfTrees
{
    public static void MlpDict(JaxProgram p)
    {
        var w = new Dictionary<string, Tensor> { ["w1"] = p["p.w1"], ["b1"] = p["p.b1"], ["w2"] = p["p.w2"], ["b2"] = p["p.b2"] };
        Tensor x = p["x"], y = p["y"];
        Func<Dictionary<string, Tensor>, Tensor, Tensor, Tensor> f = (p, x, y) =>
            ((x.Dot(p["w1"]) + p["b1"]).Tanh().Dot(p["w2"]) + p["b2"] - y).Square().Mean();
        Dictionary<string, Tensor> gradient = f.Grad()(w, x, y);
        p.Derivative("value_and_grad(f)(p,x,y)", f.ValueAndGrad()(w, x, y));
        p.Derivative("grad(f, argnums=(0,2))", f.Grad(0, 2)(w, x, y));
        p.Derivative("per-example: vmap(grad(f), (None,0,0)) over rows, x row is [3]", f.Grad().VMap((null, 0, 0))(w, x, y));
        Func<Dictionary<string, Tensor>, Tensor> mean = v => f.VMap((null, 0, 0))(v, x, y).Mean();
        p.Derivative("grad of mean of vmap(f,(None,0,0))", mean.Grad()(w));
        (Tensor flat, Func<Tensor, Dictionary<string, Tensor>> unravel) = Tree.Ravel(w);
        p.Value("ravel_pytree(p)[0]", flat);
        Func<Tensor, Tensor> ofFlat = v => f(unravel(v), x, y);
        p.Derivative("hessian of f over ravelled p, row sums", ofFlat.Hessian()(flat).Sum(1), cancels: true);
        p.Value("tree_map(v -> v*2 + 1)(p)", Tree.Map(v => v * 2f + 1f, w));
        p.Words("tree leaves order (keys sorted)", Tree.Paths(w).Select(n => n.Trim('[', ']', '"')));
        p.Derivative("one sgd step tree_map(w - 0.1 g)", Tree.Map((v, g) => v - 0.1f * g, w, gradient));
    }

    private sealed record Inner((Tensor C, ValueTuple<Tensor> D) A, Tensor Z);

    private sealed record Second(ValueTuple<Tensor> C, Tensor Q);

    public static void NestedTree(JaxProgram p)
    {
        (Tensor A, Inner Other) t = (p["t.0"], new Inner((p["t.1.a.0"], ValueTuple.Create(p["t.1.a.1.0"])), p["t.1.z"]));
        Func<(Tensor A, Inner Other), (Tensor, Second)> f = t => (
            t.A.Sum().Square() + (2f * t.Other.Z).Sum(),
            new Second(ValueTuple.Create(3f * t.A), t.Other.A.C * t.Other.A.D.Item1));
        Func<(Tensor, Inner), Tensor> first = t => f(t).Item1, q = t => f(t).Item2.Q;
        p.Value("f(t)", (f(t).Item1, f(t).Item2), 1e-6);
        p.Derivative("jvp(f, t, t)", f.Jvp(t, t));
        (Tensor, Second) ones = Tree.Map(Tensor.OnesLike, f(t));
        p.Derivative("vjp(f,t)(ones like f(t))", f.Vjp(t).Pullback(ones));
        p.Derivative("grad(first output)(t)", first.Grad()(t));
        var withAux = f.ValueAndGradWithAux()(t);
        p.Derivative("grad(f0, has_aux): (grad, aux=second)", (withAux.Gradient, withAux.Result.Aux));
        p.Derivative("value_and_grad(f, has_aux): ((value, aux), grad)", withAux);
        p.Derivative("jacrev(f)(t)[1].q with respect to a[1][0]", q.JacobianReverse()(t).Item2.A.D.Item1);
        p.Value("ravel_pytree(t)[0]", Tree.Ravel(t).Vector);
        var (value, pullback) = f.Vjp(t);
        Second none = Tree.Map(Tensor.ZerosLike, value.Item2);
        p.Derivative("vjp(has_aux): (value, grad by 1, aux)", (value.Item1, pullback((1f, none)), value.Item2));
        var (values, tangents) = f.Jvp(t, t);
        p.Derivative("jvp(has_aux)", (values.Item1, tangents.Item1, values.Item2));
    }

    public static void ScanTrees(JaxProgram p)
    {
        Tensor k = p["k"];
        (Tensor A, Tensor B) xs = (p["xs.a"], p["xs.b"]);
        Func<Tensor, (Tensor A, Tensor B), ((Tensor, Tensor), (Tensor N, Tensor S))> run = (k, xs) => Fn.Scan(
            ((Tensor P, Tensor Q) c, (Tensor A, Tensor B) x) => ((c.P + x.A, c.Q * k + x.B), (N: c.Q.Sum(), S: c.P * x.B)),
            ((Tensor)1f, Tensor.Zeros([2])), xs);
        p.Value("(carry, ys)", run(k, xs));
        Func<Tensor, (Tensor, Tensor), Tensor> total = (k, xs) => Tree.Leaves(run(k, xs)).Aggregate((Tensor)0f, (sum, leaf) => sum + leaf.Sum());
        p.Derivative("grad of sum of all outputs wrt (k, xs)", total.Grad(Wrt.All)(k, xs));
    }
}
