namespace SpikeJit.Tests.Debugging;

/// <summary>Which operation, at which step, made the first number that is none.</summary>
public sealed class CheckFiniteTests
{
    private static string Message<T, TResult>(Func<T, TResult> f, T x) => Assert.Throws<NonFiniteException>(() => Fn.CheckFinite(f)(x)).Message;

    [Fact]
    public void A_finite_function_gives_what_it_gives()
    {
        Func<Tensor, Tensor> f = x => x.Exp().Sum().Log();
        Tensor x = Tensor.From([0.5f, 1f]);
        Assert.Equal(f(x).Item<float>(), f.CheckFinite()(x).Item<float>());
        Assert.Equal(f.Grad()(x).ToArray<float>(), Fn.Grad(f.CheckFinite())(x).ToArray<float>());
        Assert.Equal(f.Grad()(x).ToArray<float>(), f.Grad().CheckFinite()(x).ToArray<float>());
    }

    [Fact]
    public void The_operation_its_place_and_its_operand_are_named()
    {
        string message = Message((Tensor x) => (x - 1f).Log().Sum(), Tensor.From([2f, 3f, 0.5f]));
        Assert.Contains("'log' made the first NaN", message);
        Assert.Contains("in f32[3] at [2], from f32[3], there -0.5", message);
        Assert.Contains("'div' made the first Infinity", Message((Tensor x) => 1f / x, Tensor.From([1f, 0f])));
        Assert.Contains("'exp' made the first Infinity", Message((Tensor x) => x.Exp() - x.Exp(), (Tensor)1000f));
        // An infinity that was written down is nobody's fault; what makes NaN of it is.
        Assert.Contains("'sub' made the first NaN", Message((Tensor x) => Tensor.Full([2], float.PositiveInfinity) + x - (Tensor.Full([2], float.PositiveInfinity) - x), Tensor.Ones([2])));
    }

    [Fact]
    public void The_step_of_the_scan_is_named()
    {
        Func<Tensor, Tensor> f = xs => Fn.Scan((Tensor v, Tensor x) => ((v * x).Sqrt(), v), (Tensor)1f, xs).Outputs.Sum();
        Tensor xs = Tensor.From([1f, 4f, 9f, -1f, 2f]);
        Assert.Contains("'sqrt' made the first NaN at step 3 of a scan of 5", Message(f, xs));
        Assert.Contains("at step 3 of a scan of 5", Assert.Throws<NonFiniteException>(() => Fn.Jit(Fn.CheckFinite(f))(xs)).Message);
        Assert.Contains("at step 3 of a scan of 5", Assert.Throws<NonFiniteException>(() => Fn.CheckFinite(Fn.Jit(f))(xs)).Message);
        Assert.Contains("in turn 3 of a while loop", Message((Tensor x) => Fn.While(v => v.IsFinite(), v => v * 1e10f, x), (Tensor)1f));
    }

    [Fact]
    public void A_gradient_is_checked_on_its_way_back()
    {
        // sqrt at 0: the value is finite, its slope is not.
        Func<Tensor, Tensor> f = x => x.Sqrt().Sum();
        Tensor x = Tensor.From([1f, 0f]);
        Assert.Equal(1f, f.CheckFinite()(x).Item<float>());
        Assert.Contains("'div' made the first Infinity", Message(f.Grad(), x));
    }

    [Fact]
    public void Examples_of_a_batch_are_checked_together() =>
        Assert.Contains("in f32[3] at [1]", Assert.Throws<NonFiniteException>(() => Fn.VMap(Fn.CheckFinite((Tensor x) => x.Log()))(Tensor.From([1f, -1f, 2f]))).Message);

    private sealed record Weights(Tensor W, Tensor B);

    [Fact]
    public void What_comes_in_broken_is_named()
    {
        Assert.Contains("argument 0.B holds NaN, in f32[2] at [1]", Message((Weights w) => w.W + w.B, new Weights(Tensor.Ones([2]), Tensor.From([1f, float.NaN]))));
        Tensor broken = Tensor.From([float.NegativeInfinity]);
        Assert.Contains("captures holds -Infinity", Message((Tensor x) => x + broken, Tensor.Ones([1])));
    }
}
