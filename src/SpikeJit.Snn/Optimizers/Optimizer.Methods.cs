namespace SpikeJit.Snn;

public sealed partial record Optimizer
{
    /// <summary>Stochastic gradient descent: <c>w − ηg</c>, or with momentum <c>m ← g + μm; w − ηm</c>, or with Nesterov's <c>w − η(g + μm)</c>.</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="nesterov">Whether the momentum looks ahead.</param>
    public static Optimizer Sgd(Schedule learningRate, double momentum = 0, bool nesterov = false) =>
        new(Check.Decay(momentum) == 0 ? [new LearningRate(learningRate)] : [new Momentum(momentum, nesterov), new LearningRate(learningRate)]);

    /// <summary>
    /// Adam: <c>w − η m̂/(√(v̂ + ε₀) + ε)</c>, m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ) (D. Kingma, J. Ba, arXiv:1412.6980). ε is outside the root and after the
    /// correction.
    /// </summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="beta1">β₁ in (0, 1).</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="epsilonRoot">ε₀ ≥ 0, inside the root.</param>
    /// <param name="nesterov">NAdam.</param>
    public static Optimizer Adam(Schedule learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double epsilonRoot = 0, bool nesterov = false) =>
        new([AdamPart(beta1, beta2, epsilon, epsilonRoot, nesterov), new LearningRate(learningRate)]);

    /// <summary>Adam with decoupled weight decay: <c>w − η(m̂/(√v̂ + ε) + λw)</c> (I. Loshchilov, F. Hutter, arXiv:1711.05101).</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="weightDecay">λ ≥ 0. optax has 1e-4, PyTorch 1e-2.</param>
    /// <param name="decays">Which parameters decay, by name; all when absent.</param>
    /// <param name="beta1">β₁ in (0, 1).</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    public static Optimizer AdamW(
        Schedule learningRate, double weightDecay = 1e-4, Func<string, bool>? decays = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new([AdamPart(beta1, beta2, epsilon, 0, false), new WeightDecay(Check.NotNegative(weightDecay), decays), new LearningRate(learningRate)]);

    /// <summary>RMSProp: <c>w − η g/√(v + ε)</c>, v the running mean of g² (G. Hinton's lecture 6e).</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="decay">Of the running mean, in (0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="centered">Whether the mean's square is taken from v.</param>
    /// <param name="momentum">μ in [0, 1), of the scaled steps.</param>
    /// <param name="nesterov">Whether the momentum looks ahead.</param>
    /// <param name="epsilonInRoot">optax has ε inside the root, PyTorch outside: g/(√v + ε).</param>
    /// <param name="initialScale">v before the first step.</param>
    /// <exception cref="ArgumentException">Centred, with ε outside the root.</exception>
    public static Optimizer RmsProp(
        Schedule learningRate, double decay = 0.9, double epsilon = 1e-8, bool centered = false, double momentum = 0, bool nesterov = false,
        bool epsilonInRoot = true, double initialScale = 0)
    {
        if (centered && !epsilonInRoot) throw new ArgumentException("RmsProp: centered needs epsilonInRoot, since the centred v can round to below 0.", nameof(epsilonInRoot));
        var scale = new RmsScale(Inner(decay), Check.NotNegative(epsilon), centered, epsilonInRoot, Check.NotNegative(initialScale));
        var rate = new LearningRate(learningRate);
        return new(Check.Decay(momentum) == 0 ? [scale, rate] : [scale, rate, new Momentum(momentum, nesterov)]);
    }

    /// <summary>Lion: <c>w − η(sign(β₁m + (1 − β₁)g) + λw); m ← β₂m + (1 − β₂)g</c> (X. Chen et al., arXiv:2302.06675).</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="beta1">β₁ in (0, 1).</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="weightDecay">λ ≥ 0.</param>
    /// <param name="decays">Which parameters decay, by name; all when absent.</param>
    public static Optimizer Lion(Schedule learningRate, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 1e-3, Func<string, bool>? decays = null) =>
        new([new LionScale(Inner(beta1), Inner(beta2)), new WeightDecay(Check.NotNegative(weightDecay), decays), new LearningRate(learningRate)]);

    /// <summary>Adagrad: <c>w − η g/√(Σg² + ε)</c> (J. Duchi, E. Hazan, Y. Singer, 2011).</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="initialAccumulator">Σ before the first step, ≥ 0.</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    public static Optimizer Adagrad(Schedule learningRate, double initialAccumulator = 0.1, double epsilon = 1e-7) =>
        new([new AdagradScale(Check.NotNegative(initialAccumulator), Check.NotNegative(epsilon)), new LearningRate(learningRate)]);

    /// <summary>Adamax: <c>w − η m̂/u; u ← max(|g| + ε, β₂u)</c> (Kingma and Ba, section 7).</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="beta1">β₁ in (0, 1).</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    public static Optimizer Adamax(Schedule learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new([new AdamaxScale(Inner(beta1), Inner(beta2), Check.NotNegative(epsilon)), new LearningRate(learningRate)]);

    /// <summary>AdaBelief: Adam whose v is the running mean of (g − m)² (J. Zhuang et al., arXiv:2010.07468).</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    /// <param name="beta1">β₁ in (0, 1).</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="epsilonRoot">Added to v in each step, ≥ 0.</param>
    public static Optimizer AdaBelief(Schedule learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-16, double epsilonRoot = 1e-16) =>
        new([new BeliefScale(Inner(beta1), Inner(beta2), Check.NotNegative(epsilon), Check.NotNegative(epsilonRoot)), new LearningRate(learningRate)]);

    private static AdamScale AdamPart(double beta1, double beta2, double epsilon, double epsilonRoot, bool nesterov) =>
        new(Inner(beta1), Inner(beta2), Check.NotNegative(epsilon), Check.NotNegative(epsilonRoot), nesterov);

    // The correction 1 - βᵗ is 0 for β = 1 and has no logarithm for β = 0.
    private static double Inner(double beta) => beta is > 0 and < 1 ? beta : throw new ArgumentOutOfRangeException(nameof(beta), beta, $"A decay is {beta}; it must be between 0 and 1.");
}
