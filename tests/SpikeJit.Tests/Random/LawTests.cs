using CsCheck;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>Every law, on some random programs of its kind.</summary>
public sealed class LawTests
{
    private const int Times = 50;

    public static TheoryData<string> Names => [.. Laws.All.Select(l => l.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Holds(string name)
    {
        Law law = Laws.All.Single(l => l.Name == name);
        RandomProgram.Any(law.Kind).Sample(law.Check, iter: Times * Laws.Factor, threads: 1, print: p => p.ToString());
    }
}
