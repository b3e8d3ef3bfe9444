namespace SpikeJit.Tests.Transforms;

/// <summary>Transformed functions that use values of the functions around them, and values that escape.</summary>
[JaxPrograms]
internal static class ProgramsOfClosures
{
    public static void Closure(JaxProgram p)
    {
        Tensor a = p["A"], w = p["w"], k = p["k"];
        Func<Tensor, Tensor> outer = w => Fn.VMap((Tensor x) => w.Dot(x).Tanh() * k)(a).Sum();
        p.Derivative("value_and_grad", outer.ValueAndGrad()(w));
        // The record multiplies element by element, and starts at w.
        Func<Tensor, Tensor> scanned = w => Fn.Scan(
            (Tensor c, Tensor x) => (c + Fn.Grad((Tensor x) => (x * w).Tanh().Sum())(x) * c, (object?)null), w, a).Carry;
        p.Derivative("grad inside scan closing over w: scan c = c + dot(grad(x->sum(tanh(x*w)))(x_t), c)", scanned(w));
        p.Derivative("grad of that summed wrt w", Fn.Grad((Tensor w) => scanned(w).Sum())(w));
    }

    public static void LeakedTracer(JaxProgram p)
    {
        Tensor? leaked = null;
        Func<Tensor, Tensor> f = x =>
        {
            leaked = x + 1f;
            return x;
        };
        f.Jit()(1f);
        p.Refuses<TraceException>("use", () => leaked! + 1f, "a lambda in LeakedTracer");
    }
}
