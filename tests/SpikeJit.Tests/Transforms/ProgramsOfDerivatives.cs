namespace SpikeJit.Tests.Transforms;

/// <summary>Grad, Jvp, Vjp, Linearize, Jacobians, Hessians and their nesting.</summary>
[JaxPrograms]
internal static class ProgramsOfDerivatives
{
    public static void PolynomialSine(JaxProgram p)
    {
        Tensor x = p["x"], t = p["t"];
        Func<Tensor, Tensor> f = v => (v.Sin() * v.Square() + 3f * v).Sum(), grad = f.Grad();
        p.Value("f(x)", f(x));
        p.Derivative("grad(f)(x)", grad(x));
        p.Derivative("value_and_grad(f)(x)", f.ValueAndGrad()(x));
        p.Derivative("jit(grad(f))(x)", grad.Jit()(x));
        p.Derivative("jvp(f,x,t)", f.Jvp(x, t));
        (Tensor value, Func<Tensor, Tensor> tangent) = f.Linearize(x);
        p.Derivative("linearize(f,x): (value, lin(t))", (value, tangent(t)));
        p.Derivative("vjp(f,x)(2)", f.Vjp(x).Pullback(2f));
        p.Derivative("hessian(f)(x)", f.Hessian()(x));
        p.Derivative("hvp: jvp(grad(f),x,t)[1]", grad.Jvp(x, t).Tangent);
        Func<Tensor, Tensor> along = v => grad(v).Dot(t);
        p.Derivative("hvp: grad(x -> dot(grad(f)(x), t))", along.Grad()(x));
        p.Derivative("jacrev(grad(f))(x)", grad.JacobianReverse()(x));
        p.Derivative("jacfwd(jacrev(grad(f)))(x[:2] only) third derivative", grad.JacobianReverse().JacobianForward()(x[..2]));
    }

    public static void TwoScalars(JaxProgram p)
    {
        Tensor x = p["x"], y = p["y"];
        Func<Tensor, Tensor, Tensor> f = (a, b) => a * b + a.Sin() * b.Exp();
        p.Derivative("grad(f, argnums=0)(x,y)", f.Grad()(x, y));
        p.Derivative("grad(f, argnums=1)(x,y)", f.Grad(Wrt.Second)(x, y));
        p.Derivative("grad(f, argnums=(0, 1))(x,y)", f.Grad(Wrt.All)(x, y));
        p.Derivative("grad(f, argnums=(1, 0))(x,y)", f.Grad(1, 0)(x, y));
        p.Derivative("grad(f, argnums=-1)(x,y)", f.Grad(-1)(x, y));
        p.Derivative("value_and_grad(f, argnums=(0,1))", f.ValueAndGrad(Wrt.All)(x, y));
        Func<(Tensor, Tensor), Tensor> byX = t => f.Grad()(t.Item1, t.Item2), byY = t => f.Grad(Wrt.Second)(t.Item1, t.Item2);
        p.Derivative("hessian(f, argnums=(0,1))", (byX.JacobianForward()((x, y)), byY.JacobianForward()((x, y))));
        p.Derivative("grad(grad(f,0),1)", f.Grad().Grad(Wrt.Second)(x, y));
    }

    /// <summary>The program of this name, also of vmap_of_jacobian.</summary>
    private static Tensor Four(Tensor x) => Tensor.Stack([x[0] * x[1], x[1].Sin() + x[2].Pow(3), x[0].Exp() * x[2], x[0] - x[1] / x[2]]);

    public static void VectorFunction(JaxProgram p)
    {
        Tensor x = p["x"], t = p["t"], ct = p["ct"];
        Func<Tensor, Tensor> f = Four;
        p.Derivative("jacfwd(f)(x)", f.JacobianForward()(x));
        p.Derivative("jacrev(f)(x)", f.JacobianReverse()(x));
        p.Derivative("hessian(f)(x)", f.JacobianReverse().JacobianForward()(x));
        p.Derivative("jacfwd(jacfwd(f))(x)", f.JacobianForward().JacobianForward()(x));
        p.Derivative("jvp(f,x,t)", f.Jvp(x, t));
        p.Derivative("vjp(f,x)(ct)", f.Vjp(x).Pullback(ct));
        p.Refuses<DifferentiationException>("grad(f)(x)", () => f.Grad()(x), "f32[4]; a gradient is of a scalar");
    }

    public static void VmapOfJacobian(JaxProgram p)
    {
        Tensor x = p["X"];
        Func<Tensor, Tensor> f = Four, total = rows => Fn.VMap(f)(rows).Sum(0);
        p.Derivative("vmap(jacrev(f))", f.JacobianReverse().VMap()(x));
        p.Derivative("vmap(jacfwd(f), out_axes=-1)", f.JacobianForward().VMap(0, -1)(x));
        p.Derivative("jacrev of X -> sum over rows of vmap(f)", total.JacobianReverse()(x));
    }

