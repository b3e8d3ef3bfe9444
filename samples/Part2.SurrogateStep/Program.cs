// Part 2 of the tutorial: one step of surrogate-gradient training.
using SpikeJit.Snn;

Tensor[] weights = [Tensor.From(new[,] { { 0.4f, -0.1f }, { 0.2f, 0.5f } })];
Tensor x = Tensor.From(new[,] { { 1.0f, 0.2f }, { 0.3f, 1.1f } });
Tensor targets = Tensor.Eye(2);

// Hard spikes forward, the derivative of the fast sigmoid backward.
(Tensor[] updated, float loss) = Surrogate.GradientStep(weights, x, targets, steps: 5, learningRate: 1e-2, path: SurrogatePath.CustomVjp);
Console.WriteLine($"Loss after one step: {loss:f4}");
Claim.Holds(MathF.Abs(loss - 0.6031f) < 5e-5f, "the loss is 0.6031");

(_, float next) = Surrogate.GradientStep(updated, x, targets, steps: 5, learningRate: 1e-2);
Claim.Holds(updated[0].Shape == weights[0].Shape && !updated[0].ToArray<float>().SequenceEqual(weights[0].ToArray<float>()), "the weights moved");
Claim.Holds(next <= loss, $"the next step begins with a loss no higher: {next:f4}");

// The same step as a plain function: differentiate it, jit it, batch it.
var gradient = Fn.Jit(Fn.Grad((Tensor[] w, Tensor input, Tensor target) => Surrogate.RateLoss(w, input, target, steps: 5)));
Tensor moved = weights[0] - 1e-2f * gradient(weights, x, targets)[0];
Claim.Holds(Largest(moved - updated[0]) < 1e-6, "Grad of RateLoss takes the same step");

// The historical route, for comparison.
(Tensor[] legacy, float legacyLoss) = Surrogate.GradientStep(weights, x, targets, steps: 5, learningRate: 1e-2, path: SurrogatePath.LegacyStopGradient);
Console.WriteLine($"Loss after one step, legacy path: {legacyLoss:f4}");
Claim.Holds(Largest(legacy[0] - updated[0]) > 0, "the legacy path takes another step");

static double Largest(Tensor difference) => difference.Abs().Max().ToDouble();
