using CsCheck;
using SpikeJit.Graphs;
using SpikeJit.Tracing;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>What random programs are made of.</summary>
internal enum ProgramKind
{
    /// <summary>Floats are F64 and all values are smooth functions of them: for finite differences.</summary>
    Smooth,

    /// <summary>Floats are F64; kinks (abs, max, sort) and steps are allowed.</summary>
    Precise,

    /// <summary>F32, F64, I32 and Bool side by side, everything allowed.</summary>
    Mixed,
}

/// <summary>
/// A random program: a function of tensors that chooses its operations by a seed and by the types at hand, so that it is the same function on concrete,
/// traced and batched tensors. The seed alone makes it again.
/// </summary>
internal sealed class RandomProgram
{
    private readonly Lazy<TracedCall> _traced;

    public RandomProgram(int seed, int operations, ProgramKind kind)
    {
        (Seed, Operations, Kind) = (seed, operations, kind);
        var random = new Random(seed);
        Inputs = [.. Enumerable.Range(0, random.Next(2, 5)).Select(i => Input(random, i))];
        _traced = new Lazy<TracedCall>(Trace);
    }

    /// <summary>Programs of one kind, of 1 to <paramref name="operations"/> operations beside those inside loops and branches.</summary>
    public static Gen<RandomProgram> Any(ProgramKind kind, int operations = 12) =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[1, operations], (seed, n) => new RandomProgram(seed, n, kind));

    public int Seed { get; }

    public int Operations { get; }

    public ProgramKind Kind { get; }

    /// <summary>Arguments to run it on.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>Which inputs have a derivative.</summary>
    public bool[] IsFloat => [.. Inputs.Select(t => t.DType.IsFloat())];

    /// <summary>The program as a graph.</summary>
    public Graph Graph => _traced.Value.Graph;

    /// <summary>What the graph takes: the inputs, then constants that the function computed while it was traced.</summary>
    public Tensor[] GraphInputs => [.. Inputs, .. _traced.Value.Captures];

    /// <summary>Runs it; the last results are the outputs.</summary>
    public Tensor[] Run(Tensor[] inputs)
    {
        var builder = new ProgramBuilder(new Random(Seed + 1), Kind, inputs);
        for (int i = 0; i < Operations; i++) builder.Step(depth: 2);
        return builder.Results();
    }

    /// <summary>The program of its floating-point inputs alone.</summary>
    public Tensor[] RunFloats(Tensor[] floats)
    {
        var next = new Queue<Tensor>(floats);
        return [.. Run([.. Inputs.Select(t => t.DType.IsFloat() ? next.Dequeue() : t)]).Where(t => t.DType.IsFloat())];
    }

    /// <summary>The floating-point inputs.</summary>
    public Tensor[] Floats => [.. Inputs.Where(t => t.DType.IsFloat())];

    /// <summary>Numbers between -1 and 1 in the shapes of given tensors.</summary>
    public static Tensor[] Directions(int seed, IEnumerable<Tensor> like)
    {
        var random = new Random(seed);
        return [.. like.Select(t => Numbers(random, t.Shape, t.DType))];
    }

    /// <summary>Other arguments of the same types.</summary>
    public Tensor[] OtherInputs(int seed)
    {
        var random = new Random(seed);
        return [.. Inputs.Select(t => Numbers(random, t.Shape, t.DType))];
    }

    private TracedCall Trace()
    {
        Arguments arguments = Arguments.Of([Inputs]);
        return new Callable(Run, v => Run((Tensor[])v[0]!)).Trace(arguments.Shapes, arguments.Types);
    }

    private Tensor Input(Random random, int index)
    {
        Shape shape = ProgramBuilder.RandomShape(random, 3);
        DType dtype = index == 0 ? Wide(random) : random.Next(6) switch { 0 => DType.I32, 1 => DType.Bool, _ => Wide(random) };
        return Numbers(random, shape, dtype);
    }

    private DType Wide(Random random) => Kind == ProgramKind.Mixed && random.Next(3) > 0 ? DType.F32 : DType.F64;

    private static Tensor Numbers(Random random, Shape shape, DType dtype) => dtype switch
    {
        DType.I32 => Tensor.From([.. Enumerable.Range(0, shape.Size).Select(_ => random.Next(-3, 6))], shape),
        DType.Bool => Tensor.From([.. Enumerable.Range(0, shape.Size).Select(_ => random.Next(2) == 0)], shape),
        _ => Tensor.From([.. Enumerable.Range(0, shape.Size).Select(_ => 2 * random.NextDouble() - 1)], shape).As(dtype),
    };

    public override string ToString() => $"new RandomProgram({Seed}, {Operations}, ProgramKind.{Kind})\n{Graph}";
}
