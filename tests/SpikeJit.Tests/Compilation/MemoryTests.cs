using SpikeJit.Compilation.Execution;
using SpikeJit.Memory;

namespace SpikeJit.Tests.Compilation;

/// <summary>Tests that measure the whole process run by themselves.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;

/// <summary>Long runs keep their memory.</summary>
[Collection(nameof(WholeProcess))]
public sealed class MemoryTests
{
    [Fact]
    public void Thousands_of_jitted_steps_without_disposal_keep_the_memory_flat()
    {
        Func<Tensor, Tensor, Tensor> loss = (w, x) => x.Dot(w).Tanh().Square().Mean();
        Func<Tensor, Tensor, Tensor> step = (w, x) => w - 0.1f * loss.Grad()(w, x);
        Func<Tensor, Tensor, Tensor> jitted = step.Jit();
        Tensor weights = new RandomKey(1).Normal([784, 64]), input = new RandomKey(2).Normal([16, 784]);
        for (int i = 0; i < 1500; i++) weights = jitted(weights, input);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = MemoryPool.Live, working = Environment.WorkingSet;
        for (int i = 0; i < 4000; i++) weights = jitted(weights, input);
        Assert.True(double.IsFinite(weights.Sum().ToDouble()));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // 4000 results of 200 KB each, 800 MB in all, were made meanwhile.
        Assert.InRange(MemoryPool.Live, 0, before + (8 << 20));
        Assert.InRange(Environment.WorkingSet, 0, working + (64L << 20));
    }

    [Fact]
    public void A_call_allocates_its_results_and_nothing_for_what_it_computes()
    {
        Func<Tensor, (Tensor, Tensor)> jitted = Fn.Jit((Tensor xs) =>
        {
            (Tensor last, Tensor all) = Fn.Scan<Tensor, Tensor, Tensor>((v, x) => (.9f * v + x, v), Tensor.Zeros([4096]), xs);
            return (last, all);
        });
        // The call's list of arguments, its list of results and the tuple have a few words each.
        const long lists = 256;
        long results = AllocatedByCall(Make, Tensor.Ones([4, 4096]));
        Assert.InRange(AllocatedByCall(jitted, Tensor.Ones([4, 4096])), results, results + lists);
        Assert.InRange(AllocatedByCall(jitted, Tensor.Ones([64, 4096])), results, results + lists);
    }

    private static (Tensor, Tensor) Make(Tensor x) => (new Tensor(x.Type, new Storage(x.Type.Bytes)), new Tensor(x.Type, new Storage(x.Type.Bytes)));

    private static long AllocatedByCall(Func<Tensor, (Tensor, Tensor)> f, Tensor x)
    {
        const int calls = 10;
        return Allocations.Least(() =>
        {
            for (int i = 0; i < calls; i++) f(x);
        }) / calls;
    }

    [Fact]
    public void A_thousand_shapes_leave_a_bounded_cache()
    {
        Func<Tensor, Tensor> f = x => (2f * x + 1f).Sum();
        Func<Tensor, Tensor> jitted = f.Jit();
        Action<string>? warning = Fn.RetraceWarning;
        Fn.RetraceWarning = null;
        for (int n = 1; n <= 1000; n++) Assert.Equal(3f * n, jitted(Tensor.Ones([n])).Item<float>());
        Fn.RetraceWarning = warning;
        Assert.InRange(KernelCache.Count, 0, 4096);
    }

    [Fact]
    public void Equal_kernels_of_two_functions_are_compiled_once()
    {
        Func<Tensor, Tensor> f = x => x.Sin() * 3.25f, g = x => x.Sin() * 3.25f;
        Tensor x = Tensor.Ones([777]);
        f.Jit()(x);
        int kernels = KernelCache.Count;
        g.Jit()(x);
        Assert.Equal(kernels, KernelCache.Count);
    }
}
