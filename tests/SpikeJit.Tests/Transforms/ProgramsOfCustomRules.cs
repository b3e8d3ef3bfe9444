namespace SpikeJit.Tests.Transforms;

/// <summary>CustomVjp, CustomJvp, StopGradient and Checkpoint; spiking networks are made of them.</summary>
[JaxPrograms]
internal static class ProgramsOfCustomRules
{
    /// <summary>The spike of the record: v ≥ 1, its derivative 1 / (1 + |10 (v − 1)|)².</summary>
    private static readonly Func<Tensor, Tensor> s_spike = Fn.CustomVjp(
        (Tensor v) => (v >= 1).As(DType.F32), v => ((v >= 1).As(DType.F32), v), (v, g) => g / (1f + (10f * (v - 1f)).Abs()).Square());

    private static readonly Func<Tensor, Tensor, Tensor> s_clipGradient = Fn.CustomVjp(
        (Tensor x, Tensor _) => x, (x, c) => (x, c), (c, g) => (g.Clip(-c, c), Tensor.ZerosLike(c)));

    public static void CustomVjpSpike(JaxProgram p)
    {
        Tensor v = p["v"];
        Func<Tensor, Tensor> sum = x => s_spike(x).Sum();
        p.Value("spike(v)", s_spike(v));
        p.Derivative("grad(sum spike)", sum.Grad()(v));
        p.Derivative("vmap(grad spike)", s_spike.Grad().VMap()(v));
        p.Derivative("grad of reset v*(1-spike(v)) summed", Fn.Grad((Tensor v) => (v * (1f - s_spike(v))).Sum())(v));
        p.Derivative("grad of detached reset v*(1-stop_gradient(spike(v)))", Fn.Grad((Tensor v) => (v * (1f - Fn.StopGradient(s_spike(v)))).Sum())(v));
        p.Derivative("grad(grad) differentiates the backward rule", Fn.Grad((Tensor v) => sum.Grad()(v).Sum())(v));
        p.Refuses<DifferentiationException>("jvp: not possible", () => s_spike.Jvp(v, v), "Use Fn.Grad or Fn.Vjp, or define the function with Fn.CustomJvp");
        Tensor jacobian = s_spike.JacobianReverse()(v);
        Assert.Equal(0f, (jacobian * (1f - Tensor.Eye(v.Size))).Abs().Max().ToSingle());
        p.Derivative("jacrev diagonal", jacobian.Sum(1));
    }

    private static ((Tensor, Tensor) Carry, Tensor Spikes) Network(Tensor w1, Tensor w2, Tensor xs, bool detached = false)
    {
        (Tensor Spikes, Tensor Next) Layer(Tensor v, Tensor current)
        {
            v = 0.9f * v + current;
            Tensor s = s_spike(v);
            return (s, v * (1f - (detached ? Fn.StopGradient(s) : s)));
        }
        Shape batch = [.. xs.Shape.Skip(1).SkipLast(1)];
        return Fn.Scan(((Tensor V1, Tensor V2) c, Tensor x) =>
        {
            (Tensor s1, Tensor v1) = Layer(c.V1, x.Dot(w1));
            (Tensor s2, Tensor v2) = Layer(c.V2, s1.Dot(w2));
            return ((v1, v2), s2);
        }, (Tensor.Zeros([.. batch, w1.Shape[1]]), Tensor.Zeros([.. batch, w2.Shape[1]])), xs);
    }

