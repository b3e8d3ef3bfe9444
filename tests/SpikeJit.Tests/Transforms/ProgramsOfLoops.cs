namespace SpikeJit.Tests.Transforms;

/// <summary>Scan, ForLoop, While and Map, under every transformation and inside each other.</summary>
[JaxPrograms]
internal static class ProgramsOfLoops
{
    /// <summary>The loop of scan_lif_soft and linearize_scan.</summary>
    private static (Tensor Carry, (Tensor S, Tensor V) Ys) Lif(Tensor w, Tensor xs, Tensor v0, bool checkpoint = false)
    {
        Func<Tensor, Tensor, (Tensor, (Tensor, Tensor))> step = (v, x) =>
        {
            v = 0.9f * v + x.Dot(w);
            Tensor s = (4f * (v - 1f)).Sigmoid();
            v *= 1f - s;
            return (v, (s, v));
        };
        return Fn.Scan(checkpoint ? step.Checkpoint() : step, v0, xs);
    }

    public static void ScanLifSoft(JaxProgram p)
    {
        Tensor w = p["w"], xs = p["xs"], v0 = p["v0"], tw = p["tw"], batch = p["Xb"];
        Func<Tensor, Tensor, Tensor, Tensor> loss = (w, xs, v0) => Lif(w, xs, v0).Ys.S.Square().Sum();
        Func<Tensor, Tensor, Tensor> byWeights = (w, xs) => loss(w, xs, v0);
        Func<Tensor, Tensor> ofWeights = w => loss(w, xs, v0), ofStart = v => loss(w, xs, v), carry = v => Lif(w, xs, v).Carry;
        p.Value("scan(w,xs,v0) -> (carry, ys)", Lif(w, xs, v0), 3e-6, cancels: true);
        p.Value("the same with unroll=2", Lif(w, xs, v0), 3e-6, cancels: true);
        p.Derivative("grad(L,(0,1,2))", loss.Grad(Wrt.All)(w, xs, v0), cancels: true);
        p.Derivative("jit(grad(L,(0,1,2)))", loss.Grad(Wrt.All).Jit()(w, xs, v0), cancels: true);
        p.Derivative("jvp(L,(w,xs),(tw,txs)) v0 fixed", byWeights.Jvp((w, xs), (tw, p["txs"])));
        p.Derivative("hvp jvp(grad L wrt w, tw)", ofWeights.Grad().Jvp(w, tw).Tangent, cancels: true);
        p.Derivative("hessian(L) wrt v0", ofStart.Hessian()(v0), cancels: true);
        p.Derivative("jacfwd(final carry) wrt v0", carry.JacobianForward()(v0), cancels: true);
        p.Derivative("jacrev(final carry) wrt v0", carry.JacobianReverse()(v0), cancels: true);
        p.Value("vmap(L,(None,0,None))(w,Xb,v0)", loss.VMap((null, 0, null))(w, batch, v0), 1e-5);
        p.Derivative("vmap(grad(L),(None,0,None)) per example", loss.Grad().VMap((null, 0, null))(w, batch, v0), cancels: true);
        Func<Tensor, Tensor> mean = w => loss.VMap((null, 0, null))(w, batch, v0).Mean();
        p.Derivative("grad(mean of vmap(L))", mean.Grad()(w), cancels: true);
        Func<Tensor, Tensor, Tensor, Tensor> last = (w, xs, v0) => Lif(w, xs, v0).Carry;
        p.Value("vmap(scan, in_axes xs=2nd: (None,1,None))(w, Xb moved to [T,B,3], v0)", last.VMap((null, 1, null))(w, batch.MoveAxis(0, 1), v0), 3e-6);
        Func<Tensor, Tensor> recomputed = w => Lif(w, xs, v0, checkpoint: true).Ys.S.Square().Sum();
        p.Derivative("grad of checkpointed step", recomputed.Grad()(w), cancels: true);
    }

    public static void LinearizeScan(JaxProgram p)
    {
        Tensor w = p["w"], tw = p["tw"];
        Func<Tensor, Tensor> loss = w => Lif(w, p["xs"], p["v0"]).Ys.S.Square().Sum();
        (Tensor value, Func<Tensor, Tensor> tangent) = loss.Linearize(w);
        p.Value("value", value);
        p.Derivative("lin(tw), lin(2tw), vmap(lin)", (tangent(tw), tangent(2f * tw), tangent.VMap()(Tensor.Stack([tw, -tw]))));
        p.Derivative("vmap(vjp pullback) over cotangents [1,2]", loss.Vjp(w).Pullback.VMap()(Tensor.From([1f, 2f])), cancels: true);
    }

