namespace SpikeJit.Benchmarks;

/// <summary>What the same program costs in other systems, measured by their own means on another machine (see docs/performance.md).</summary>
/// <param name="What">The program, in a few words.</param>
/// <param name="ByHand">Microseconds of the same network written by hand.</param>
/// <param name="Others">Microseconds of others.</param>
internal sealed record Elsewhere(string What, string ByHand, string Others)
{
    private static readonly Dictionary<string, Elsewhere> Known = new()
    {
        ["W1-loop"] = new("10-32-3, T = 50, value and gradient, plain loop", "4.8", "JAX 121 (compiles 7.4 s); torch.compile 1,125; torch 8,000"),
        ["W1-scan"] = new("the same as a scan", "4.8", "JAX 83"),
        ["W1b-64"] = new("mean over a batch of 64", "", "JAX 931"),
        ["W1b-1024"] = new("mean over a batch of 1,024", "", "JAX 12,981"),
        ["W2a"] = new("784-256-10 LIF, T = 50, B = 64", "16,000", "JAX 24,029, products hoisted by hand 17,323; SpikingJelly 38,000; snnTorch 45,200"),
        ["W2b"] = new("704-256-20 LIF, T = 100, B = 16", "7,200", "JAX 11,668, products hoisted by hand 7,752; SpikingJelly 33,400; snnTorch 58,400"),
        ["W2c"] = new("784-128-10 LIF, T = 25, B = 256", "19,300", "JAX 22,600, products hoisted by hand 18,802; SpikingJelly 30,400; snnTorch 33,400"),
        ["W3"] = new("surrogate-gradient step, 64-128-10, B = 32", "", "JAX 254; sc-neurocore 157,853"),
        ["W4a"] = new("Adam step, 784-128-10, B = 128", "", "JAX 2,000"),
        ["W4b"] = new("Adam step, 784-256-256-10, B = 128", "", "JAX 15,607"),
        ["W5"] = new("recurrent 700-256-20, T = 100, B = 64", "", "JAX 72,380"),
        ["W6"] = new("65,536 LIF neurons, T = 128", "", "JAX 48,760"),
        ["W7"] = new("gradients of 256 examples, one by one", "", "JAX 2,489"),
        ["W8-64x32"] = new("stochastic layer 64 × 32, 1,024 bits", "", "Rust 22.7; NumPy 489"),
        ["W8-128x128"] = new("stochastic layer 128 × 128, 4,096 bits", "", "Rust 153; NumPy 13,753"),
        ["W9"] = new("stochastic-computing LIF layer 784 × 256, T = 100", "", "JAX 1,606; sc-neurocore 43,035"),
        ["W10"] = new("holonomic L1 adapter, n = 1,000, 1,024 bits", "", "sc-neurocore 4,782"),
        ["W10-chain"] = new("sixteen holonomic adapters, each driving the next, 1,000 steps", "", ""),
        ["W11-bits"] = new("10⁷ random words", "", "JAX 96,812"),
        ["W11-uniform"] = new("10⁷ uniform numbers", "", "JAX 98,429"),
        ["W11-normal"] = new("10⁷ normal numbers", "", "JAX 131,784"),
        ["W12-chain"] = new("tanh(2x + 1)·exp(−x²) + x, 4,096 × 4,096", "", "JAX 24,599"),
        ["W12-softmax"] = new("softmax, 4,096 × 4,096", "", "JAX 26,038"),
        ["W12-sum"] = new("sum, 4,096 × 4,096", "", "JAX 1,771"),
        ["W12-dot256"] = new("x·x, 256 × 256", "", "JAX 262"),
        ["W12-dot1024"] = new("x·x, 1,024 × 1,024", "", "JAX 10,370"),
        ["W12-call"] = new("s + 1: a call", "", "JAX 4.3"),
        ["W13"] = new("60 scalar carries, T = 614", "", "JAX 28,340"),
        ["W14"] = new("64 soft neurons, T = 30,000", "", "JAX 21,650"),
        ["MNIST"] = new("an epoch of 60,000 images, 784-256-10, T = 25, B = 128, Adam", "", ""),
    };

    public static Elsewhere Of(string workload) => Known.GetValueOrDefault(workload, new(workload, "", ""));
}
