using System.Runtime.Intrinsics;
using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

public sealed class VectorMathTests
{
    [Fact]
    public void Zz()
    {
        foreach (var name in UlpSweep.Names)
        {
            var t = System.Diagnostics.Stopwatch.StartNew();
            var r = UlpSweep.Run(name, 4099);
            Console.WriteLine($"{name,-10} {r.Ulp:F3} at {r.At:R} ({t.ElapsedMilliseconds} ms)");
        }
    }
}
