namespace SpikeJit.Stochastic.Tests.Layers;

/// <summary>Bad input fails at once and says which and why. A bool or an integer where a number or a tensor belongs does not compile.</summary>
public sealed class BadLayerTests
{
    private static readonly Tensor s_weights = Tensor.Ones([3, 4]);

    public static TheoryData<string, Action> BadConstruction => new()
    {
        { "inputs", () => _ = new ScJitDenseLayer(0, 3) },
        { "inputs", () => _ = new ScJitDenseLayer(-1, 3) },
        { "neurons", () => _ = new ScJitDenseLayer(4, 0) },
        { "bitstreamLength", () => _ = new ScJitDenseLayer(4, 3, 0) },
        { "bitstreamLength", () => _ = new ScJitDenseLayer(4, 3, -8) },
        { "seed", () => _ = new ScJitDenseLayer(4, 3, seed: -1) },
        { "seed", () => _ = new ScJitDenseLayer(4, 3, seed: 4294967296) },
        { "dtMs", () => _ = new ScJitDenseLayer(4, 3, dtMs: 0) },
        { "dtMs", () => _ = new ScJitDenseLayer(4, 3, dtMs: double.NaN) },
        { "longer than the time constant", () => _ = new ScJitDenseLayer(4, 3, dtMs: 25) },
        { "inputScale", () => _ = new ScJitDenseLayer(4, 3, 64, inputScale: 0) },
        { "precision", () => _ = new ScJitDenseLayer(4, 3, precision: DType.I32) },
        { "spike for ever", () => _ = new ScJitDenseLayer(4, 3, neuron: new ScNeuron { Reset = 1 }) },
        { "spike for ever", () => _ = new ScJitDenseLayer(4, 3, neuron: new ScNeuron { Reset = 2 }) },
        { "spike for ever", () => _ = new ScJitDenseLayer(4, 3, neuron: new ScNeuron { Threshold = -0.1 }) },
        { "finite", () => _ = new ScNeuron { Rest = double.NaN } },
        { "finite", () => _ = new ScNeuron { Threshold = double.PositiveInfinity } },
        { "positive", () => _ = new ScNeuron { TauMs = 0 } },
        { "positive", () => _ = new ScNeuron { Resistance = -1 } },
        { "not negative", () => _ = new ScNeuron { NoiseStd = -0.1 } },
        { "[3, 4]", () => _ = new ScJitDenseLayer(4, 3, weights: Tensor.Ones([4, 3])) },
        { "[3, 4]", () => _ = new ScJitDenseLayer(4, 3, weights: Tensor.Ones([12])) },
        { "floating-point", () => _ = new ScJitDenseLayer(4, 3, weights: Tensor.Ones([3, 4], DType.I32)) },
        { "floating-point", () => _ = new ScJitDenseLayer(4, 3, weights: Tensor.Ones([3, 4], DType.Bool)) },
        { "F64", () => _ = new ScJitDenseLayer(4, 3, weights: Tensor.Ones([3, 4], DType.F64)) },
        { "NaN", () => _ = new ScJitDenseLayer(4, 3, weights: s_weights * float.NaN) },
    };

    public static TheoryData<string, Action<ScJitDenseLayer>> BadCalls => new()
    {
        { "floating-point", l => l.Step(Tensor.Ones([4], DType.I32)) },
        { "[4]", l => l.Step(Tensor.Ones([3])) },
        { "[4]", l => l.Step(Tensor.Ones([1, 4])) },
        { "NaN", l => l.Step(Tensor.From<float>([0, float.NaN, 0, 0])) },
        { "F32", l => l.Step(Tensor.Ones([4], DType.F64)) },
        { "[3]", l => l.StepCurrents(Tensor.Ones([4])) },
        { "Infinity", l => l.StepCurrents(Tensor.From<float>([0, float.PositiveInfinity, 0])) },
        { "[T, 4]", l => l.Run(Tensor.Ones([4])) },
        { "[T, 4]", l => l.Run(Tensor.Ones([0, 4])) },
        { "[T, 4]", l => l.Run(Tensor.Ones([2, 3])) },
        { "[T, 3]", l => l.RunCurrents(Tensor.Ones([2, 4])) },
        { "[T, 4]", l => l.Project(Tensor.Ones([4])) },
        { "membrane", l => l.State = l.State with { Membrane = Tensor.Zeros([4]) } },
        { "membrane", l => l.State = l.State with { Membrane = Tensor.Zeros([3], DType.F64) } },
        { "cannot be traced", l => Fn.Jit<Tensor, Tensor>(l.Step)(Tensor.Ones([4])) },
    };

    [Theory]
    [MemberData(nameof(BadConstruction))]
    public void A_bad_layer_is_not_made(string says, Action make) => Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(make).Message);

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_bad_call_changes_nothing(string says, Action<ScJitDenseLayer> call)
    {
        var layer = new ScJitDenseLayer(4, 3, weights: s_weights);
        layer.Step(Tensor.Full([4], 0.1f));
        ScLayerState before = layer.State;
        Assert.Contains(says, Assert.ThrowsAny<Exception>(() => call(layer)).Message);
        Assert.Same(before, layer.State);
    }

    [Fact]
    public void Bitstreams_take_no_input_beyond_their_scale_and_no_trace()
    {
        var layer = new ScJitDenseLayer(4, 3, 64, s_weights, inputScale: 2);
        layer.Step(Tensor.From<float>([-2, 2, 0, 1]));
        Assert.Contains("2.5", Assert.ThrowsAny<ArgumentException>(() => layer.Step(Tensor.From<float>([0, 0, 2.5f, 0]))).Message);
        Assert.Throws<TraceException>(() => Fn.Jit<ScLayerState, Tensor, Tensor>((s, x) => layer.Run(s, x).Spikes)(layer.Initial, Tensor.Ones([2, 4])));
    }

    [Fact]
    public void Bad_equations_are_refused()
    {
        Tensor v = Tensor.Zeros([3]), x = Tensor.Ones([2, 3]);
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.LifStep(v, v, alpha: 0));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.LifStep(v, v, alpha: 1.5));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.LifStep(v, v, resistance: 0));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.LifStep(v, v, reset: 1));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.LifStep(v, Tensor.Zeros([2])));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.LifStep(v, v, Tensor.Zeros([3], DType.I32)));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.Forward([], x, 5));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.Forward([Tensor.Ones([3, 2])], x, 5));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.Forward([Tensor.Ones([2, 3])], x, 0));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.Forward([Tensor.Ones([2, 3])], x[0], 5));
        Assert.ThrowsAny<ArgumentException>(() => ScDynamics.Forward([Tensor.Ones([2, 3])], x, 5, alpha: 1.1));
    }
}
