using System.Text;

namespace SpikeJit;

/// <summary>
/// Writes a concrete tensor as NumPy prints an array: nested brackets, columns aligned, lines of at most 75 characters, three elements from each end of
/// an axis when there are more than 1000 elements.
/// </summary>
internal sealed class TensorPrinter
{
    private const int LineWidth = 75, Threshold = 1000, EdgeItems = 3;
    private const string Dots = "...";

    private readonly Shape _shape;
    private readonly bool _summarised;
    private readonly long[] _strides;
    private readonly Func<int, string> _text;

    private TensorPrinter(Tensor tensor)
    {
        _shape = tensor.Shape;
        _strides = tensor.Shape.Strides();
        _summarised = tensor.Size > Threshold;
        int[] shown = [.. Shown(0, 0)];
        _text = ElementFormat.For(tensor, shown);
    }

    public static string Print(Tensor tensor)
    {
        if (tensor.Size == 0) return "[]";
        if (tensor.Rank == 0) return ElementFormat.Scalar(tensor);
        return new TensorPrinter(tensor).Nested(0, 0, " ", LineWidth);
    }

    /// <summary>The positions along an axis that are printed; -1 stands for those left out.</summary>
    private IEnumerable<int> Positions(int axis)
    {
        int n = _shape[axis];
        return _summarised && n > 2 * EdgeItems
            ? [.. Enumerable.Range(0, EdgeItems), -1, .. Enumerable.Range(n - EdgeItems, EdgeItems)]
            : Enumerable.Range(0, n);
    }

    private IEnumerable<int> Shown(int axis, int start) => axis == _shape.Rank
        ? [start]
        : Positions(axis).Where(i => i >= 0).SelectMany(i => Shown(axis + 1, start + i * (int)_strides[axis]));

    private string Nested(int axis, int start, string indent, int width)
    {
        int remaining = _shape.Rank - axis;
        if (remaining == 1) return Line(axis, start, indent, width);
        var text = new StringBuilder();
        string between = new('\n', remaining - 1);
        foreach (int i in Positions(axis))
        {
            if (text.Length > 0) text.Append(between).Append(indent);
            text.Append(i < 0 ? Dots : Nested(axis + 1, start + i * (int)_strides[axis], indent + " ", width - 1));
        }
        return $"[{text}]";
    }

    private string Line(int axis, int start, string indent, int width)
    {
        var text = new StringBuilder();
        var line = new StringBuilder(indent);
        int[] positions = [.. Positions(axis)];
        for (int k = 0; k < positions.Length; k++)
        {
            string word = positions[k] < 0 ? Dots : _text(start + positions[k]);
            if (line.Length + word.Length > width - 1 && line.Length > indent.Length)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(indent);
            }
            line.Append(word);
            if (k < positions.Length - 1) line.Append(' ');
        }
        return $"[{text.Append(line).ToString()[indent.Length..]}]";
    }
}
