using SpikeJit;

namespace Docs;

/// <summary>The programs of docs/compiler.md.</summary>
internal static class CompilerPrograms
{
    public sealed record Weights(Tensor W1, Tensor W2);

    private static readonly Tensor s_currents = Tensor.Zeros([50, 8, 64]);

    private static readonly Weights s_weights = new(Tensor.Zeros([10, 32]), Tensor.Zeros([32, 3]));

    public static Dictionary<string, Func<TracedProgram>> Traces { get; } = new()
    {
        ["loss"] = () => Fn.Trace<Weights, Tensor, Tensor>(Loss)(s_weights, Tensor.Zeros([50, 10])),
        ["network"] = () => Fn.Trace(Fn.ValueAndGrad<Weights, Tensor>(Loss))(s_weights, Tensor.Zeros([50, 10])),
        ["batch"] = () => Fn.Trace(Fn.ValueAndGrad<Weights, Tensor>(MeanLoss))(s_weights, Tensor.Zeros([64, 50, 10])),
        ["checkpoint"] = () => Fn.Trace(Fn.ValueAndGrad<Tensor>(Checkpointed))(Tensor.Zeros([100])),
        ["rate"] = () => Fn.Trace<Tensor, Tensor>(Rate)(s_currents),
        ["recurrent"] = () => Fn.Trace(Fn.Grad<Tensor, Tensor>(Recurrent))(Tensor.Zeros([8, 16]), Tensor.Zeros([16, 16])),
        ["layer"] = () => Fn.Trace<Tensor, Tensor, Tensor>(Layer)(s_currents, Tensor.Zeros([64, 10])),
        ["columns"] = () => Fn.Trace<Tensor, Tensor>(Columns)(Tensor.Zeros([3, 4])),
    };

    public static string Schedule(string program) => program switch
    {
        "network" => Fn.Jit(Fn.ValueAndGrad<Weights, Tensor>(Loss)).Explain(s_weights, Tensor.Zeros([50, 10])),
        "batch" => Fn.Jit(Fn.ValueAndGrad<Weights, Tensor>(MeanLoss)).Explain(s_weights, Tensor.Zeros([64, 50, 10])),
        "rate" => Fn.Jit<Tensor, Tensor>(Rate).Explain(s_currents),
        _ => Fn.Jit<Tensor, Tensor, Tensor>(Layer).Explain(s_currents, Tensor.Zeros([64, 10])),
    };

    public static Tensor Loss(Weights w, Tensor xs)
    {
        Tensor v1 = Tensor.Zeros([32]), v2 = Tensor.Zeros([3]), spikes = Tensor.Zeros([3]);
        for (int t = 0; t < 50; t++)
        {
            v1 += (-v1 + xs[t].Dot(w.W1)) / 20f;
            Tensor s1 = (10f * (v1 - 1f)).Sigmoid();
            v1 *= 1f - s1;
            v2 += (-v2 + s1.Dot(w.W2)) / 20f;
            Tensor s2 = (10f * (v2 - 1f)).Sigmoid();
            v2 *= 1f - s2;
            spikes += s2;
        }
        return (spikes / 50f - new float[] { 1, 0, 0 }).Square().Mean();
    }

    public static Tensor MeanLoss(Weights w, Tensor batch) => Fn.VMap<Weights, Tensor, Tensor>(Loss, (null, 0))(w, batch).Mean();

    private static Tensor Checkpointed(Tensor x) => Fn.Checkpoint((Tensor y) => y.Tanh().Exp())(x).Sum();

    private static (Tensor V, Tensor Spikes) Neuron(Tensor v, Tensor current)
    {
        v = 0.9f * v + current;
        Tensor spikes = (v >= 1f).As(DType.F32);
        return (v * (1f - spikes), spikes);
    }

    private static Tensor Rate(Tensor currents) => Fn.Scan<Tensor, Tensor, Tensor>(Neuron, Tensor.Zeros([8, 64]), currents).Outputs.Mean();

    private static Tensor Layer(Tensor currents, Tensor w) => Fn.Scan<Tensor, Tensor, Tensor>(Neuron, Tensor.Zeros([8, 64]), currents).Outputs.Dot(w);

    private static Tensor Recurrent(Tensor v, Tensor w) => Fn.Scan<Tensor, object?>(v => (v.Dot(w).Tanh(), null), v, 50).Carry.Sum();

    private static Tensor Columns(Tensor x) => x.Transpose();
}
