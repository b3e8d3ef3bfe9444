namespace SpikeJit.Snn;

/// <summary>A model that gives each class a score, as <see cref="Trainer"/> trains it.</summary>
public interface IClassifier
{
    /// <summary>Features of an example.</summary>
    int Inputs { get; }

    /// <summary>Classes.</summary>
    int Classes { get; }

    /// <summary>Parameters to start from.</summary>
    Parameters Init(RandomKey key);

    /// <summary>Scores <c>[B, C]</c> of features <c>[B, D]</c>; a pure function.</summary>
    /// <param name="parameters">As <see cref="Init"/> gives them.</param>
    /// <param name="features"><c>[B, D]</c>.</param>
    /// <param name="key">For models that draw random numbers; another in each step of training.</param>
    Tensor Scores(Parameters parameters, Tensor features, RandomKey key);
}
