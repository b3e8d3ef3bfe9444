using System.Text.Json;

namespace SpikeJit.Snn.Tests.Optimizers;

public sealed class ScheduleTests
{
    private static Schedule Of(JsonElement c)
    {
        JsonElement p = c.GetProperty("params");
        double N(string key) => p.Number(key);
        int I(string key) => (int)p.Number(key);
        (int, double)[] changes = p.TryGetProperty("boundaries", out JsonElement at) && p.TryGetProperty("scales", out JsonElement scales)
            ? [.. at.EnumerateArray().Zip(scales.EnumerateArray(), (a, s) => (a.GetInt32(), s.GetDouble()))]
            : [];
        return c.Text("schedule") switch
        {
            "constant" => N("value"),
            "cosine_decay" => Schedule.Cosine(N("init"), I("decay_steps"), N("alpha"), N("exponent")),
            "warmup_constant" => Schedule.WarmUp(N("init"), N("peak"), I("warmup_steps")),
            "warmup_cosine_decay" => Schedule.WarmUpCosine(N("init"), N("peak"), I("warmup_steps"), I("decay_steps"), N("end")),
            "warmup_exponential_decay" => Schedule.WarmUpExponential(N("init"), N("peak"), I("warmup_steps"), I("transition_steps"), N("rate")),
            "linear" => Schedule.Linear(N("init"), N("end"), I("transition_steps"), I("transition_begin")),
            "polynomial" => Schedule.Polynomial(N("init"), N("end"), I("transition_steps"), I("transition_begin"), N("power")),
            "exponential_decay" => Schedule.Exponential(
                N("init"), I("transition_steps"), N("rate"), I("transition_begin"), p.GetProperty("staircase").GetBoolean(),
                p.TryGetProperty("end", out JsonElement end) ? end.GetDouble() : null),
            "piecewise_constant" => Schedule.Piecewise(N("init"), changes),
            "piecewise_interpolate" => Schedule.Interpolated(N("init"), cosine: false, changes),
            "join" => Schedule.Join([Schedule.Linear(0, N("lr"), 5), Schedule.Exponential(N("lr"), 4, .5)], [5]),
            "cosine_onecycle" => Schedule.OneCycle(I("transition_steps"), N("peak"), N("pct_start"), N("div_factor"), N("final_div_factor")),
            string name => throw new InvalidDataException(name),
            null => throw new InvalidDataException("no schedule"),
        };
    }

    [Fact]
    public void Values_are_those_of_optax()
    {
        int compared = 0;
        foreach (JsonElement c in Golden.Cases("jax_optim.json").Where(c => c.Text("schedule") is not null))
        {
            Schedule schedule = Of(c);
            string name = $"{c.Text("schedule")} {c.GetProperty("params")}";
            double[] expected = c.Read("out").Doubles();
            double[] exact = [.. Enumerable.Range(0, expected.Length).Select(schedule.At)], found = schedule.At(c.Read("steps")).Doubles();
            // optax takes 1 + cos in F32, which cancels towards the end: there the standard is F64.
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(found[i] - expected[i]) <= 1e-6 * Math.Abs(expected[i]) || Math.Abs(found[i] - exact[i]) <= 1e-6 * Math.Abs(exact[i]), $"{name} at {i}: {found[i]}, expected {expected[i]}, exactly {exact[i]}");
            Near.Relative<double>(expected, exact, 5e-6, 1e-3, $"{name}, in F64");
            compared++;
        }
        Assert.Equal(17, compared);
    }

    [Fact]
    public void A_schedule_in_f64_has_its_precision() => Assert.Equal(0.1 * 0.5 * (1 + Math.Cos(Math.PI / 3)), Schedule.Cosine(0.1, 3).At(1), 15);

    public static TheoryData<Func<object>> Bad => new()
    {
        () => Schedule.Constant(double.NaN),
        () => Schedule.Cosine(0.1, 0),
        () => Schedule.Linear(0.1, double.PositiveInfinity, 5),
        () => Schedule.Linear(0.1, 0, 5, -1),
        () => Schedule.Exponential(0.1, 5, 0),
        () => Schedule.Piecewise(0.1, (5, 1), (5, 2)),
        () => Schedule.Piecewise(0.1, (0, 1)),
        () => Schedule.Join([Schedule.Constant(1)], [3]),
        () => Schedule.WarmUpCosine(0, 0.1, 5, 5),
        () => Schedule.OneCycle(10, 0.1, rise: 2),
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Arguments_that_do_not_fit_are_refused(Func<object> call) => Assert.ThrowsAny<ArgumentException>(call);
}
