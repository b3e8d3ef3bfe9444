using System.Numerics;

namespace SpikeJit.Snn;

/// <summary>Checks that losses and metrics share.</summary>
internal static class Labels
{
    /// <summary>One-hot targets for the classes of scores <c>[…, C]</c>; labels have the shape of the scores without the last axis.</summary>
    public static Tensor OneHot(Tensor scores, Tensor labels, string who)
    {
        CheckPair(scores, labels, who);
        return labels.OneHot(scores.Shape[-1], scores.DType);
    }

    public static void CheckPair(Tensor scores, Tensor labels, string who)
    {
        Check.Float(scores, $"{who}: the scores");
        if (!labels.DType.IsInteger()) throw new DTypeException($"{who}: the labels are {labels.Type}, not integers. Give class indices, or use the form that takes targets.");
        if (scores.Rank == 0 || labels.Shape != scores.Shape.Without(-1))
            throw new ShapeException($"{who}: scores {scores.Type} need labels of the shape without the last axis, not {labels.Shape}.");
        if (scores.Size == 0) throw new ShapeException($"{who}: the scores {scores.Type} are empty; the mean of no examples is no number. Give at least one example.");
        CheckRange(labels, scores.Shape[-1], who);
    }

    /// <summary>Scores over time <c>[T, B, C]</c> or <c>[T, C]</c>, and labels <c>[B]</c> or a scalar.</summary>
    public static void CheckTimed(Tensor timed, Tensor labels, string who)
    {
        Check.Float(timed, $"{who}: the outputs");
        if (timed.Rank < 2) throw new ShapeException($"{who}: the outputs are {timed.Type}; they must be [T, B, C], or [T, C] for one example.");
        if (timed.Shape[0] == 0) throw new ShapeException($"{who}: the outputs {timed.Type} have no steps.");
        CheckPair(timed[0], labels, who);
    }

    // Labels that are still being traced cannot be read; OneHot makes nothing of a label out of range then.
    private static void CheckRange(Tensor labels, int classes, string who)
    {
        if (labels.IsSymbolic) return;
        long? bad = labels.DType switch
        {
            DType.I32 => Bad<int>(labels, classes),
            DType.U32 => Bad<uint>(labels, classes),
            DType.I64 => Bad<long>(labels, classes),
            DType.U8 => Bad<byte>(labels, classes),
            DType.I8 => Bad<sbyte>(labels, classes),
            _ => Bad<ulong>(labels, classes),
        };
        if (bad is { } label) throw new ArgumentOutOfRangeException(nameof(labels), label, $"{who}: a label is {label}; with {classes} classes labels are 0 to {classes - 1}.");
    }

    // Reads the values as they are: a conversion would become part of a function that is being traced.
    private static long? Bad<T>(Tensor labels, int classes) where T : unmanaged, INumber<T>
    {
        foreach (T label in labels.ToArray<T>())
            if (long.CreateSaturating(label) is var value && (value < 0 || value >= classes)) return value;
        return null;
    }
}
