// Part 5 of the tutorial: weights to bitstreams and back without losing sign or scale, and a whole trained network.
using SpikeJit.Snn;
using SpikeJit.Stochastic;

// One layer. W is [in, out]; an input of 0.5 for each of ten inputs.
Tensor w1 = new RandomKey(42).Split().First.Normal([10, 32]) * 0.1f;
Tensor x = Tensor.Full([10], 0.5f);
ScDenseLayer layer = ScDenseLayer.FromWeights(w1, ScEncoding.Bipolar, length: 512, source: BitSource.Sobol);
Tensor output = layer.Forward(x), expected = x.Dot(w1);
double error = (output - expected).Square().Mean().Sqrt().ToDouble();
Console.WriteLine($"SC output: {output}");
Console.WriteLine($"x · W:     {expected}");
Console.WriteLine($"error: {error:f4} (root mean square); were all bits independent, at most {layer.StandardError:f4}");
Claim.Holds(error < layer.StandardError, "the output is an estimate of x · W");
Claim.Holds(output.Min().ToDouble() < 0 && output.Max().ToDouble() > 0, "signs survive");
Tensor back = ScWeights.From(w1).Restore();
Claim.Holds((back - w1).Abs().Max().ToDouble() < 1e-6, "the map to stochastic values can be undone");

// A whole network: a few epochs on handwritten digits, then every product on bitstreams.
DataSplit digits = Digits.Load();
var network = new SpikingClassifier(new([Digits.Pixels, 128, 10], steps: 25));
var trainer = new Trainer(network, Optimizer.Adam(4e-3), batchSize: 32);
TrainingState trained = trainer.Run(trainer.Start(seed: 42), digits, epochs: 8);
double floats = trainer.Evaluate(trained.Parameters, digits.Test).Accuracy;
Console.WriteLine($"float: {floats:p2}");
foreach (int length in new[] { 64, 256 })
{
    ScNetwork deployed = network.ToStochastic(trained.Parameters, length);
    double accuracy = deployed.Evaluate(digits.Test).Accuracy;
    Console.WriteLine($"bitstreams of {length} bits: {accuracy:p2}");
    double allowed = length == 64 ? 0.015 : 0.006;
    Claim.Holds(accuracy > floats - allowed, $"with {length} bits the accuracy is within {100 * allowed:f1} points of float");
}
