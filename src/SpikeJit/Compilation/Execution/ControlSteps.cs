using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Execution;

/// <summary>
/// A time loop whose body is a program, run once a step. Carries alternate between two arrays; outputs are written where they belong at once.
/// </summary>
internal sealed unsafe class ScanStep : Step
{
    private readonly Scan _scan;
    private readonly Program _body;
    private readonly int[] _inputs, _outputs, _carries, _collected;
    private readonly int _arena, _own;
    private readonly bool _hasEffect;
    private readonly long[] _carryBytes, _stepBytes, _outputBytes;

    /// <param name="scan">The loop.</param>
    /// <param name="body">Its body; it gives <see cref="BodyOutputs"/>.</param>
    /// <param name="inputs">Arrays of the operands.</param>
    /// <param name="outputs">Arrays of the results.</param>
    /// <param name="carries">Two arrays for each carry.</param>
    /// <param name="arena">The body's memory.</param>
    public ScanStep(Scan scan, Program body, int[] inputs, int[] outputs, int[] carries, int arena)
    {
        (_scan, _body, _inputs, _outputs, _carries, _arena) = (scan, body, inputs, outputs, carries, arena);
        _hasEffect = scan.HasEffect;
        _collected = Collected(scan);
        _own = _collected.Count(o => o < 0);
        _carryBytes = [.. scan.Body.Outputs[..scan.Carries].Select(v => v.Type.Bytes)];
        _outputBytes = [.. scan.Body.Outputs[scan.Carries..].Select(v => v.Type.Bytes)];
        _stepBytes = [.. scan.Body.Inputs[(scan.Constants + scan.Carries)..].Select(v => v.Type.Bytes)];
    }

    /// <summary>What the body's program computes: the carries that are not collected as well, then what is collected.</summary>
    public static Value[] BodyOutputs(Scan scan)
    {
        int[] collected = Collected(scan);
        return [.. scan.Body.Outputs[..scan.Carries].Where((_, c) => collected[c] < 0), .. scan.Body.Outputs[scan.Carries..]];
    }

    /// <summary>For each carry the output that collects the same value, or -1: the next step can read it there.</summary>
    private static int[] Collected(Scan scan) =>
        Array.ConvertAll(scan.Body.Outputs[..scan.Carries], v => Array.IndexOf(scan.Body.Outputs[scan.Carries..], v));

    public override void Run(nint* table)
    {
        int constants = _scan.Constants, carries = _scan.Carries, before = constants + carries;
        nint* inputs = stackalloc nint[_inputs.Length];
        nint* outputs = stackalloc nint[_outputs.Length];
        for (int i = 0; i < before; i++) inputs[i] = table[_inputs[i]];
        using LoopPlace.Scope place = LoopPlace.Enter(_hasEffect, _scan.Length);
        for (int i = 0; i < _scan.Length; i++)
        {
            int t = _scan.Reverse ? _scan.Length - 1 - i : i, own = 0;
            place.At(t);
            for (int s = 0; s < _stepBytes.Length; s++) inputs[before + s] = table[_inputs[before + s]] + (nint)(t * _stepBytes[s]);
            for (int c = 0; c < carries; c++)
                if (_collected[c] < 0) outputs[own++] = table[i == _scan.Length - 1 ? _outputs[c] : _carries[2 * c + (i & 1)]];
            for (int o = 0; o < _outputBytes.Length; o++) outputs[own + o] = table[_outputs[carries + o]] + (nint)(t * _outputBytes[o]);
            _body.Run(inputs, outputs, table[_arena]);
            own = 0;
            nint* collected = outputs + _own;
            for (int c = 0; c < carries; c++) inputs[constants + c] = _collected[c] < 0 ? outputs[own++] : collected[_collected[c]];
        }
        for (int c = 0; c < carries; c++)
            if (_scan.Length == 0 || _collected[c] >= 0) Buffer.MemoryCopy((void*)inputs[constants + c], (void*)table[_outputs[c]], _carryBytes[c], _carryBytes[c]);
    }

