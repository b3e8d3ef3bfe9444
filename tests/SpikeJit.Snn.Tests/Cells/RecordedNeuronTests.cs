using System.Text.Json;

namespace SpikeJit.Snn.Tests.Cells;

public sealed class RecordedNeuronTests
{
    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        JsonElement[] all = [.. Golden.Cases("snn_neurons.json")];
        for (int i = 1; i < all.Length; i++)
            if (RecordedCell.Of(all[i]) is not null) data.Add(i, all[i].Text("name")!);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Spikes_states_and_gradients_are_those_of_the_library(int index, string name)
    {
        JsonElement c = Golden.Cases("snn_neurons.json").ElementAt(index);
        RecordedCell cell = RecordedCell.Of(c)!;
        Tensor x = c.Read("x"), w = Golden.Case("snn_neurons.json", "name", "loss_weights").Read("w");
        (Tensor outputs, Dictionary<string, Tensor> states) = cell.Outputs(x);
        Tensor expected = c.TryGetProperty("spikes", out _) ? c.Read("spikes") : c.Read("output");
        Near.Relative<double>(expected.Doubles(), outputs.Doubles(), 1e-4, 1, $"{name} outputs");
        foreach ((string state, Tensor found) in states)
        {
            Tensor recorded = c.GetProperty("states").Read(state);
            Near.Relative<double>(recorded.Doubles(), found.Doubles(), 1e-4, 1, $"{name} {state}");
        }
        string? membrane = c.Text("membrane");
        Tensor gradient = Fn.Grad<Tensor>(input =>
        {
            (Tensor o, Dictionary<string, Tensor> s) = cell.Outputs(input);
            return (w * o).Sum() + (membrane is null ? 0f : s[membrane].Sum());
        })(x);
        Tensors.NearLargest([c.Read("grad_x")], [gradient], 1e-4, $"{name} gradient");
    }

    [Fact]
    public void Two_cases_are_left_out_since_they_are_faults_of_their_library() => Assert.Equal(
        ["snntorch.RSynaptic reset_delay=False", "norse.coba_lif_step (recurrent)"],
        Golden.Cases("snn_neurons.json").Skip(1).Where(c => RecordedCell.Of(c) is null).Select(c => c.Text("name")));
}
