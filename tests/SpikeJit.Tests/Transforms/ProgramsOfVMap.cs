namespace SpikeJit.Tests.Transforms;

/// <summary>VMap: axes in and out, trees of axes, operations under it, nesting, random keys.</summary>
[JaxPrograms]
internal static class ProgramsOfVMap
{
    public static void VmapDot(JaxProgram p)
    {
        Tensor a = p["A"], b = p["B"], w = p["w"], m = p["M"];
        Func<Tensor, Tensor, Tensor> f = (x, y) => x.Dot(y);
        p.Value("vmap(f)(A,B)", f.VMap()(a, b));
        p.Value("vmap(f,(0,None))(A,w)", f.VMap((0, null))(a, w));
        p.Value("vmap(f,(None,0))(w,A)", f.VMap((null, 0))(w, a));
        p.Value("vmap(f,(0,1))(A,M)", f.VMap((0, 1))(a, m));
        p.Value("vmap(f,(0,-1))(A,M)", f.VMap((0, -1))(a, m));
        p.Value("vmap(f,(1,1))(A,B)", f.VMap((1, 1))(a, b));
        p.Value("vmap(vmap(f,(None,0)),(0,None))(A,B)", f.VMap((null, 0)).VMap((0, null))(a, b));
        p.Value("vmap(vmap(f,(0,None)),(None,1))(A,M)", f.VMap((0, null)).VMap((null, 1))(a, m));
        Func<Tensor, Tensor> sum = x => f.VMap()(x, b).Sum();
        p.Derivative("grad(sum(vmap(f)))(A) wrt A", sum.Grad()(a));
        p.Refuses<ShapeException>("vmap(f)(A, w) sizes differ", () => f.VMap()(a, w), "differ in extent: 3 (axis 0 of argument 0, f32[3,4]) and 4 (axis 0 of argument 1, f32[4])");
        p.Refuses<ShapeException>("vmap(f, (None,None))", () => f.VMap((null, null))(a, w), "no argument has a mapped axis");
        p.Refuses<ShapeException>("vmap(f, 5)", () => f.VMap((5, 5))(a, b), "has no axis 5");
    }

    public static void VmapOutAxes(JaxProgram p)
    {
        Tensor a = p["A"], b = p["B"], w = p["w"];
        Func<Tensor, Tensor, (Tensor, Tensor, Tensor)> f = (x, y) => (x * y, x.Sum(), Tensor.Outer(x, y));
        p.Value("vmap(f, out_axes=(1,0,2))(A,B)", f.VMap((0, 0), Axes.Each(1, 0, 2))(a, b));
        p.Value("vmap(f, out_axes=(-1,0,-2))(A,B)", f.VMap((0, 0), Axes.Each(-1, 0, -2))(a, b));
        p.Value("vmap(f,(None,0))(w,A)", f.VMap((null, 0))(w, a));
        Func<Tensor, Tensor, (Tensor, Tensor)> g = (x, y) => (y, x.Sum());
        p.Value("vmap((x,y) -> (y, sum(x)), (None,0), out_axes=(0,None))(w,A)", g.VMap((null, 0), Axes.Each(0, null))(w, a));
        Func<Tensor, Tensor> sum = x => x.Sum();
        p.Refuses<ShapeException>("vmap(x -> sum(x), out_axes=None)(A)", () => sum.VMap(0, null)(a), "output 0 differs between examples, but its out axis is null");
    }

    private sealed record Layer(Tensor B, Tensor W);

    public static void VmapTreeAxes(JaxProgram p)
    {
        Func<Layer, Tensor, Tensor> f = (layer, x) => x.Dot(layer.W) + layer.B;
        Tensor w = p["w"], b = p["b"], x = p["x"];
        p.Value("vmap(f, in_axes=({w:0,b:None}, 1))", f.VMap((Axes.Each(null, 0), 1))(new Layer(b, w), x));
        p.Value("vmap(f, in_axes=({w:None,b:None},1), out_axes=1) with w[0]", f.VMap((null, 1), 1)(new Layer(b, w[0]), x));
    }

