namespace SpikeJit.Stochastic;

/// <summary>A running estimate of a stream's density: the mean of the last bits, of all bits until the window is full.</summary>
public sealed class BitstreamAverager
{
    private readonly bool[] _window;
    private int _next;
    private int _held;
    private int _ones;

    /// <summary>An averager over the last <paramref name="window"/> bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is below 1.</exception>
    public BitstreamAverager(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _window = new bool[window];
    }

    /// <summary>The mean of the bits held; 0 when there is none.</summary>
    public double Estimate => _held == 0 ? 0 : (double)_ones / _held;

    /// <summary>Takes in a bit; the oldest leaves when the window is full.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bit is neither 0 nor 1.</exception>
    public void Push(int bit)
    {
        if (bit is not (0 or 1)) throw new ArgumentOutOfRangeException(nameof(bit), bit, "A bit is 0 or 1.");
        if (_held < _window.Length) _held++;
        else if (_window[_next]) _ones--;
        _window[_next] = bit == 1;
        _ones += bit;
        _next = (_next + 1) % _window.Length;
    }

    /// <summary>Forgets all bits.</summary>
    public void Reset() => (_next, _held, _ones) = (0, 0, 0);
}
