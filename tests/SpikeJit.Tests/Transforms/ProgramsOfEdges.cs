namespace SpikeJit.Tests.Transforms;

/// <summary>Ties, zeros, poles, overflow, and derivatives of indexing.</summary>
[JaxPrograms]
internal static class ProgramsOfEdges
{
    public static void Ties(JaxProgram p)
    {
        Tensor x = p["x"];
        Tensor Grad(Func<Tensor, Tensor> f) => f.Grad()(x);
        p.Derivative("grad max(x)", Grad(x => x.Max()));
        p.Derivative("grad min(-x)", Grad(x => (-x).Min()));
        p.Derivative("grad sum(maximum(x, 3 or 4))", Grad(x => Tensor.Maximum(x, Tensor.From([3f, 3f, 3f, 4f, 3f])).Sum()));
        p.Derivative("grad maximum(a,b) at a=b wrt both", Fn.Grad((Tensor a, Tensor b) => Tensor.Maximum(a, b), Wrt.All)(2f, 2f));
        p.Derivative("grad sum(sort(x)*[1..5])", Grad(x => (x.Sort() * Tensor.From([1f, 2f, 3f, 4f, 5f])).Sum()));
        p.Derivative("grad x[argmax(x)]", Grad(x => x[x.ArgMax()]));
        p.Derivative("grad median", Grad(x => x.Median()));
        p.Derivative("grad top_k(2) summed", Grad(x => x.TopK(2).Values.Sum()));
        p.Derivative("grad cummax summed", Grad(x => x.CumulativeMax(0).Sum()));
        p.Derivative("grad clip(x,1,3) summed", Grad(x => x.Clip(1, 3).Sum()));
        p.Derivative("grad norm inf: max(abs(x))", Grad(x => x.Abs().Max()));
    }

    public static void AtZero(JaxProgram p)
    {
        (Tensor, Tensor) Grad(Func<Tensor, Tensor> f) => (f.Grad()(0f), f.Grad()(-0f));
        void At(string name, Func<Tensor, Tensor> f) => p.Derivative(name, Grad(f));
        Func<Tensor, Tensor> relu = x => x.Relu(), abs = x => x.Abs();
        At("abs", abs);
        At("sqrt", x => x.Sqrt());
        At("relu", relu);
        At("maximum(x,0)", x => Tensor.Maximum(x, 0));
        At("sign", x => x.Sign());
        At("x**2", x => x.Pow(2));
        At("x**1", x => x.Pow(1));
        At("x**0", x => x.Pow(0));
        At("x**0.5", x => x.Pow(0.5));
        At("x**2.0 (float exponent)", x => x.Pow(2.0));
        At("x**1.5", x => x.Pow(1.5));
        At("x**-1", x => x.Pow(-1));
        At("log", x => x.Log());
        At("where(x>0,x,0)", x => Tensor.Select(x > 0, x, Tensor.ZerosLike(x)));
        At("norm([x,0])", x => Tensor.Stack([x, Tensor.ZerosLike(x)]).Square().Sum().Sqrt());
        At("cbrt", x => x.Cbrt());
        At("leaky_relu", x => Tensor.Select(x >= 0, x, 0.01f * x));
        At("elu", x => Tensor.Select(x > 0, x, Tensor.Select(x > 0, Tensor.ZerosLike(x), x).Expm1()));
        At("softplus", x => x.Softplus());
        At("hypot(x,0)", x => x.Abs() is var a ? Tensor.LogAddExp(x, Tensor.ZerosLike(x)) : a);
        At("arctan2(x,0)", x => Tensor.Atan2(x, Tensor.ZerosLike(x)));
        At("floor", x => x.Floor());
        At("x*log(x)", x => x * x.Log());
        At("xlogy(x,x)", x => x * x.Log());
        At("relu6", x => Tensor.Minimum(x.Relu(), 6));
        At("hard_tanh", x => Tensor.Select(x > 1, Tensor.OnesLike(x), Tensor.Select(x < -1, -Tensor.OnesLike(x), x)));
        At("sinc", x => Sinc(x));
        At("x/abs(x)", x => x / x.Abs());
        At("logaddexp(x,0)", x => Tensor.LogAddExp(x, 0f));
        At("mod(x,1)", x => x - x.Floor());
        At("clip(x,0,1)", x => x.Clip(0, 1));
        At("second derivative of abs", abs.Grad());
        At("second derivative of relu", relu.Grad());
    }

    private static Tensor Sinc(Tensor x)
    {
        // sin(πx)/(πx), by its series at 0.
        Tensor zero = x.Equal(0), px = MathF.PI * Tensor.Select(zero, Tensor.OnesLike(x), x);
        return Tensor.Select(zero, 1f - (MathF.PI * x).Square() / 6f, px.Sin() / px);
    }

    public static void PowAtZero(JaxProgram p)
    {
        Func<Tensor, Tensor, Tensor> f = (x, y) => x.Pow(y);
        foreach ((float x, float y) in new[] { (0, 1f), (0, 2), (0, 0.5f), (0, -1), (2, 0), (-2, 2), (-2, 3), (-2, 0.5f), (1, 5), (3, 2.5f) })
            p.Derivative(FormattableString.Invariant($"x={x}, y={y}"), f.ValueAndGrad(Wrt.All)(x, y));
        p.Differs("x=0, y=0", f.ValueAndGrad(Wrt.All)(0f, 0f), ((Tensor)1f, ((Tensor)0f, (Tensor)0f)), "x⁰ is 1 for every x, so its derivative is 0; JAX gives NaN");
    }

