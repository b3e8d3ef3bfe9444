namespace SpikeJit.Snn;

/// <summary>
/// Losses of scores <c>[…, C]</c>, whatever those are: spike counts, rates, potentials. Labels are class indices of the shape without the last axis. All
/// return the mean over examples, a scalar, unless said otherwise. Differentiable everywhere, without overflow.
/// </summary>
public static partial class Loss
{
    /// <summary>Softmax cross-entropy: <c>mean of −log softmax(scores)[label]</c>. On spike counts it is snnTorch's ce_count_loss.</summary>
    /// <param name="scores"><c>[…, C]</c>.</param>
    /// <param name="labels">Class indices.</param>
    /// <param name="smoothing">Part s of the target that is spread evenly: <c>(1 − s)·onehot + s/C</c>.</param>
    /// <param name="classWeights">Weights <c>[C]</c>: each example's loss times the weight of its class (not divided by the weights' sum).</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there are no examples.</exception>
    /// <exception cref="DTypeException">Scores are not floating-point, or labels not integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is out of range.</exception>
    public static Tensor CrossEntropy(Tensor scores, Tensor labels, double smoothing = 0, Tensor? classWeights = null)
    {
        Tensor targets = Labels.OneHot(scores, labels, "CrossEntropy");
        if (Check.Fraction(smoothing) != 0) targets = targets * (1 - smoothing) + smoothing / scores.Shape[-1];
        Tensor each = -(targets * scores.LogSoftmax()).Sum(-1);
        if (classWeights is null) return each.Mean();
        if (classWeights.Shape != [scores.Shape[-1]])
            throw new ShapeException($"CrossEntropy: class weights {classWeights.Type} for {scores.Shape[-1]} classes. Give one for each class.");
        return (each * classWeights.As(scores.DType).Take(labels)).Mean();
    }

    /// <summary>Softmax cross-entropy against targets of the scores' shape, one-hot or soft: <c>mean of −Σ target·log softmax(scores)</c>.</summary>
    /// <exception cref="ShapeException">The shapes differ, or there are no examples.</exception>
    public static Tensor SoftCrossEntropy(Tensor scores, Tensor targets)
    {
        CheckSame(scores, targets, "SoftCrossEntropy");
        return -(targets * scores.LogSoftmax()).Sum(-1).Mean();
    }

    /// <summary><c>mean of −t log σ(x) − (1 − t) log(1 − σ(x))</c> over all elements, each a class of its own.</summary>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public static Tensor BinaryCrossEntropy(Tensor scores, Tensor targets)
    {
        CheckSame(scores, targets, "BinaryCrossEntropy");
        return (-targets * scores.LogSigmoid() - (1 - targets) * (-scores).LogSigmoid()).Mean();
    }

    /// <summary><c>mean of (x − t)²</c> over all elements.</summary>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public static Tensor MeanSquared(Tensor x, Tensor targets)
    {
        CheckSame(x, targets, "MeanSquared");
        return (x - targets).Square().Mean();
    }

    /// <summary>Huber's: the mean of <c>½d²</c> up to |d| = δ and <c>δ(|d| − ½δ)</c> beyond, d = x − t.</summary>
    /// <param name="x">Values.</param>
    /// <param name="targets">Of the same shape.</param>
    /// <param name="delta">δ &gt; 0.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public static Tensor Huber(Tensor x, Tensor targets, double delta = 1)
    {
        CheckSame(x, targets, "Huber");
        return HuberOf(x - targets, Check.Positive(delta)).Mean();
    }

    /// <summary>The mean of <c>Σ p (log p − log q)</c> over the last axis, 0·log 0 = 0.</summary>
    /// <param name="logQ">Log-probabilities.</param>
    /// <param name="p">Probabilities.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public static Tensor KullbackLeibler(Tensor logQ, Tensor p)
    {
        CheckSame(logQ, p, "KullbackLeibler");
        Tensor some = p > 0, log = Tensor.Select(some, p, Tensor.OnesLike(p)).Log();
        return Tensor.Select(some, p * (log - logQ), Tensor.ZerosLike(p)).Sum(-1).Mean();
    }

    /// <summary>The mean over examples of <c>x·t/(|x||t|)</c> along the last axis; a vector of 0 counts 0.</summary>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public static Tensor CosineSimilarity(Tensor x, Tensor targets)
    {
        CheckSame(x, targets, "CosineSimilarity");
        return (Unit(x) * Unit(targets)).Sum(-1).Mean();

        static Tensor Unit(Tensor v)
        {
            Tensor square = v.Square().Sum(-1, keepAxis: true), some = square > 0;
            return v * Tensor.Select(some, Tensor.Select(some, square, Tensor.OnesLike(square)).Rsqrt(), Tensor.ZerosLike(square));
        }
    }

    internal static Tensor HuberOf(Tensor difference, double delta)
    {
        Tensor distance = difference.Abs(), near = Tensor.Minimum(distance, delta);
        return near.Square() * 0.5 + (distance - near) * delta;
    }

    private static void CheckSame(Tensor x, Tensor targets, string who)
    {
        Check.Float(x, $"{who}: the first argument");
        Check.Float(targets, $"{who}: the second argument");
        if (x.Shape != targets.Shape) throw new ShapeException($"{who}: shapes {x.Shape} and {targets.Shape} differ. Give one target for each value.");
        if (x.Size == 0) throw new ShapeException($"{who}: {x.Type} is empty; the mean of nothing is no number.");
    }
}
