namespace SpikeJit.Tests.Debugging;

/// <summary>What programs print: once for each time the program comes to it, in its order, whatever transformations it went through.</summary>
[Collection(nameof(PrintTests))]
public sealed class PrintTests
{
    private static string[] Printed(Action run)
    {
        TextWriter before = Fn.PrintOutput;
        using var text = new StringWriter { NewLine = "\n" };
        Fn.PrintOutput = text;
        try
        {
            run();
        }
        finally
        {
            Fn.PrintOutput = before;
        }
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static readonly Tensor s_x = Tensor.From([1f, 2f, 3f]);

    private static Tensor Loop(Tensor xs) => Fn.Scan((Tensor v, Tensor x) =>
    {
        v = v + x;
        Fn.Print("step {step}: v = {0:F1}, x = {1}", v, x);
        return (v, v * v);
    }, (Tensor)0f, xs).Outputs.Sum();

    private static readonly string[] s_steps = ["step 0: v = 1.0, x = 1.0", "step 1: v = 3.0, x = 2.0", "step 2: v = 6.0, x = 3.0"];

    [Fact]
    public void Values_are_formatted_as_they_are_alone()
    {
        Assert.Equal(["x = [1. 2. 3.]", "mean 2.000, elements [1.00 2.00 3.00], 7 {braces}"], Printed(() =>
        {
            Fn.Print("x = {0}", s_x);
            Fn.Print("mean {0:F3}, elements {1:F2}, {2} {{braces}}", s_x.Mean(), s_x, 7);
        }));
        Assert.Equal(["hello"], Printed(() => Fn.Print("hello")));
    }

    [Fact]
    public void Compiled_code_prints_each_time_it_runs_and_in_order()
    {
        var f = Fn.Jit((Tensor x) =>
        {
            Fn.Print("first {0}", x);
            Tensor y = x + 1f;
            Fn.Print("second {0}", y);
            Fn.Print("third");
            return y * 0f;
        });
        string[] once = ["first 1.0", "second 2.0", "third"];
        Assert.Equal([.. once, .. once], Printed(() =>
        {
            f(1f);
            f(1f);
        }));
    }

    [Fact]
    public void A_value_that_nothing_else_reads_is_printed_all_the_same_and_equal_lines_are_not_merged() =>
        Assert.Equal(["2.0", "2.0"], Printed(() => Fn.Jit((Tensor x) =>
        {
            Fn.Print("{0}", x + 1f);
            Fn.Print("{0}", x + 1f);
            return x;
        })(1f)));

    [Fact]
    public void A_scan_prints_each_step_with_its_number()
    {
        Assert.Equal(s_steps, Printed(() => Loop(s_x)));
        Assert.Equal(s_steps, Printed(() => Fn.Jit<Tensor, Tensor>(Loop)(s_x)));
        Assert.Equal(["2", "1", "0"], Printed(() => Fn.Jit((Tensor xs) => Fn.Scan((Tensor v, Tensor x) =>
        {
            Fn.Print("{step}");
            return (v + x, (object?)null);
        }, (Tensor)0f, xs, reverse: true).Carry)(s_x)));
        Assert.Equal(["0.0 10.0", "0.1 11.0", "1.0 20.0", "1.1 21.0"], Printed(() => Fn.Jit((Tensor a) => Fn.Scan((Tensor v, Tensor x) => Fn.Scan((Tensor w, Tensor y) =>
        {
            Fn.Print("{step} {0}", x + y);
            return (w, w);
        }, v, Tensor.From([0f, 1f])), a, Tensor.From([10f, 20f])).Carry)(0f)));
    }

    [Fact]
    public void A_plain_loop_that_becomes_a_scan_prints_each_turn() =>
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"{1 << i}.0"), Printed(() => Fn.Jit((Tensor x) =>
        {
            for (int i = 0; i < 6; i++)
            {
                x = x * 2f;
                x = x + 0f * x.Sin();
                Fn.Print("{0}", x);
            }
            return x;
        })(1f)));

    [Fact]
    public void While_and_branches_print_what_runs()
    {
        var f = Fn.Jit((Tensor x) => Fn.While(v => v < 10f, v =>
        {
            Fn.Print("turn {step}: {0}", v);
            return v * 3f;
        }, x));
        Assert.Equal(["turn 0: 1.0", "turn 1: 3.0", "turn 2: 9.0"], Printed(() => f(1f)));
        Assert.Empty(Printed(() => f(10f)));
        var branch = Fn.Jit((Tensor x) => Fn.Cond(x > 0f, v =>
        {
            Fn.Print("positive {0}", v);
            return v;
        }, v =>
        {
            Fn.Print("negative {0}", v);
            return -v;
        }, x));
        Assert.Equal(["positive 2.0", "negative -3.0"], Printed(() =>
        {
            branch(2f);
            branch(-3f);
        }));
    }

    [Fact]
    public void Derivatives_print_the_values_once_and_are_what_they_were()
    {
        // Σ v², v the running sums: gradient 2·(v₀+v₁+v₂, v₁+v₂, v₂).
        float[] expected = [20, 18, 12];
        Func<Tensor, Tensor> loop = Loop;
        Assert.Equal(s_steps, Printed(() => Assert.Equal(expected, loop.Grad()(s_x).ToArray<float>())));
        Assert.Equal(s_steps, Printed(() => Assert.Equal(expected, loop.Grad().Jit()(s_x).ToArray<float>())));
        Assert.Equal(s_steps, Printed(() => Assert.Equal(50f, loop.Jvp(s_x, Tensor.Ones([3])).Tangent.Item<float>())));
        Assert.Equal(s_steps, Printed(() => Assert.Equal(expected, loop.Vjp(s_x).Pullback(1f).ToArray<float>())));
        Assert.Equal(s_steps, Printed(() => Assert.Equal(expected, loop.Checkpoint().Grad()(s_x).ToArray<float>())));
        Assert.Equal(s_steps, Printed(() => Assert.Equal([6f, 4, 2, 4, 4, 2, 2, 2, 2], Fn.Jit(loop.Hessian())(s_x).ToArray<float>())));
    }

    [Fact]
    public void Custom_rules_print_once()
    {
        var f = Fn.CustomVjp<Tensor, Tensor, Tensor>(
            x =>
            {
                Fn.Print("inside {0}", x);
                return x * x;
            },
            x =>
            {
                Fn.Print("inside {0}", x);
                return (x * x, x);
            },
            (x, g) => 2f * x * g);
        Assert.Equal(["inside 3.0"], Printed(() => Assert.Equal(6f, Fn.Grad(f)(3f).Item<float>())));
    }

    [Fact]
    public void VMap_prints_a_line_for_each_example()
    {
        Tensor m = Tensor.From([1f, 2, 3, 4], [2, 2]);
        Assert.Equal(["row [1. 2.], shared 5.0", "row [3. 4.], shared 5.0"], Printed(() => Fn.VMap((Tensor row) =>
        {
            Fn.Print("row {0}, shared {1}", row, 5f);
            return row;
        })(m)));
        Assert.Equal(["1.0 10.0", "2.0 20.0", "3.0 10.0", "4.0 20.0"], Printed(() => Fn.Jit(Fn.VMap((Tensor row) => Fn.VMap((Tensor x, Tensor y) =>
        {
            Fn.Print("{0} {1}", x, y);
            return x;
        })(row, Tensor.From([10f, 20f]))))(m)));
        Func<Tensor, Tensor> loop = Loop;
        Assert.Equal(["step 0: v = 1.0, x = 1.0", "step 0: v = 2.0, x = 2.0", "step 1: v = 4.0, x = 3.0", "step 1: v = 6.0, x = 4.0"], Printed(() => loop.Grad().VMap(1)(m)));
    }

    [Fact]
    public void A_function_that_prints_is_not_taken_for_a_constant_of_another()
    {
        var quiet = Fn.Jit((Tensor x) =>
        {
            Fn.Print("constant {0}", Tensor.Ones([2]));
            return x;
        });
        var outer = Fn.Jit((Tensor x) => x + quiet(1f));
        Assert.Equal(["constant [1. 1.]", "constant [1. 1.]"], Printed(() =>
        {
            outer(1f);
            outer(2f);
        }));
    }

    [Fact]
    public void A_format_that_does_not_fit_is_refused_where_it_is_written()
    {
        Assert.Contains("does not fit 1 values", Assert.Throws<FormatException>(() => Fn.Print("{0} {1}", s_x)).Message);
        Assert.Throws<FormatException>(() => Fn.Jit((Tensor x) =>
        {
            Fn.Print("{x}", x);
            return x;
        })(1f));
    }
}

/// <summary>These tests redirect what the whole process prints.</summary>
[CollectionDefinition(nameof(PrintTests), DisableParallelization = true)]
public sealed class PrintCollection;