    public static void VmapOfOperations(JaxProgram p)
    {
        Tensor v = p["V"], i = p["i"], s = p["S"];
        Tensor Each(Func<Tensor, Tensor> f) => f.VMap()(v);
        Tensor EachAt(Func<Tensor, Tensor, Tensor> f) => f.VMap()(v, i);
        p.Value("x -> sort(x)", Each(x => x.Sort()));
        p.Value("x -> argmax(x)", Each(x => x.ArgMax()));
        p.Value("x -> cumsum(x)", Each(x => x.CumulativeSum(0)));
        p.Value("(x,i) -> x[i]", EachAt((x, at) => x[at]));
        p.Value("(x,i) -> dynamic_slice(x,[i],[2])", EachAt((x, at) => x.DynamicSlice([at], [2])));
        p.Value("(x,i) -> dynamic_update_slice(x,[9,8],[i])", EachAt((x, at) => x.DynamicUpdateSlice(Tensor.From([9f, 8f]), [at])));
        p.Value("(x,i) -> x.at[i].add(1)", EachAt((x, at) => x.WithAdded([at], 1f)));
        p.Value("i -> V[0][i], V unbatched", Fn.VMap((Tensor at) => v[0][at])(i));
        p.Value("x -> where(x>0, x, 0.1x)", Each(x => Tensor.Select(x > 0, x, 0.1f * x)));
        p.Value("x -> concatenate([x,x[:1]])", Each(x => Tensor.Concatenate([x, x[..1]])));
        p.Value("x -> reshape(x,(5,1)).T, in_axes 1: x[3] -> [1,3]", Fn.VMap((Tensor x) => x.Reshape(3, 1).Transpose(), 1)(v));
        p.Value("m -> m @ m.T over S", Fn.VMap((Tensor m) => m.Dot(m.Transpose()))(s));
        p.Value("x -> convolve(x,k3,same)", Each(x => Tensor.Convolve1D(x, p["k3"], ConvolutionPart.Same)));
        p.Value("m -> conv2d(m[1,1,3,3], K[1,1,2,2]) over S", Fn.VMap((Tensor m) => m.Reshape(1, 1, 3, 3).Convolve(p["K"].Reshape(1, 1, 2, 2)))(s), cancels: true);
        p.Value("x -> softmax(x)", Each(x => x.Softmax()));
        p.Value("x -> all(x > -2), any(x > 1)", Fn.VMap((Tensor x) => ((x > -2).All(), (x > 1).Any()))(v));
    }

    public static void VmapAxisName(JaxProgram p)
    {
        Tensor a = p["A"];
        p.Value("x -> x - pmean(x)", Fn.VMap((Tensor x) => x - Fn.MeanOver(x, "i"), axisName: "i")(a));
        p.Value("x -> psum(x)", Fn.VMap((Tensor x) => Fn.SumOver(x, "i"), axisName: "i")(a), cancels: true);
        p.Value("x -> pmax(x)", Fn.VMap((Tensor x) => Fn.MaxOver(x, "i"), axisName: "i")(a));
        p.Value("x -> axis_index", Fn.VMap((Tensor _) => Fn.IndexOver("i"), axisName: "i")(a));
        p.Derivative("grad of sum of vmap(x -> psum(x)*x)", Fn.Grad((Tensor b) => Fn.VMap((Tensor x) => Fn.SumOver(x, "i") * x, axisName: "i")(b).Sum())(a));
    }

    public static void RandomInTransforms(JaxProgram p)
    {
        var keys = new RandomKey(p["keys"]);
        RandomKey first = new(keys.Data[0]);
        Tensor Walk(RandomKey key, int steps) => Fn.Scan(((RandomKey Key, Tensor V) c) =>
        {
            (RandomKey next, RandomKey sub) = c.Key.Split();
            Tensor v = c.V + sub.Normal([2]);
            return ((next, v), v);
        }, (key, Tensor.Zeros([2])), steps).Outputs;
        p.Value("walk(keys[0], 4)", Walk(first, 4), 2e-6);
        p.Value("vmap(k -> walk(k,3))(keys)", Fn.VMap((RandomKey k) => Walk(k, 3))(keys), 2e-6);
        p.Value("vmap(k -> uniform(k,[2]))(keys)", Fn.VMap((RandomKey k) => k.Uniform([2]))(keys));
        p.Value("vmap(split)(keys)", Fn.VMap((RandomKey k) => k.SplitMany(2).Data)(keys));
        p.Value("vmap(i -> fold_in(keys[0], i))([0,1,2])", Fn.VMap((Tensor i) => first.FoldIn(i).Data)(Tensor.From([0, 1, 2])));
        Func<Tensor, Tensor> f = s => (s * new RandomKey(keys.Data[1]).Normal([5])).Sum();
        p.Derivative("grad(s -> sum(s*normal(keys[1],[5])))(2)", f.Grad()(2f));
    }

    public static void ThreeVmaps(JaxProgram p)
    {
        Func<Tensor, Tensor, Tensor, Tensor> f = (a, b, c) => a * b - c.Sin() * a;
        Tensor a = p["a"], b = p["b"], c = p["c"];
        p.Value("[a,b,c] grid", f.VMap((null, null, 0)).VMap((null, 0, null)).VMap((0, null, null))(a, b, c), cancels: true);
        p.Derivative("[c,a,b] grid of grad wrt a", f.Grad().VMap((null, 0, null)).VMap((0, null, null)).VMap((null, null, 0))(a, b, c));
    }
}
