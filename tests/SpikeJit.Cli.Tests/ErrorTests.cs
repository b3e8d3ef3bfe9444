using SpikeJit.Cli.Models;

namespace SpikeJit.Cli.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("train --epochs 0", "--epochs is 0", "at least 1")]
    [InlineData("train --epochs ten", "--epochs is ten", "whole number")]
    [InlineData("train --epochs 2.5", "--epochs is 2.5", "whole number")]
    [InlineData("train --epochs 99999999999", "--epochs is 99999999999", "whole number")]
    [InlineData("train --hidden 12 0", "--hidden is 0", "at least 1")]
    [InlineData("train --steps -3", "--steps is -3", "at least 1")]
    [InlineData("train --batch 0", "--batch is 0", "at least 1")]
    [InlineData("train --learning-rate 0", "--learning-rate is 0", "above 0")]
    [InlineData("train --learning-rate NaN", "--learning-rate is NaN", "finite")]
    [InlineData("train --learning-rate Infinity", "--learning-rate is Infinity", "finite")]
    [InlineData("train --seed -1", "--seed is -1", "4294967295")]
    [InlineData("train --seed 4294967296", "--seed is 4294967296", "4294967295")]
    [InlineData("train --threads 0", "--threads is 0", "1 to 1024")]
    [InlineData("train --threads 1025", "--threads is 1025", "1 to 1024")]
    [InlineData("train --data cifar", "cifar", "digits", "mnist")]
    [InlineData("train --epoch 3", "--epoch")]
    [InlineData("train --epochs", "--epochs")]
    [InlineData("train model", "model")]
    [InlineData("trian", "trian")]
    [InlineData("evaluate", "evaluate")]
    [InlineData("export @m.safetensors --source noise", "noise", "sobol", "lfsr", "bernoulli", "halton")]
    [InlineData("export @m.safetensors --length 0", "--length is 0", "at least 1")]
    [InlineData("train --out @no/m.safetensors", "no directory", "no")]
    [InlineData("train --resume @none.safetensors", "none.safetensors", "no model file")]
    [InlineData("evaluate @none.safetensors", "none.safetensors", "spikejit train")]
    [InlineData("info @none.safetensors", "none.safetensors", "spikejit train")]
    [InlineData("export @none.safetensors", "none.safetensors", "spikejit train")]
    [InlineData("train --data mnist", "--data-dir", "https://")]
    [InlineData("train --data mnist --data-dir @none", "train-images-idx3-ubyte", "https://")]
    public void Wrong_use_is_told_in_one_line(string commandLine, params string[] parts) => _place.Failure(commandLine, parts);

    [Fact]
    public void A_directory_cannot_be_the_output()
    {
        Directory.CreateDirectory(_place["d"]);
        _place.Failure("train --out @d", "is a directory");
    }

    [Fact]
    public void A_model_cannot_be_measured_with_data_of_another_width()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        Write("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[784]]);
        Write("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 3]);
        Write("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[784]]);
        Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 3]);
        _place.Failure($"evaluate @m.safetensors --data mnist --data-dir {_place.Directory}", "784 features", "64 inputs");
        Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0]);
        _place.Failure($"evaluate @m.safetensors --data mnist --data-dir {_place.Directory}", "t10k-labels-idx1-ubyte");
    }

    [Fact]
    public void A_file_of_another_kind_is_no_model()
    {
        Write("text.safetensors", "no model at all, only text that goes on for a while"u8.ToArray());
        Write("empty.safetensors", []);
        _place.Failure("info @text.safetensors", "text.safetensors");
        _place.Failure("info @empty.safetensors", "empty.safetensors");
    }

    [Fact]
    public void A_truncated_model_is_refused_wherever_it_ends()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        byte[] whole = File.ReadAllBytes(_place["m.safetensors"]);
        for (int length = 0; length < whole.Length; length += 1 + whole.Length / 40)
        {
            Write("cut.safetensors", whole[..length]);
            _place.Failure("evaluate @cut.safetensors", "cut.safetensors");
        }
    }

    [Fact]
    public void Metadata_that_are_damaged_are_named()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        Edited("\\\"steps\\\":4", "\\\"steps\\\":0", "spikejit.model");
        Edited("\\\"steps\\\":4", "\\\"stops\\\":4", "spikejit.model");
        Edited("spikejit.model", "spikejit.nodel", "spikejit.model");
        Edited("\\\"seed\\\":42", "\\\"seed\\\":4x", "spikejit.training");
        Edited("\\\"sizes\\\":[64,12,10]", "\\\"sizes\\\":[64,13,10]", "f32[12]", "f32[13]");
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused()
    {
        _place.Success($"{Workplace.Small} --out @m.safetensors");
        ModelFile model = ModelFile.Read(_place["m.safetensors"]);
        Tensor weight = model.Parameters["2.weight"];
        (model with { Parameters = model.Parameters.With("2.weight", weight * float.NaN) }).Write(_place["nan.safetensors"]);
        _place.Failure("evaluate @nan.safetensors", "'2.weight'", "NaN");
        (model with { Parameters = model.Parameters.With("2.weight", weight.Transpose()) }).Write(_place["turned.safetensors"]);
        _place.Failure("evaluate @turned.safetensors", "'2.weight'", "f32[10,12]", "f32[12,10]");
        (model with { Parameters = model.Parameters.With("extra", weight) }).Write(_place["extra.safetensors"]);
        _place.Failure("evaluate @extra.safetensors", "'extra'");
    }

    private void Edited(string text, string by, params string[] parts)
    {
        Assert.Equal(text.Length, by.Length);
        byte[] bytes = File.ReadAllBytes(_place["m.safetensors"]);
        int at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.True(at >= 0, $"{text} is not in the file.");
        System.Text.Encoding.UTF8.GetBytes(by).CopyTo(bytes.AsSpan(at));
        Write("edited.safetensors", bytes);
        _place.Failure("info @edited.safetensors", parts);
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(_place[name], bytes);
}