    public static void SpikingNetwork(JaxProgram p)
    {
        (Tensor, Tensor) w = (p["w.0"], p["w.1"]);
        Tensor xs = p["xs"], targets = p["targets"];
        Tensor Loss((Tensor, Tensor) w, Tensor xs, Tensor targets, bool detached) =>
            -(targets * Network(w.Item1, w.Item2, xs, detached).Spikes.Sum(0).LogSoftmax()).Sum(-1).Mean();
        Func<(Tensor, Tensor), Tensor, Tensor, Tensor> loss = (w, xs, targets) => Loss(w, xs, targets, false);
        Func<(Tensor, Tensor), Tensor> detached = w => Loss(w, xs, targets, true);
        p.Value("(carry, output spikes)", Network(w.Item1, w.Item2, xs), cancels: true);
        p.Derivative("value_and_grad(L)", loss.ValueAndGrad()(w, xs, targets), cancels: true);
        p.Derivative("jit(value_and_grad(L))", loss.ValueAndGrad().Jit()(w, xs, targets), cancels: true);
        p.Derivative("grad with detached reset", detached.Grad()(w), cancels: true);
        p.Derivative("vmap over batch of per-example value_and_grad (xs axis 1)", loss.ValueAndGrad().VMap((null, 1, 0))(w, xs, targets), cancels: true);
        p.Derivative("grad wrt xs", loss.Grad(Wrt.Second)(w, xs, targets), cancels: true);
    }

    public static void CustomVjpNone(JaxProgram p)
    {
        Func<Tensor, Tensor, Tensor, Tensor> f = Fn.CustomVjp(
            (Tensor x, Tensor k, Tensor _) => x * k, (x, k, n) => (x * k, k), (k, g) => (100f * k * g, (Tensor)null!, (Tensor)null!));
        Func<Tensor, Tensor, Tensor> sum = (x, k) => f(x, k, 3).Sum();
        p.Derivative("grad wrt (x,k)", sum.Grad(Wrt.All)(p["x"], 2f));
    }

    public static void CustomVjpClipGradient(JaxProgram p) =>
        p.Derivative("grad", Fn.Grad((Tensor x) => s_clipGradient(x, 0.5f).Pow(3).Sum())(p["x"]));

    public static void VmapCustomVjp(JaxProgram p)
    {
        Tensor w = p["w"], a = p["A"];
        Func<Tensor, Tensor, Tensor> g = (w, x) => s_spike(w * x).Sum();
        p.Value("vmap(g,(None,0))", g.VMap((null, 0))(w, a));
        p.Derivative("vmap(grad g)", g.Grad().VMap((null, 0))(w, a));
        p.Derivative("grad of sum vmap", Fn.Grad((Tensor w) => g.VMap((null, 0))(w, a).Sum())(w));
        Func<Tensor, Tensor> clipped = x => Fn.VMap((Tensor row) => s_clipGradient(row, 0.5f))(x).Pow(3).Sum();
        p.Derivative("vmap over clip_gradient(c=.5): grad of sum(x^3)", Fn.VMap(Fn.Grad((Tensor x) => s_clipGradient(x, 0.5f).Pow(3).Sum()))(a));
    }

    public static void CustomJvpLog1pexp(JaxProgram p)
    {
        Tensor x = p["x"];
        Func<Tensor, Tensor> plain = x => (1f + x.Exp()).Log();
        Func<Tensor, Tensor> f = Fn.CustomJvp(plain, (x, t) => (plain(x), t * (1f - 1f / (1f + x.Exp()))));
        p.Value("f", f(x));
        p.Derivative("vmap(grad f)", f.Grad().VMap()(x));
        p.Derivative("vmap(grad plain)", plain.Grad().VMap()(x));
        p.Derivative("vmap(grad(grad f))", f.Grad().Grad().VMap()(x));
        p.Derivative("jvp by ones", f.Jvp(x, Tensor.OnesLike(x)));
        p.Derivative("jacfwd and jacrev", (f.JacobianForward()(x), f.JacobianReverse()(x)));
    }

    public static void CustomJvpSurrogate(JaxProgram p)
    {
        Tensor x = p["x"];
        Func<Tensor, Tensor> heaviside = Fn.CustomJvp((Tensor x) => (x > 0).As(DType.F32), (x, t) => ((x > 0).As(DType.F32), t * (-x.Square()).Exp()));
        // The record sums heaviside(x)·x.
        Func<Tensor, Tensor> sum = x => (heaviside(x) * x).Sum();
        p.Derivative("grad sum", sum.Grad()(x));
        p.Derivative("hessian", sum.Hessian()(x));
        Func<Tensor, Tensor> scanned = xs => Fn.Scan((Tensor v, Tensor x) =>
        {
            v = 0.5f * v + x;
            return (v, heaviside(v - 0.2f) * v);
        }, (Tensor)0f, xs).Outputs.Sum();
        p.Derivative("scan: v=.5v+x; y=heaviside(v-.2); jvp by ones of sum(y*v)", scanned.Jvp(x, Tensor.OnesLike(x)));
    }

