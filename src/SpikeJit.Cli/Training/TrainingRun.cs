using SpikeJit.Cli.Models;
using SpikeJit.Snn;

namespace SpikeJit.Cli.Training;

/// <summary>A plan with its data, at work.</summary>
internal sealed class TrainingRun
{
    private readonly TrainingPlan _plan;
    private readonly DataSplit _data;
    private readonly SpikingClassifier _model;
    private readonly Trainer _trainer;
    private TrainingState _state;

    /// <summary>A run from its beginning.</summary>
    public TrainingRun(TrainingPlan plan, DataSplit data)
    {
        (_plan, _data) = (plan, data);
        _model = new SpikingClassifier(plan.Configuration(data.Train));
        _trainer = plan.Trainer(_model, data.Train);
        _state = _trainer.Start(plan.Seed);
    }

    /// <summary>A run that goes on from a checkpoint.</summary>
    /// <param name="checkpoint">As <see cref="Checkpoint"/> gave it.</param>
    /// <param name="data">The data of its plan.</param>
    /// <param name="path">Of the checkpoint, for errors.</param>
    public TrainingRun(ModelFile checkpoint, DataSplit data, string path)
        : this(checkpoint.Plan, data)
    {
        if (!checkpoint.IsCheckpoint) throw new CommandException($"{path} is a finished model, not a checkpoint: there is nothing to resume.");
        if (!checkpoint.Configuration.Equals(_model.Configuration))
            throw new InvalidDataException($"{path}: the network is {checkpoint.Configuration}, but its plan and the data make {_model.Configuration}. The file is damaged, or the data are others.");
        _state = checkpoint.Resume(_state, path);
    }

    /// <summary>Trains to the end of the plan, or until it is told to stop.</summary>
    /// <returns>Whether it reached the end.</returns>
    public bool Train(IProgress<TrainingProgress> progress, CancellationToken stop)
    {
        _state = _trainer.Run(_state, _data, _plan.Epochs, progress, stop);
        return _state.Epoch.Item<int>() == _plan.Epochs;
    }

    /// <summary>The model as it stands.</summary>
    public ModelFile Model => ModelFile.Of(_model.Configuration, _plan, _state.Parameters);

    /// <summary>All that <see cref="Train"/> goes on from.</summary>
    public ModelFile Checkpoint => ModelFile.Of(_model.Configuration, _plan, _state);
}
