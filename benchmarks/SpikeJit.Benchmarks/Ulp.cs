using System.Diagnostics;
using System.Globalization;
using SpikeJit.Tests.Cpu;

namespace SpikeJit.Benchmarks;

/// <summary><c>ulp [NAME…]</c>: the largest error of the functions of F32 over all 2³² arguments, against double precision. Minutes each.</summary>
internal static class Ulp
{
    public static int Run(IReadOnlyList<string> names)
    {
        if (names.Count == 0) names = [.. UlpSweep.Names];
        if (names.FirstOrDefault(n => !UlpSweep.Names.Contains(n)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no function {unknown}. Known: {string.Join(' ', UlpSweep.Names)}");
            return 2;
        }
        foreach (string name in names)
        {
            long start = Stopwatch.GetTimestamp();
            (double ulp, float at) = UlpSweep.Run(name, 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ulp={ulp:F4} at={at:R} seconds={Stopwatch.GetElapsedTime(start).TotalSeconds:F0}"));
        }
        return 0;
    }
}
