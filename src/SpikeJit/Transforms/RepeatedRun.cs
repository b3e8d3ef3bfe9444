using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Transforms;

/// <summary>Where an operand of a repeated equation comes from.</summary>
internal enum OperandSource : byte
{
    /// <summary>The same value in every turn.</summary>
    Outside,
    /// <summary>A number, the same in every turn.</summary>
    Number,
    /// <summary>A result of the same turn.</summary>
    SameTurn,
    /// <summary>A result of the turn before; in the first turn a value from outside.</summary>
    TurnBefore,
}

/// <summary>One operand of the repeated body.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Index">For results of a turn: which equation of the body.</param>
/// <param name="Output">And which of its outputs.</param>
/// <param name="First">The value in the first turn.</param>
internal readonly record struct RepeatedOperand(OperandSource Source, int Index, int Output, Value First);

/// <summary>A slice whose place moves on by a constant from turn to turn.</summary>
internal readonly record struct MovingSlice(int Axis, int Start, int Stride);

/// <summary>Turns of a loop, one after another in an equation sequence.</summary>
internal sealed class RepeatedRun
{
    private RepeatedRun(int start, int period, int turns, RepeatedOperand[][] operands, MovingSlice?[] slices) =>
        (Start, Period, Turns, Operands, Slices) = (start, period, turns, operands, slices);

    public int Start { get; }

    public int Period { get; }

    public int Turns { get; }

    public int End => Start + Turns * Period;

    /// <summary>For each equation of the body its operands.</summary>
    public RepeatedOperand[][] Operands { get; }

    /// <summary>For each equation of the body how its slice moves; null where it is no moving slice.</summary>
    public MovingSlice?[] Slices { get; }

    /// <summary>The run, perhaps with fewer turns than asked for; null if the first turns do not fit together.</summary>
    public static RepeatedRun? TryCreate(EquationSequence sequence, int start, int period, int turns, int fewest)
    {
        var operands = new RepeatedOperand[period][];
        var slices = new MovingSlice?[period];
        for (int j = 0; j < period; j++)
        {
            if (!TrySlice(sequence, start + j, period, ref turns, fewest, out slices[j])) return null;
            Equation first = sequence[start + j];
            operands[j] = new RepeatedOperand[first.Inputs.Length];
            for (int k = 0; k < first.Inputs.Length; k++)
            {
                RepeatedOperand operand = Classify(sequence, start, period, j, k);
                for (int r = 1; r < turns; r++)
                {
                    if (Fits(sequence, start, period, r, j, k, operand)) continue;
                    turns = r;
                    if (turns < fewest) return null;
                }
                if (!FitsFirst(sequence, start, operand)) return null;
                // Only a value from outside can be read along one of its axes as a sequence.
                if (slices[j] is not null && operand.Source != OperandSource.Outside) return null;
                operands[j][k] = operand;
            }
        }
        return new RepeatedRun(start, period, turns, operands, slices);
    }

    /// <summary>Guesses from the second turn.</summary>
    private static RepeatedOperand Classify(EquationSequence sequence, int start, int period, int j, int k)
    {
        Value first = sequence[start + j].Inputs[k], second = sequence[start + period + j].Inputs[k];
        if (sequence.NumberOf(second) is not null) return new(OperandSource.Number, 0, 0, second);
        if (sequence.PlaceOf(second) is not var (index, output) || index < start) return new(OperandSource.Outside, 0, 0, second);
        return index >= start + period
            ? new(OperandSource.SameTurn, index - start - period, output, first)
            : new(OperandSource.TurnBefore, index - start, output, first);
    }

    private static bool Fits(EquationSequence sequence, int start, int period, int turn, int j, int k, RepeatedOperand operand)
    {
        Value v = sequence[start + turn * period + j].Inputs[k];
        return operand.Source switch
        {
            OperandSource.Outside => v == operand.First,
            OperandSource.Number => sequence.NumberOf(operand.First)!.Equals(sequence.NumberOf(v)),
            OperandSource.SameTurn => sequence.PlaceOf(v) == (start + turn * period + operand.Index, operand.Output),
            _ => sequence.PlaceOf(v) == (start + (turn - 1) * period + operand.Index, operand.Output),
        };
    }

    private static bool FitsFirst(EquationSequence sequence, int start, RepeatedOperand operand) => operand.Source switch
    {
        OperandSource.SameTurn => sequence.PlaceOf(operand.First) == (start + operand.Index, operand.Output),
        OperandSource.TurnBefore => sequence.PlaceOf(operand.First) is not var (index, _) || index < start,
        _ => true,
    };

    /// <summary>For a slice how it moves. False if it moves in another way than by one element of one axis.</summary>
    private static bool TrySlice(EquationSequence sequence, int at, int period, ref int turns, int fewest, out MovingSlice? moving)
    {
        moving = null;
        if (sequence[at].Primitive is not Slice first) return true;
        var second = (Slice)sequence[at + period].Primitive;
        int axis = -1;
        for (int a = 0; a < first.Starts.Count; a++)
        {
            if (first.Starts[a] == second.Starts[a]) continue;
            if (axis >= 0 || first.Shape[a] != 1) return false;
            axis = a;
        }
        int stride = axis < 0 ? 0 : second.Starts[axis] - first.Starts[axis];
        for (int r = 1; r < turns; r++)
        {
            var slice = (Slice)sequence[at + r * period].Primitive;
            bool fits = true;
            for (int a = 0; a < first.Starts.Count; a++) fits &= slice.Starts[a] == first.Starts[a] + (a == axis ? r * stride : 0);
            if (fits) continue;
            turns = r;
            if (turns < fewest) return false;
        }
        if (axis >= 0) moving = new MovingSlice(axis, first.Starts[axis], stride);
        return true;
    }
}
