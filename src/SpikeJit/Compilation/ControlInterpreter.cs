using SpikeJit.Compilation.Execution;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation;

/// <summary>Loops, branches and calls, run in the plainest way.</summary>
internal static class ControlInterpreter
{
    public static Tensor[] Run(Primitive primitive, Tensor[] inputs) => primitive switch
    {
        Scan scan => Run(scan, inputs),
        While loop => Run(loop, inputs),
        Switch branches => Interpreter.Run(branches.Branches[Math.Clamp(inputs[0].Item<int>(), 0, branches.Branches.Length - 1)], inputs.AsSpan(1)),
        Checkpoint call => Interpreter.Run(call.Body, inputs),
        CustomVjpCall call => Interpreter.Run(call.Function, inputs),
        CustomJvpCall call => Interpreter.Run(call.Function, inputs),
        CustomLinear => throw CustomLinear.NoForwardRule(),
        _ => throw new InvalidOperationException($"The interpreter does not know the control flow of '{primitive.Name}'."),
    };

    private static Tensor[] Run(Scan scan, Tensor[] inputs)
    {
        int before = scan.Constants + scan.Carries;
        Tensor[] carry = inputs[scan.Constants..before];
        TensorType[] steps = [.. scan.Body.OutputTypes[scan.Carries..]];
        var rows = new Tensor[steps.Length][];
        for (int o = 0; o < rows.Length; o++) rows[o] = new Tensor[scan.Length];
        using LoopPlace.Scope place = LoopPlace.Enter(scan.HasEffect, scan.Length);
        for (int i = 0; i < scan.Length; i++)
        {
            int t = scan.Reverse ? scan.Length - 1 - i : i;
            place.At(t);
            Tensor[] results = Interpreter.Run(scan.Body,
            [
                .. inputs[..scan.Constants], .. carry, .. inputs[before..].Select(x => x.SliceAxis(0, t, 1).Reshape(x.Shape.Without(0))),
            ]);
            carry = results[..scan.Carries];
            for (int o = 0; o < rows.Length; o++) rows[o][t] = results[scan.Carries + o];
        }
        return
        [
            .. carry,
            .. rows.Select((r, o) => scan.Length == 0 ? Tensor.Zeros(steps[o].Shape.Insert(0, 0), steps[o].DType) : Tensor.Stack(r)),
        ];
    }

    private static Tensor[] Run(While loop, Tensor[] inputs)
    {
        int constants = loop.ConditionConstants + loop.BodyConstants;
        Tensor[] carry = inputs[constants..];
        using LoopPlace.Scope place = LoopPlace.Enter(loop.HasEffect, -1);
        for (int turn = 0; Interpreter.Run(loop.Condition, [.. inputs[..loop.ConditionConstants], .. carry])[0].Item<bool>(); place.At(++turn))
            carry = Interpreter.Run(loop.Body, [.. inputs[loop.ConditionConstants..constants], .. carry]);
        return carry;
    }
}
