namespace SpikeJit.Snn;

/// <summary>
/// All that training goes on from, as a tree of tensors: saved between any two batches and restored, it ends with the same bits as without the break.
/// </summary>
/// <param name="Parameters">The weights.</param>
/// <param name="Optimizer">Every buffer and the step counter.</param>
/// <param name="Key">From which the order of examples and the random numbers of each batch follow.</param>
/// <param name="Epoch">Whole epochs done, an I32 scalar.</param>
/// <param name="Position">Examples done in this epoch, an I32 scalar.</param>
/// <param name="LossSum">The sum of the losses of these examples, an F64 scalar.</param>
/// <param name="Correct">How many of them were classified rightly, an I32 scalar.</param>
/// <param name="BestScore">The best test accuracy after an epoch so far, an F64 scalar; 0 before the first.</param>
public sealed record TrainingState(
    Parameters Parameters, OptimizerState Optimizer, RandomKey Key, Tensor Epoch, Tensor Position, Tensor LossSum, Tensor Correct, Tensor BestScore);

/// <summary>Where training stands, after a batch.</summary>
/// <param name="Epoch">The epoch at work, from 1.</param>
/// <param name="Epochs">The epoch at which it ends.</param>
/// <param name="Examples">Examples done in this epoch.</param>
/// <param name="Count">Examples of an epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="Accuracy">Accuracy on training examples in the epoch so far, each measured before it was learned from.</param>
/// <param name="SamplesPerSecond">Training examples a second, since the start of this call.</param>
/// <param name="Test">After the last batch of an epoch, how the test examples do.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int Examples, int Count, double Loss, double Accuracy, double SamplesPerSecond, Evaluation? Test);

/// <summary>How a classifier does on examples that it does not learn from.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">The part that is classified rightly.</param>
/// <param name="Count">How many examples.</param>
public sealed record Evaluation(double Loss, double Accuracy, int Count);