    public static void WhereNan(JaxProgram p)
    {
        Tensor x = p["x"];
        Tensor Grad(Func<Tensor, Tensor> f) => Fn.Grad((Tensor x) => f(x).Sum())(x);
        p.Derivative("grad sum single", Grad(x => Tensor.Select(x > 0, x.Sqrt(), Tensor.ZerosLike(x))));
        p.Derivative("grad sum double", Grad(x => Tensor.Select(x > 0, Tensor.Select(x > 0, x, Tensor.OnesLike(x)).Sqrt(), Tensor.ZerosLike(x))));
        p.Derivative("grad where(x!=0, 1/x, 0) summed", Grad(x => Tensor.Select(x.NotEqual(0), 1f / x, Tensor.ZerosLike(x))));
        p.Derivative("grad where(x>0, log(x), x)", Grad(x => Tensor.Select(x > 0, x.Log(), x)));
    }

    public static void NumericStability(JaxProgram p)
    {
        const float Inf = float.PositiveInfinity;
        Tensor wide = Tensor.From([-200f, -88, -20, 0, 20, 88, 200]);
        (Tensor, Tensor) Both(Func<Tensor, Tensor> f, Tensor x) => (f(x), Fn.Grad((Tensor x) => f(x).Sum())(x));
        p.Derivative("grad logsumexp([1000,1000,-inf])", Fn.Grad((Tensor x) => x.LogSumExp(0))(Tensor.From([1000f, 1000, -Inf])));
        p.Derivative("grad logsumexp([-inf,-inf])", Fn.Grad((Tensor x) => x.LogSumExp(0))(Tensor.From([-Inf, -Inf])));
        Tensor far = Tensor.From([1e4f, 0f]);
        p.Derivative("log_softmax([1e4,0]) and grad of its first", (far.LogSoftmax(), Fn.Grad((Tensor x) => x.LogSoftmax()[0])(far)));
        p.Derivative("sigmoid and grad at -200,-88,-20,0,20,88,200", Both(x => x.Sigmoid(), wide));
        p.Derivative("softplus and grad at the same", Both(x => x.Softplus(), wide));
        const float BelowOne = 0.99999994f, Slope = 1 - BelowOne * BelowOne;
        p.Differs("tanh and grad at -50,-9,9,50", Both(x => x.Tanh(), Tensor.From([-50f, -9, 9, 50])),
            (Tensor.From([-1f, -BelowOne, BelowOne, 1]), Tensor.From([0f, Slope, Slope, 0])), "tanh 9 is 1 - 3.05e-8, nearer to the float below 1 than to 1");
        p.Derivative("log1p(exp(x)) grad at 100", Fn.Grad((Tensor x) => x.Exp().Log1p())(100f));
        Tensor logits = Tensor.From([100f, 0f]);
        p.Value("naive softmax exp(x)/sum at [100,0]", logits.Exp() / logits.Exp().Sum());
        p.Derivative("log_sigmoid and grad at -200, 0, 200", Both(x => x.LogSigmoid(), Tensor.From([-200f, 0, 200])));
    }

    public static void IndexingGradients(JaxProgram p)
    {
        Tensor x = p["x"], i = p["i"];
        Tensor Grad(Func<Tensor, Tensor> f) => f.Grad()(x);
        p.Derivative("grad sum(x[i]^2)", Grad(x => x[i].Square().Sum()));
        p.Derivative("grad sum(dynamic_slice(x,[i1],[2])*[1,10])", Grad(x => (x.DynamicSlice([i[1]], [2]) * Tensor.From([1f, 10f])).Sum()));
        Tensor first = i[..1];
        p.Derivative("grad wrt (x,u) of sum(x.at[i].set(u)^2)", Fn.Grad((Tensor x, Tensor u) => x.With([first], u).Square().Sum(), Wrt.All)(x, Tensor.From([3f])));
        p.Derivative("grad wrt (x,u) of sum(x.at[i].add(u)^2), duplicates", Fn.Grad((Tensor x, Tensor u) => x.WithAdded([i], u).Square().Sum(), Wrt.All)(x, Tensor.Ones([4])));
        p.Derivative("grad sum(cumsum(x)^2)", Grad(x => x.CumulativeSum(0).Square().Sum()));
        p.Derivative("grad sum(cumprod(x))", Grad(x => x.CumulativeProduct(0).Sum()));
        p.Derivative("grad x[9] (clamped read)", Grad(x => x[(Tensor)9]));
        p.Value("x[9] value", x[(Tensor)9]);
        p.Derivative("grad sum(take(x,[9,1], clip))", Grad(x => x.Take(Tensor.From([9, 1])).Sum()));
        p.Derivative("grad sum(roll(x,2)*[0..4])", Grad(x => (x.Roll(2, 0) * Tensor.Arange(5, DType.F32)).Sum()));
        p.Derivative("grad of loss through argsort gather x[argsort(-x)][:2]", Grad(x => x[(-x).ArgSort()][..2].Sum()));
    }
}
