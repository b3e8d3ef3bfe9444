using System.Diagnostics;
using System.Globalization;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>
/// Random programs for as long as one likes: <c>SPIKEJIT_FUZZ_SECONDS</c> says how long (by default 30), <c>SPIKEJIT_FUZZ_SEED</c> where to begin. A program
/// that breaks a law is cut down to its fewest operations before it is shown.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const double Seconds = 30;
    private const int MostOperations = 16;

    [Fact]
    public void Every_law_holds_for_every_program_that_time_allows()
    {
        double seconds = Setting("SPIKEJIT_FUZZ_SECONDS") ?? Seconds;
        int first = (int)(Setting("SPIKEJIT_FUZZ_SEED") ?? Random.Shared.Next(1 << 30)), programs = 0, checks = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            int seed = unchecked(first + programs++) & int.MaxValue;
            int operations = 1 + seed % MostOperations;
            foreach (Law law in Laws.All)
            {
                checks++;
                if (Broken(law, seed, operations) is { } broken) Assert.Fail(Smallest(law, seed, operations, broken));
                if (watch.Elapsed.TotalSeconds > seconds) break;
            }
        }
        output.WriteLine($"fuzz: {programs} programs from seed {first}, {checks} checks, {watch.Elapsed.TotalSeconds:f0} s, nothing found");
    }

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static Exception? Broken(Law law, int seed, int operations)
    {
        try
        {
            law.Check(new RandomProgram(seed, operations, law.Kind));
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>Programs of one seed begin alike, so fewer operations are a smaller program.</summary>
    private static string Smallest(Law law, int seed, int operations, Exception broken)
    {
        for (int n = 0; n < operations; n++)
            if (Broken(law, seed, n) is { } smaller)
            {
                (operations, broken) = (n, smaller);
                break;
            }
        string program;
        try
        {
            program = new RandomProgram(seed, operations, law.Kind).ToString();
        }
        catch (Exception e)
        {
            program = $"new RandomProgram({seed}, {operations}, ProgramKind.{law.Kind}), which cannot be traced: {e.Message}";
        }
        return $"'{law.Name}' does not hold for {program}\n{broken}";
    }
}