    public static void TanhDerivatives(JaxProgram p)
    {
        Func<Tensor, Tensor> f = x => x.Tanh();
        for (int n = 1; n <= 4; n++)
        {
            f = f.Grad();
            p.Derivative($"{n} times grad", f(p["x"]));
        }
    }

    public static void PerturbationConfusion(JaxProgram p)
    {
        Tensor x = p["x"];
        Func<Tensor, Tensor> f = v => v * Fn.Grad((Tensor y) => v + y)(1f);
        Func<Tensor, Tensor> g = v => Fn.Grad((Tensor y) => v * y.Square())(v);
        Func<Tensor, Tensor> h = v => Fn.Jvp((Tensor y) => (v * y).Sin(), 2f, 3f).Tangent;
        p.Derivative("grad(f)(x)", f.Grad()(x));
        p.Derivative("grad(g)(x)", g.Grad()(x));
        p.Derivative("jvp inside grad: grad(x -> jvp(y -> sin(x*y), 2, 3)[1])", h.Grad()(x));
    }

    public static void UnusedAndConstant(JaxProgram p)
    {
        Tensor x = p["x"];
        Func<Tensor, Tensor, Tensor> f = (a, _) => a.Sum();
        Func<Tensor, Tensor> c = _ => 3f;
        p.Derivative("grad(f, (0,1))(x, x)", f.Grad(Wrt.All)(x, x));
        p.Derivative("grad(c)(x)", c.Grad()(x));
        p.Value("vmap(c)(x)", c.VMap()(x));
    }

    public static void JacobianTrees(JaxProgram p)
    {
        var t = new Dictionary<string, Tensor> { ["u"] = p["t.u"], ["v"] = p["t.v"] };
        Func<Dictionary<string, Tensor>, Tensor> fp = a => Tensor.Outer(a["u"], a["u"]) * a["v"], fq = a => a["u"].Sum().Square();
        // q of the record is sum(u)²·v: its Jacobian has an entry by v.
        Func<Dictionary<string, Tensor>, Tensor> q = a => fq(a) * a["v"];
        p.Derivative("jacfwd", (fp.JacobianForward()(t), fq.JacobianForward()(t)));
        p.Derivative("jacrev", (fp.JacobianReverse()(t), fq.JacobianReverse()(t)));
        Func<Dictionary<string, Tensor>, Tensor> byU = a => q.Grad()(a)["u"], byV = a => q.Grad()(a)["v"];
        p.Derivative("hessian of q", (byU.JacobianForward()(t), byV.JacobianForward()(t)));
    }

    public static void LinearTranspose(JaxProgram p)
    {
        Tensor m = p["M"], ct = p["ct"];
        Func<Tensor, Tensor> linear = x => 2f * m.Transpose().Dot(x) + x.Roll(1, 0), curved = x => x.Sin();
        p.Derivative("linear_transpose(x -> 2*M.T@x + roll(x,1))(ct)", linear.LinearTranspose(ct)(ct));
        p.Refuses<DifferentiationException>("of a nonlinear function", () => curved.LinearTranspose(ct)(ct), "'sin'");
    }

    public static void GradientThroughTraining(JaxProgram p)
    {
        Tensor theta = p["theta"], x = p["x"], y = p["y"], lr = p["lr"];
        Func<Tensor, Tensor> loss = w => (x.Dot(w).Tanh() - y).Square().Mean();
        Func<Tensor, Tensor, (Tensor, Tensor)> train = (start, rate) => Fn.Scan(w =>
        {
            (Tensor value, Tensor gradient) = loss.ValueAndGrad()(w);
            return (w - rate * gradient, value);
        }, start, 3);
        Func<Tensor, Tensor, Tensor> outer = (start, rate) => loss(train(start, rate).Item1);
        p.Value("(theta_3, losses)", train(theta, lr));
        p.Derivative("grad outer wrt (theta, lr)", outer.Grad(Wrt.All)(theta, lr));
    }

    public static void Rk4(JaxProgram p)
    {
        Tensor k = p["k"], x0 = p["x0"];
        const double Dt = 0.1;
        Func<Tensor, Tensor, (Tensor Last, Tensor All)> run = (stiffness, start) =>
        {
            Tensor Slope(Tensor x) => Tensor.Stack([x[1], -stiffness * x[0] - 0.1f * x[1]]);
            return Fn.Scan(x =>
            {
                Tensor k1 = Slope(x), k2 = Slope(x + Dt / 2 * k1), k3 = Slope(x + Dt / 2 * k2), k4 = Slope(x + Dt * k3);
                Tensor next = x + Dt / 6 * (k1 + 2f * k2 + 2f * k3 + k4);
                return (next, next);
            }, start, 6);
        };
        Func<Tensor, Tensor, Tensor> sum = (stiffness, start) => run(stiffness, start).All.Sum();
        Func<Tensor, Tensor> last = start => run(k, start).Last;
        p.Value("ys", run(k, x0).All);
        p.Derivative("grad sum(ys) wrt (k,x0)", sum.Grad(Wrt.All)(k, x0));
        p.Derivative("jacfwd(last) wrt x0", last.JacobianForward()(x0));
    }
}