    public static void ScanReverse(JaxProgram p)
    {
        Tensor a = p["a"], z = p["z"];
        Func<Tensor, Tensor, (Tensor, Tensor)> f = (a, z) => Fn.Scan((Tensor c, Tensor x) => (a * c + x, c + x.Sin()), (Tensor)0.5f, z, reverse: true);
        Func<Tensor, Tensor, Tensor> loss = (a, z) => f(a, z) is var (c, ys) ? c + ys.Square().Sum() : c;
        p.Value("(carry, ys)", f(a, z));
        p.Derivative("grad of carry + sum(ys^2), wrt (a,z)", loss.Grad(Wrt.All)(a, z), cancels: true);
        p.Derivative("jvp in a by 1", Fn.Jvp((Tensor v) => f(v, z), a, 1f));
        p.Value("vmap over a=[.5,1,2]", f.VMap((0, null))(Tensor.From([0.5f, 1f, 2f]), z));
    }

    public static void ScanNoXs(JaxProgram p)
    {
        Tensor a = p["a"], x0 = p["x0"];
        (Tensor Carry, Tensor Ys) Newton(Tensor a, Tensor x0, int n) => Fn.Scan(x =>
        {
            Tensor next = x - (x.Square() - a) / (2f * x);
            return (next, next);
        }, x0, n);
        p.Value("scan(n=4)", Newton(a, x0, 4));
        p.Derivative("grad wrt a of the carry", Fn.Grad((Tensor v) => Newton(v, x0, 4).Carry)(a));
        p.Value("length 0: (carry, ys)", Newton(a, 3f, 0));
    }

    public static void ScanOfScan(JaxProgram p)
    {
        Tensor a = p["a"], z = p["Z"];
        Func<Tensor, Tensor, (Tensor, Tensor)> f = (a, z) => Fn.Scan((Tensor c, Tensor row) =>
        {
            (Tensor next, Tensor ys) = Fn.Scan((Tensor c, Tensor x) => ((a * c + x).Tanh(), c * x), c, row);
            return (next, ys.Sum());
        }, (Tensor)0.1f, z);
        Func<Tensor, Tensor, Tensor> loss = (a, z) => f(a, z) is var (c, ys) ? c + ys.Sum() : c;
        p.Value("(carry, ys)", f(a, z));
        p.Derivative("grad of carry + sum(ys) wrt (a,Z)", loss.Grad(Wrt.All)(a, z), cancels: true);
        // The record's second derivative is of sum(ys) alone.
        Func<Tensor, Tensor, Tensor> sum = (a, z) => f(a, z).Item2.Sum();
        p.Derivative("second derivative in a", sum.Grad().Grad()(a, z));
        p.Value("vmap over a=[-1,.5]", f.VMap((0, null))(Tensor.From([-1f, 0.5f]), z), cancels: true);
    }

    public static void ScanOverWeights(JaxProgram p)
    {
        Func<Tensor, Tensor> f = weights => Fn.Scan((Tensor h, Tensor w) => (w.Dot(h).Tanh(), (object?)null), p["h"], weights).Carry;
        p.Value("h", f(p["W"]));
        p.Derivative("grad sum(h) wrt W", Fn.Grad((Tensor w) => f(w).Sum())(p["W"]), cancels: true);
    }

    public static void ScanIntegerCarry(JaxProgram p)
    {
        Func<Tensor, ((Tensor N, Tensor P) Carry, Tensor Ys)> f = xs => Fn.Scan(
            ((Tensor N, Tensor P) c, Tensor x) => ((c.N + 1, c.P * x + c.N.As(DType.F32)), c.N), ((Tensor)0, (Tensor)1f), xs);
        p.Value("(carry, ys)", f(p["x"]), cancels: true);
        p.Derivative("grad of final p", Fn.Grad((Tensor x) => f(x).Carry.P)(p["x"]), cancels: true);
    }

    public static void ScanErrors(JaxProgram p)
    {
        Tensor xs = Tensor.Ones([3]);
        p.Refuses<ShapeException>("carry f32 becomes i32", () => Fn.Scan((Tensor c, Tensor _) => (c.As(DType.I32), c), (Tensor)0f, xs), "got f32[] as carry and returned i32[]");
        p.Refuses<ShapeException>("carry shape changes", () => Fn.Scan((Tensor c, Tensor _) => (Tensor.Stack([c, c]), c), (Tensor)0f, xs), "got f32[] as carry and returned f32[2]");
        p.Refuses<ShapeException>("xs lengths differ", () => Fn.Scan((Tensor c, (Tensor, Tensor) _) => (c, c), (Tensor)0f, (xs, Tensor.Ones([4]))), "3 and 4");
        p.DoesNotCompile("length disagrees", "the form with sequences takes no length");
    }