    public override IReadOnlyList<(string, Program)> Inside => [($"scan, {_scan.Length} steps{(_scan.Reverse ? " in reverse" : "")}, of", _body)];
}

/// <summary>A loop as long as its condition holds.</summary>
internal sealed unsafe class WhileStep : Step
{
    private readonly While _loop;
    private readonly Program _condition, _body;
    private readonly int[] _inputs, _outputs, _carries;
    private readonly int _conditionArena, _bodyArena, _test;
    private readonly long[] _bytes;
    private readonly bool _hasEffect;

    /// <param name="loop">The loop.</param>
    /// <param name="condition">Its condition.</param>
    /// <param name="body">Its body.</param>
    /// <param name="inputs">Arrays of the operands.</param>
    /// <param name="outputs">Arrays of the results.</param>
    /// <param name="carries">Two arrays for each carry.</param>
    /// <param name="conditionArena">The condition's memory.</param>
    /// <param name="bodyArena">The body's memory.</param>
    /// <param name="test">Where the condition's result goes.</param>
    public WhileStep(While loop, Program condition, Program body, int[] inputs, int[] outputs, int[] carries, int conditionArena, int bodyArena, int test)
    {
        (_loop, _condition, _body, _inputs, _outputs, _carries) = (loop, condition, body, inputs, outputs, carries);
        (_conditionArena, _bodyArena, _test) = (conditionArena, bodyArena, test);
        _hasEffect = loop.HasEffect;
        _bytes = [.. loop.Body.Outputs.Select(v => v.Type.Bytes)];
    }

    public override void Run(nint* table)
    {
        int conditionConstants = _loop.ConditionConstants, bodyConstants = _loop.BodyConstants, carries = _outputs.Length;
        nint* forCondition = stackalloc nint[conditionConstants + carries];
        nint* forBody = stackalloc nint[bodyConstants + carries];
        nint* next = stackalloc nint[carries];
        for (int i = 0; i < conditionConstants; i++) forCondition[i] = table[_inputs[i]];
        for (int i = 0; i < bodyConstants; i++) forBody[i] = table[_inputs[conditionConstants + i]];
        for (int c = 0; c < carries; c++) forCondition[conditionConstants + c] = forBody[bodyConstants + c] = table[_inputs[conditionConstants + bodyConstants + c]];
        nint test = table[_test];
        using LoopPlace.Scope place = LoopPlace.Enter(_hasEffect, -1);
        for (int turn = 0; ; turn++)
        {
            place.At(turn);
            _condition.Run(forCondition, &test, table[_conditionArena]);
            if (*(byte*)test == 0) break;
            for (int c = 0; c < carries; c++) next[c] = table[_carries[2 * c + (turn & 1)]];
            _body.Run(forBody, next, table[_bodyArena]);
            for (int c = 0; c < carries; c++) forCondition[conditionConstants + c] = forBody[bodyConstants + c] = next[c];
        }
        for (int c = 0; c < carries; c++) Buffer.MemoryCopy((void*)forBody[bodyConstants + c], (void*)table[_outputs[c]], _bytes[c], _bytes[c]);
    }

    public override IReadOnlyList<(string, Program)> Inside => [("while", _condition), ("do", _body)];
}

/// <summary>One of several programs.</summary>
internal sealed unsafe class SwitchStep(Program[] branches, int[] inputs, int[] outputs, int arena) : Step
{
    public override void Run(nint* table)
    {
        nint* from = stackalloc nint[inputs.Length];
        nint* to = stackalloc nint[outputs.Length];
        for (int i = 0; i < inputs.Length; i++) from[i] = table[inputs[i]];
        for (int o = 0; o < outputs.Length; o++) to[o] = table[outputs[o]];
        branches[Math.Clamp(*(int*)from[0], 0, branches.Length - 1)].Run(from + 1, to, table[arena]);
    }

    public override IReadOnlyList<(string, Program)> Inside => [.. branches.Select((b, i) => ($"branch {i} of {branches.Length}", b))];
}
