using System.Diagnostics;

namespace SpikeJit.Snn;

/// <summary>
/// Trains a classifier: batches in an order drawn anew for each epoch, one compiled function for gradient and update, evaluation after each epoch. The
/// trainer holds no state; all of it is in <see cref="TrainingState"/>.
/// </summary>
public sealed class Trainer
{
    private readonly IClassifier _model;
    private readonly Optimizer _optimizer;
    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly int _batchSize;
    private readonly Func<TrainingState, Tensor, Tensor, TrainingState> _step;
    private readonly Func<Parameters, Tensor, Tensor, RandomKey, (Tensor LossSum, Tensor Correct)> _measure;

    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">How.</param>
    /// <param name="batchSize">Examples a step; the last step of an epoch takes what is left.</param>
    /// <param name="loss">From scores <c>[B, C]</c> and labels <c>[B]</c> to the mean loss; cross-entropy when absent.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public Trainer(IClassifier model, Optimizer optimizer, int batchSize = 64, Func<Tensor, Tensor, Tensor>? loss = null)
    {
        (_model, _optimizer, _batchSize) = (model, optimizer, Check.Count(batchSize));
        _loss = loss ?? ((scores, labels) => Loss.CrossEntropy(scores, labels));
        _step = Fn.Jit<TrainingState, Tensor, Tensor, TrainingState>(Step);
        _measure = Fn.Jit<Parameters, Tensor, Tensor, RandomKey, (Tensor, Tensor)>(Measure);
    }

    /// <summary>The state before the first batch.</summary>
    /// <param name="seed">Everything random follows from it.</param>
    public TrainingState Start(long seed = 42)
    {
        (RandomKey weights, RandomKey run) = new RandomKey(seed).Split();
        Parameters parameters = _model.Init(weights);
        Tensor zero = Tensor.Scalar(0), none = Tensor.Scalar(0.0);
        return new(parameters, _optimizer.Init(parameters), run, zero, zero, none, zero, none);
    }

    /// <summary>Trains up to an epoch.</summary>
    /// <param name="state">As <see cref="Start"/>, an earlier call or a checkpoint gave it.</param>
    /// <param name="data">Examples to learn from and to measure with.</param>
    /// <param name="epochs">The number of epochs at which training ends, those before this call counted.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Ends training after the batch in hand; the state returned is a checkpoint.</param>
    /// <returns>The state after the last batch.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    /// <exception cref="ArithmeticException">The loss is not finite.</exception>
    public TrainingState Run(TrainingState state, DataSplit data, int epochs, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        CheckData(data.Train);
        CheckData(data.Test);
        var watch = Stopwatch.StartNew();
        var reader = new BatchReader(data.Train);
        long samples = 0;
        for (int epoch = state.Epoch.Item<int>(); epoch < epochs; epoch++)
        {
            int[] order = Order(state.Key, epoch, data.Train.Count);
            for (int position = state.Position.Item<int>(); position < order.Length;)
            {
                if (cancellation.IsCancellationRequested) return state;
                ReadOnlySpan<int> batch = order.AsSpan(position, Math.Min(_batchSize, order.Length - position));
                (Tensor features, Tensor labels) = reader.Read(batch);
                state = _step(state, features, labels);
                position += batch.Length;
                samples += batch.Length;
                double loss = state.LossSum.Item<double>() / position;
                if (!double.IsFinite(loss))
                    throw new ArithmeticException($"The loss became {loss} in epoch {epoch + 1} after {position} examples. Lower the learning rate, or clip gradients (Optimizer.WithGlobalNormClip).");
                Evaluation? test = null;
                TrainingState after = state;
                if (position == order.Length) (state, test) = EndEpoch(state, data.Test);
                progress?.Report(new(epoch + 1, epochs, position, order.Length, loss, after.Correct.Item<int>() / (double)position, samples / watch.Elapsed.TotalSeconds, test));
            }
        }
        return state;
    }

    /// <summary>Loss and accuracy on examples that are not learned from.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="data">The examples.</param>
    /// <param name="seed">For models that draw random numbers.</param>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    public Evaluation Evaluate(Parameters parameters, Dataset data, long seed = 0)
    {
        const int chunk = 500;
        CheckData(data);
        var key = new RandomKey(seed);
        var reader = new BatchReader(data);
        double loss = 0;
        int correct = 0;
        for (int start = 0; start < data.Count; start += chunk)
        {
            int[] examples = [.. Enumerable.Range(start, Math.Min(chunk, data.Count - start))];
            (Tensor features, Tensor labels) = reader.Read(examples);
            (Tensor lossSum, Tensor right) = _measure(parameters, features, labels, key.FoldIn(start));
            loss += lossSum.Item<double>();
            correct += right.Item<int>();
        }
        return new(loss / data.Count, correct / (double)data.Count, data.Count);
    }

    /// <summary>Gradient, update and counting, all in one compiled function.</summary>
    private TrainingState Step(TrainingState state, Tensor features, Tensor labels)
    {
        RandomKey key = Streams(state.Key).Draws.FoldIn(state.Epoch).FoldIn(state.Position);
        ((Tensor loss, Tensor scores), Parameters gradient) = Fn.ValueAndGradWithAux<Parameters, Tensor>(p =>
        {
            Tensor s = _model.Scores(p, features, key);
            return (_loss(s, labels), s);
        })(state.Parameters);
        (Parameters parameters, OptimizerState optimizer) = _optimizer.Update(state.Parameters, gradient, state.Optimizer);
        int count = features.Shape[0];
        return state with
        {
            Parameters = parameters,
            Optimizer = optimizer,
            Position = state.Position + count,
            LossSum = state.LossSum + loss.As(DType.F64) * count,
            Correct = state.Correct + Metrics.Correct(scores, labels),
        };
    }

    private (Tensor LossSum, Tensor Correct) Measure(Parameters parameters, Tensor features, Tensor labels, RandomKey key)
    {
        Tensor scores = _model.Scores(parameters, features, key);
        return (_loss(scores, labels).As(DType.F64) * features.Shape[0], Metrics.Correct(scores, labels));
    }

    private (TrainingState State, Evaluation Test) EndEpoch(TrainingState state, Dataset test)
    {
        Evaluation result = Evaluate(state.Parameters, test);
        Tensor zero = Tensor.Scalar(0);
        return (state with
        {
            Epoch = state.Epoch + 1,
            Position = zero,
            LossSum = Tensor.Scalar(0.0),
            Correct = zero,
            BestScore = Tensor.Scalar(Math.Max(state.BestScore.Item<double>(), result.Accuracy)),
        }, result);
    }

    // Leaves of one split: the orders of the epochs and the draws of the batches share no bits.
    private static (RandomKey Orders, RandomKey Draws) Streams(RandomKey key) => key.Split();

    private static int[] Order(RandomKey key, int epoch, int count) => Streams(key).Orders.FoldIn(epoch).Permutation(count).ToArray<int>();

    private void CheckData(Dataset data)
    {
        if (data.FeatureCount != _model.Inputs || data.Classes > _model.Classes)
            throw new ArgumentException(
                $"The data have {data.FeatureCount} features and {data.Classes} classes, the model {_model.Inputs} inputs and {_model.Classes} classes. Make the model for these data.", nameof(data));
    }
}
