using CsCheck;
using SpikeJit.Compilation;
using SpikeJit.Cpu.Emit;

namespace SpikeJit.Tests.Cpu;

public sealed unsafe class CompiledLoopNestTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Compiled_code_of_every_width_gives_the_bits_of_the_interpreter(int bits) =>
        Gen.Int.Sample(seed => Check(seed, bits), iter: Iterations, threads: 1);

    private static long Iterations => long.TryParse(Environment.GetEnvironmentVariable("SPIKEJIT_ITERATIONS"), out long n) ? n : 60;

    private static void Check(int seed, int bits)
    {
        RandomNest random = RandomNest.Create(seed);
        using NestMemory expected = new NestMemory(random.Nest.Buffers, random.Lengths).Randomise(seed);
        using NestMemory actual = new NestMemory(random.Nest.Buffers, random.Lengths).Randomise(seed);
        LoopNestInterpreter.Run(random.Nest, expected.Buffers);
        CompiledLoopNest.Compile(random.Nest, bits).Run(actual.Buffers);
        string? difference = actual.Difference(expected);
        Assert.True(difference is null, $"seed {seed}: {difference}\n{Print(random.Nest)}");
    }

    private static string Print(LoopNest nest)
    {
        var text = new System.Text.StringBuilder().Append("lanes ").AppendJoin('×', nest.Lanes).AppendLine();
        Body(nest.Body, 1);
        return text.ToString();

        void Body(IReadOnlyList<Instruction> body, int depth)
        {
            foreach (Instruction i in body)
            {
                text.Append(' ', depth * 2).AppendLine(i switch
                {
                    LoadInstruction l => $"r{l.Result}:{nest.Registers[l.Result]} = buffer {l.Address.Buffer} [{l.Address.Offset}; {string.Join(',', l.Address.LaneSteps)}; {string.Join(',', l.Address.LoopSteps)}]",
                    StoreInstruction s => $"buffer {s.Address.Buffer} [{s.Address.Offset}; {string.Join(',', s.Address.LaneSteps)}; {string.Join(',', s.Address.LoopSteps)}] = r{s.Source}",
                    ApplyInstruction a => $"r{a.Result}:{nest.Registers[a.Result]} = {a.Op}(r{a.A}:{nest.Registers[a.A]}, r{a.B}, r{a.C})",
                    LoopInstruction l => $"loop {l.Trips} reverse {l.Reverse} {string.Join(' ', l.States)}",
                    ReduceInstruction r => $"r{r.Result}:{nest.Registers[r.Result]} = {r.Op} of r{r.Value} over {string.Join('×', r.Extents)}",
                    _ => i.ToString(),
                });
                Body(i is LoopInstruction loop ? loop.Body : i is ReduceInstruction reduce ? reduce.Body : [], depth + 1);
            }
        }
    }
}
