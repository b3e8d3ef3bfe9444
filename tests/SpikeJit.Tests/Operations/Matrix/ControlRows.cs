using SpikeJit.Primitives;

namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>Loops, branches, calls.</summary>
internal static class ControlRows
{
    private static readonly int[][] s_sequences = [[6, 5], [1, 3], [4, 0], [0, 3]], s_any = [[3, 7], [], [0]];

    public static IEnumerable<PrimitiveRow> All =>
    [
        StructureRows.Of("Scan", typeof(Scan), Decaying, x => Decayed(x), s_sequences),
        StructureRows.Of("Scan of a plain loop", typeof(Scan), PlainLoop, x => Plain.Make([x.Shape[1]], i => x.Shape[0] == 0 ? 0 : Decayed(x)[x.Shape[0] - 1, i[0]]), s_sequences),
        new("While", [typeof(While)], x => Doubled(x[0], x[1]), x => x[0].Map(v => v * Math.Pow(2, x[1].Data[0])),
            [.. s_any.Select(s => new Operand[] { new(DType.F64, s, -2, 2), new(DType.I32, [], 0, 6) })]) { Smooth = false },
        new("Switch", [typeof(Switch)], x => Fn.Switch<Tensor, Tensor>(x[1], [v => v.Sin(), v => v * v, v => 3 * v], x[0]),
            x => x[0].Map(v => (int)x[1].Data[0] switch { <= 0 => Math.Sin(v), 1 => v * v, _ => 3 * v }),
            [.. s_any.Select(s => new Operand[] { new(DType.F64, s, -2, 2), new(DType.I32, [], -1, 5) })]) { Sums = true },
        StructureRows.Of("Checkpoint", typeof(Checkpoint), x => Fn.Checkpoint((Tensor v) => v.Sin() * v.Exp())(x), x => x.Map(v => Math.Sin(v) * Math.Exp(v)), s_any),
        // Rules that are the true derivative, so that differences show it.
        StructureRows.Of("CustomVjp", typeof(CustomVjpCall), Fn.CustomVjp<Tensor, Tensor, Tensor>(v => v.Sin(), v => (v.Sin(), v), (v, ct) => ct * v.Cos()), x => x.Map(Math.Sin), s_any) with { Forward = false },
        StructureRows.Of("CustomJvp", typeof(CustomJvpCall), Fn.CustomJvp<Tensor, Tensor>(v => v.Exp(), (v, dv) => (v.Exp(), dv * v.Exp())), x => x.Map(Math.Exp), s_any),
    ];

    private static Tensor Decaying(Tensor x) => Fn.Scan<Tensor, Tensor, Tensor>(
        (v, now) =>
        {
            Tensor next = 0.9 * v + now * now;
            return (next, next);
        },
        Tensor.Zeros(x.Shape.Without(0), x.DType), x).Outputs;

    private static Tensor PlainLoop(Tensor x)
    {
        Tensor v = Tensor.Zeros(x.Shape.Without(0), x.DType);
        for (int t = 0; t < x.Shape[0]; t++) v = 0.9 * v + x[t] * x[t];
        return v;
    }

    private static Plain Decayed(Plain x)
    {
        double[] data = [.. x.Data.Select(v => v * v)];
        int n = x.Shape[1];
        for (int i = n; i < data.Length; i++) data[i] += 0.9 * data[i - n];
        return new Plain(x.Shape, data);
    }

    private static Tensor Doubled(Tensor x, Tensor times) =>
        Fn.While<(Tensor V, Tensor I)>(s => s.I < times, s => (s.V * 2, s.I + 1), (x, Tensor.Zeros([], DType.I32))).V;
}
