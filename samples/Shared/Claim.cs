namespace SpikeJit.Samples;

/// <summary>What a sample says of itself, checked: a claim that does not hold makes the exit code 1.</summary>
internal static class Claim
{
    public static void Holds(bool holds, string claim)
    {
        Console.WriteLine($"  {(holds ? "holds" : "DOES NOT HOLD")}: {claim}");
        if (!holds) Environment.ExitCode = 1;
    }
}
