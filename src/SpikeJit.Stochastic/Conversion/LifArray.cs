using SpikeJit.Snn;

namespace SpikeJit.Stochastic;

/// <summary>A layer of <see cref="Lif"/> neurons stepped number by number: the same operations in the same order and precision as the cell's own.</summary>
internal sealed class LifArray
{
    private readonly float _beta, _gain, _rest, _threshold, _resetValue;
    private readonly Firing _firing;
    private readonly float[] _v;

    public LifArray(Lif cell, int neurons)
    {
        _firing = cell.Firing;
        (_beta, _gain, _rest) = ((float)cell.Beta, (float)cell.Gain, (float)cell.Rest);
        (_threshold, _resetValue) = ((float)_firing.Threshold, (float)_firing.ResetValue);
        _v = new float[neurons];
        Start();
    }

    /// <summary>Puts all neurons to rest.</summary>
    public void Start() => Array.Fill(_v, _rest);

    /// <summary>One step on currents; writes the indices of the neurons that spike and returns how many there are.</summary>
    public int Step(ReadOnlySpan<float> currents, Span<int> spiking)
    {
        int count = 0;
        bool sameStep = _firing.Timing == ResetTiming.SameStep;
        for (int n = 0; n < _v.Length; n++)
        {
            float spike;
            if (sameStep)
            {
                float charged = Charged(_v[n], currents[n]);
                spike = Spike(charged);
                _v[n] = Lowered(charged, spike);
            }
            else
            {
                (_v[n], spike) = LateReset(_v[n], currents[n]);
            }
            if (spike != 0) spiking[count++] = n;
        }
        return count;
    }

    private (float V, float Spike) LateReset(float previous, float current)
    {
        float late = Spike(previous);
        // A late reset to a value comes before the charge, so that the input of the step is kept.
        float v = _firing.Reset == Reset.ToValue ? Charged(Lowered(previous, late), current) : Lowered(Charged(previous, current), late);
        if (_firing.Timing == ResetTiming.NextStepWithSpike) return (v, late);
        float now = Spike(v);
        return (_firing.Timing == ResetTiming.Both ? Lowered(v, now - late) : v, now);
    }

    private float Charged(float v, float current)
    {
        float driven = _gain == 1 ? current : current * _gain;
        float decayed = _beta == 1 ? v : _rest == 0 ? v * _beta : ((v - _rest) * _beta) + _rest;
        return decayed + driven;
    }

    private float Spike(float v)
    {
        float above = v - _threshold;
        return above > 0 || (above == 0 && _firing.AtThreshold) ? 1 : 0;
    }

    private float Lowered(float v, float spike) => _firing.Reset switch
    {
        Reset.ToValue when _resetValue == 0 => v * (1 - spike),
        Reset.ToValue => (v * (1 - spike)) + (spike * _resetValue),
        Reset.Subtract => v - (spike * _threshold),
        _ => v,
    };
}
