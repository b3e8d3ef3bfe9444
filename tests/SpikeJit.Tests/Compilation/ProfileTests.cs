using System.Text.RegularExpressions;

namespace SpikeJit.Tests.Compilation;

public sealed partial class ProfileTests
{
    private static readonly Func<Tensor, Tensor, Tensor> Layer = Fn.Jit((Tensor x, Tensor w) => x.Dot(w).Tanh().Sum());

    [Fact]
    public void Explain_gives_what_a_kernel_reads_writes_and_computes()
    {
        string text = Layer.Explain(Tensor.Ones([8, 16]), Tensor.Ones([16, 4]));
        Assert.Contains("product | f32[8,16] · f32[16,4] = f32[8,4] | reads 768 bytes, writes 128 bytes, 1024 operations", text, StringComparison.Ordinal);
        Assert.Contains("reads 128 bytes, writes 4 bytes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_is_the_schedule_with_a_time_and_rates_for_each_kernel()
    {
        Tensor x = Tensor.Ones([8, 16]), w = Tensor.Ones([16, 4]);
        string[] explained = Layer.Explain(x, w).Split('\n'), profiled = Layer.Profile(x, w).Split('\n');
        Assert.Equal(explained.Length, profiled.Length);
        for (int line = 0; line < explained.Length - 1; line++)
        {
            Assert.EndsWith(explained[line], profiled[line], StringComparison.Ordinal);
            Assert.Matches(Times(), profiled[line]);
        }
    }

    [Fact]
    public void Steps_inside_a_loop_are_timed_by_themselves()
    {
        var f = Fn.Jit((Tensor s, Tensor w) => Fn.Scan((Tensor h, Tensor _) => (h.Dot(w).Tanh(), h), s, Tensor.Ones([20])).Carry);
        string text = f.Profile(Tensor.Ones([4, 4]), Tensor.Ones([4, 4]) * .1f);
        Assert.Contains("scan, 20 steps, of", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(l => l.Contains("product", StringComparison.Ordinal)), l => Assert.Matches(Times(), l));
    }

    [Fact]
    public void A_function_that_was_not_jitted_has_no_profile() =>
        Assert.Contains("Fn.Jit", Assert.Throws<ArgumentException>(() => new Func<Tensor, Tensor>(x => x).Profile(Tensor.Ones([1]))).Message, StringComparison.Ordinal);

    [GeneratedRegex(@"^ +\d+\.\d\d µs +\d+\.\d\d GFLOP/s +\d+\.\d\d GB/s ")]
    private static partial Regex Times();
}
