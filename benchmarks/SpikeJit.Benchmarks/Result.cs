using System.Globalization;

namespace SpikeJit.Benchmarks;

/// <summary>What came out of a workload.</summary>
/// <param name="Workload">It.</param>
/// <param name="Values">What it computed.</param>
/// <param name="CompileSeconds">The first call.</param>
/// <param name="Time">The calls after that.</param>
/// <param name="Schedule">The schedule, if asked for.</param>
internal sealed record Result(Workload Workload, double[] Values, double CompileSeconds, Timing Time, string? Schedule)
{
    public const string TableHead = """
        | workload | what | best µs | median µs | goal µs | written by hand, µs | others, µs |
        |---|---|---:|---:|---:|---:|---|
        """;

    /// <summary>Whether the values are right.</summary>
    public bool IsRight => Workload.Expected.Length == Values.Length && Workload.Expected.Zip(Values).All(p => p.First.Holds(p.Second));

    /// <summary>All of it, in a line.</summary>
    public string Line =>
        $"{Workload.Name} median_us={Number(Time.Median, "0.00")} best_us={Number(Time.Best, "0.00")} cpu_us={Number(Time.Processor, "0.00")} compile_s={Number(CompileSeconds, "0.000")} " +
        $"{string.Join(' ', Workload.Expected.Zip(Values, (e, v) => $"{e.Label}={Number(v, "G7")}"))} goal_us={Number(Workload.GoalMicroseconds, "0")} " +
        $"check={(IsRight ? "ok" : $"FAIL expected {string.Join(' ', Workload.Expected.Select(e => $"{e.Label}={Number(e.Value, "G7")}"))}")}";

    /// <summary>A row of the table in docs/performance.md.</summary>
    public string Row
    {
        get
        {
            Elsewhere other = Elsewhere.Of(Workload.Name);
            return $"| {Workload.Name} | {other.What} | {Short(Time.Best)} | {Short(Time.Median)} | {Number(Workload.GoalMicroseconds, "#,0")} | {other.ByHand} | {other.Others} |{(IsRight ? "" : " **wrong values**")}";
        }
    }

    /// <summary>Three digits.</summary>
    private static string Short(double microseconds) =>
        Number(microseconds, microseconds < 10 ? "0.00" : microseconds < 100 ? "0.0" : "#,0");

    private static string Number(double x, string format) => x.ToString(format, CultureInfo.InvariantCulture);
}
