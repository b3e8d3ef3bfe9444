// Part 1 of the tutorial: a dense layer of spiking neurons, compiled, with exact products and with products on bitstreams.
using SpikeJit.Stochastic;

Tensor weights = Tensor.From(new[,]
{
    { 1.0f, 0.0f, 0.2f, 0.0f },
    { 0.0f, 0.8f, 0.0f, 0.2f },
    { 0.5f, 0.5f, 0.0f, 0.0f },
});
Tensor x = Tensor.From([0.9f, 0.1f, 0.5f, 0.0f]);
Tensor sequence = Tensor.From(new[,] { { 0.9f, 0.1f, 0.5f, 0.0f }, { 0.0f, 0.8f, 0.0f, 0.2f } });

var exact = new ScJitDenseLayer(inputs: 4, neurons: 3, weights: weights, seed: 42);
Tensor spikes = exact.Step(x);
Console.WriteLine($"Step spikes: {spikes}");
Claim.Holds(spikes.ToArray<byte>().SequenceEqual<byte>([1, 0, 0]), "the neuron with a current of 1 reaches its threshold of 1, helped by the noise of seed 42");
Tensor train = exact.Run(sequence);
Console.WriteLine($"Spike train shape: {train.Shape}");
Claim.Holds(train.Shape == [2, 3] && train.ToArray<byte>().SequenceEqual<byte>([0, 0, 0, 0, 0, 1]), "the run goes on from the step: the third neuron has gathered enough at its end");
exact.Reset();
Claim.Holds(exact.Step(x).ToArray<byte>().SequenceEqual(spikes.ToArray<byte>()), "a reset repeats it");

// The same layer on streams of 256 bits: the length is used, and longer streams come closer.
double[] errors = [.. new[] { 16, 256, 4096 }.Select(Error)];
Console.WriteLine($"Largest error of a current with streams of 16, 256, 4096 bits: {string.Join(", ", errors.Select(e => e.ToString("f4")))}");
Claim.Holds(errors[1] < 0.02 && errors[2] < 0.002, "256 bits give currents within 0.02, 4096 within 0.002");

// Currents go past the weights; inputs never do, also where there are as many of them.
Tensor driven = exact.StepCurrents(Tensor.From([0f, 2f, 0f]));
Claim.Holds(driven.ToArray<byte>().SequenceEqual<byte>([0, 1, 0]), "a current of 2 makes its own neuron spike");

double Error(int length)
{
    var layer = new ScJitDenseLayer(inputs: 4, neurons: 3, bitstreamLength: length, weights: weights, seed: 42);
    return (layer.Project(sequence) - sequence.Dot(weights.Transpose())).Abs().Max().ToDouble();
}