    public static void StraightThrough(JaxProgram p)
    {
        Tensor v = p["v"];
        Func<Tensor, Tensor> soft = v => 1f / (1f + (10f * (v - 1f)).Abs());
        Func<Tensor, Tensor> spike = v => soft(v) + Fn.StopGradient((v >= 1).As(DType.F32) - soft(v));
        p.Value("s", spike(v));
        p.Derivative("grad L", Fn.Grad((Tensor v) => (v * (1f - spike(v)) + soft(v)).Sum())(v));
        p.Derivative("grad of x + stop_gradient(round(x) - x), squared", Fn.Grad((Tensor x) => (x + Fn.StopGradient(x.Round() - x)).Square().Sum())(v));
        p.Derivative("grad of x*stop_gradient(x)", Fn.Grad((Tensor x) => (x * Fn.StopGradient(x)).Sum())(v));
    }

    public static void Checkpoint(JaxProgram p)
    {
        Tensor x = p["x"], k = p["k"], a = new JaxProgram("vmap_dot")["A"];
        Func<Tensor, Tensor> inner = y => (y * k).Sin().Sin(), f = x => inner.Checkpoint()(x).Cos().Sin().Sum();
        p.Derivative("grad", f.Grad()(x));
        p.Derivative("hessian", f.Hessian()(x), cancels: true);
        p.Derivative("vmap(grad) over rows of A", f.Grad().VMap()(a));
    }

    public static void DelayedSoftReset(JaxProgram p)
    {
        Tensor w = p["w"], xs = p["xs"];
        ((Tensor, Tensor), Tensor) Run(Tensor w, Tensor xs, bool detached) => Fn.Scan(((Tensor V, Tensor S) c, Tensor x) =>
        {
            Tensor v = 0.9f * c.V + x.Dot(w) - (detached ? Fn.StopGradient(c.S) : c.S), s = s_spike(v);
            return ((v, s), s);
        }, (Tensor.Zeros([4]), Tensor.Zeros([4])), xs);
        p.Value("(carry, ys)", Run(w, xs, false));
        foreach (bool detached in new[] { false, true })
        {
            Func<Tensor, Tensor, Tensor> loss = (w, xs) => (Run(w, xs, detached).Item2 * (1f + Tensor.Arange(6, DType.F32)).Reshape(6, 1)).Sum();
            p.Derivative($"grad L wrt (w,xs), s_prev detached: {detached}", loss.Grad(Wrt.All)(w, xs), cancels: true);
        }
    }

    public static void AdaptiveNeuron(JaxProgram p)
    {
        Tensor xs = p["xs"];
        Func<(Tensor G, Tensor Q), ((Tensor, Tensor), Tensor)> run = p => Fn.Scan(((Tensor V, Tensor B) c, Tensor x) =>
        {
            Tensor v = 0.9f * c.V + x * p.G, s = s_spike(v - c.B);
            return ((v - s * p.Q, 0.95f * c.B + 0.1f * s), s);
        }, (Tensor.Zeros([2]), Tensor.Zeros([2])), xs);
        (Tensor, Tensor) parameters = (p["p.g"], p["p.q"]);
        p.Value("(carry, ys)", run(parameters), 2e-6);
        Func<(Tensor, Tensor), Tensor> loss = p => (run(p).Item2 * Tensor.Arange(9, DType.F32).Reshape(9, 1)).Sum();
        p.Derivative("grad sum(ys*[t]) wrt p", loss.Grad()(parameters), cancels: true);
    }
}
