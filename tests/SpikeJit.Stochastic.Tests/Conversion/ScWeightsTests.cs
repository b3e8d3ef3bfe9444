namespace SpikeJit.Stochastic.Tests.Conversion;

public sealed class ScWeightsTests
{
    /// <summary>The cases with noise draw it from torch's generator and are left out.</summary>
    [Fact]
    public void Exported_weights_are_the_reference_s()
    {
        int compared = 0;
        foreach (var golden in Golden.Cases("sc_layers.json", "kind", "to_sc_weights"))
        {
            if (golden.GetProperty("noise").ValueKind == System.Text.Json.JsonValueKind.Object || golden.Text("noise") is not (null or "none")) continue;
            ScEncoding encoding = Enum.Parse<ScEncoding>(golden.Text("encoding")!, ignoreCase: true);
            GoldenTensor[] weights = golden.Tensors("weights"), biases = golden.Tensors("biases");
            foreach ((var layer, int i) in golden.GetProperty("layers").EnumerateArray().Select((l, i) => (l, i)))
            {
                Tensor w = Tensor.From(weights[i].As<float>(), weights[i].Shape);
                ScWeights sc = ScWeights.From(w, Tensor.From(biases[i].As<float>()), encoding);
                Near.Relative<float>(layer.Tensor("weight").As<float>(), sc.Weight.ToArray<float>(), 1e-6, 1);
                Near.Relative<float>(layer.Tensor("bias").As<float>(), sc.Bias!.ToArray<float>(), 1e-6);
                if (encoding == ScEncoding.Bipolar) Near.Relative<float>(layer.Tensor("weight_scale").As<float>(), [(float)sc.Scale], 1e-6);
                // What the reference's unipolar export cannot do.
                Near.Relative<float>(weights[i].As<float>(), sc.Restore().ToArray<float>(), 1e-6, 1);
                compared++;
            }
        }
        Assert.Equal(16, compared);
    }

    [Fact]
    public void Bad_weights_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => ScWeights.From(Tensor.From<float>([1, float.NaN])));
        Assert.ThrowsAny<ArgumentException>(() => ScWeights.From(Tensor.Ones([2], DType.I32)));
        Assert.ThrowsAny<ArgumentException>(() => ScWeights.From(Tensor.Zeros([0, 3])));
        Assert.ThrowsAny<ArgumentException>(() => ScWeights.From(Tensor.Ones([2]), Tensor.From<float>([float.PositiveInfinity])));
        Assert.ThrowsAny<ArgumentException>(() => ScWeights.From(Tensor.Ones([2]), encoding: (ScEncoding)5));
    }
}