    public static void ForiLoop(JaxProgram p)
    {
        Tensor x = p["x"];
        Func<Tensor, Tensor, Tensor> body(Tensor x) => (i, v) => v.Sin() * x + i.As(DType.F32) * 0.1f;
        Func<Tensor, Tensor> five = x => Fn.ForLoop(0, 5, body(x), x);
        Func<Tensor, Tensor> traced = x => Fn.ForLoop((Tensor)0, (Tensor)3, body(x), x);
        p.Value("n=5", five(x));
        p.Derivative("grad, n=5", five.Grad()(x));
        p.Derivative("jvp, n traced (3)", traced.Jvp(x, 1f));
        p.Refuses<DifferentiationException>("grad, n traced: not possible", () => traced.Grad()(x), "Reverse-mode differentiation of While is not possible");
        p.Value("lower >= upper (3,3) returns init", Fn.ForLoop(3, 3, body(x), x));
        // The record's last line is of another body: v·x + i from 1, four turns.
        Func<Tensor, Tensor> horner = x => Fn.ForLoop(0, 4, (i, v) => v * x + i.As(DType.F32), (Tensor)1f);
        p.Value("vmap over [.1,.5,2]", horner.VMap()(Tensor.From([0.1f, 0.5f, 2f])));
    }

    public static void WhileLoop(JaxProgram p)
    {
        Tensor x = p["x"];
        Func<Tensor, (Tensor V, Tensor N)> f = x => Fn.While(c => c.V < 10, c => (c.V * 1.7f + c.V.Sin(), c.N + 1), (V: x, N: (Tensor)0));
        Func<Tensor, Tensor> v = x => f(x).V;
        p.Value("while(x[0])", f(x[0]));
        p.Derivative("jvp of v at x[0] by 1", v.Jvp(x[0], 1f));
        p.Value("vmap: differing trip counts", f.VMap()(x));
        p.Derivative("vmap of jvp", Fn.VMap((Tensor x) => v.Jvp(x, 1f))(x));
        p.Derivative("jacfwd", v.JacobianForward()(x[0]));
        p.Refuses<DifferentiationException>("grad: not possible", () => v.Grad()(x[0]), "Use Fn.Scan or Fn.ForLoop");
    }

    public static void WhileInScan(JaxProgram p)
    {
        Func<Tensor, (Tensor Carry, Tensor Ys)> f = xs => Fn.Scan((Tensor c, Tensor x) =>
            Fn.While(s => s.U > 1, s => (s.U * 0.5f, s.N + 1), (U: 0.7f * c + x, N: (Tensor)0)), (Tensor)0.2f, xs); // the record starts at 0.2
        Tensor x = p["x"];
        p.Value("(carry, ys)", f(x));
        p.Derivative("jvp of carry by ones", Fn.Jvp((Tensor xs) => f(xs).Carry, x, Tensor.OnesLike(x)));
        p.Value("vmap over [x, 2x, 0.1x]", f.VMap()(Tensor.Stack([x, 2f * x, 0.1f * x])));
    }

    public static void LaxMap(JaxProgram p)
    {
        Func<Tensor, Tensor> f = rows => Fn.Map(x => x.Sum() * x[0], rows);
        p.Value("map", f(p["A"]));
        p.Value("map batch_size=2", f(p["A"]));
        p.Derivative("grad of sum of map", Fn.Grad((Tensor a) => f(a).Sum())(p["A"]));
    }

    public static void AssociativeScan(JaxProgram p)
    {
        Tensor a = p["a"], b = p["b"], m = p["M"];
        Func<Tensor, Tensor, Tensor> add = (x, y) => x + y;
        Func<(Tensor A, Tensor B), (Tensor A, Tensor B), (Tensor, Tensor)> affine = (x, y) => (x.A * y.A, y.A * x.B + y.B);
        p.Value("add over a", Fn.AssociativeScan(add, a));
        p.Value("add reverse", Fn.AssociativeScan(add, a, reverse: true));
        p.Value("add over axis 0 of M", Fn.AssociativeScan(add, m));
        p.Value("add over axis 1 of M", Fn.AssociativeScan(add, m, axis: 1));
        p.Value("linear recurrence (a,b)", Fn.AssociativeScan(affine, (a, b)), cancels: true);
        p.Derivative("grad sum(second) wrt (a,b)", Fn.Grad(((Tensor, Tensor) x) => Fn.AssociativeScan(affine, x).Item2.Sum())((a, b)), cancels: true);
        p.Value("xor over n", Fn.AssociativeScan((x, y) => x ^ y, p["n"]));
        p.Value("max over b", Fn.AssociativeScan(Tensor.Maximum, b));
        p.Value("the same recurrence by scan",
            Fn.Scan((Tensor c, (Tensor A, Tensor B) x) => (x.A * c + x.B, x.A * c + x.B), (Tensor)0f, (a, b)).Outputs, cancels: true);
    }
}
