using System.Globalization;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>Every law, on some random programs of its kind: the same ones where <c>SPIKEJIT_FUZZ_SEED</c> is set.</summary>
public sealed class LawTests
{
    private const int Times = 50;
    private const int MostOperations = 12;

    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("SPIKEJIT_FUZZ_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : Random.Shared.Next();

    public static TheoryData<string> Names => [.. Laws.All.Select(l => l.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Holds(string name)
    {
        Law law = Laws.All.Single(l => l.Name == name);
        var random = new Random(s_seed);
        for (int i = 0; i < Times * Laws.Factor; i++)
        {
            var program = new RandomProgram(random.Next(), random.Next(1, MostOperations + 1), law.Kind);
            try
            {
                law.Check(program);
            }
            catch (Exception e)
            {
                Assert.Fail($"{program}\n{e}");
            }
        }
    }
}
