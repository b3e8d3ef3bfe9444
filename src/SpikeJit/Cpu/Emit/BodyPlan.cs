using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Where the registers of one body are computed and given up. A register with a single use in the same body is deferred: computed where it is used,
/// on the evaluation stack, without a local. A load is deferred only past instructions that write no memory.
/// </summary>
internal sealed class BodyPlan
{
    private readonly List<int>[] _dying;

    /// <param name="body">The body.</param>
    /// <param name="atEnd">Registers read after its last instruction.</param>
    /// <param name="uses">How often each register is read in the whole nest.</param>
    /// <param name="functionsApart">Functions are not deferred, so that those of copies side by side, which are independent, come one after
    /// another.</param>
    public BodyPlan(IReadOnlyList<Instruction> body, IEnumerable<int> atEnd, int[] uses, bool functionsApart)
    {
        int[] end = [.. atEnd];
        var place = new Dictionary<int, int>();
        var nearby = new HashSet<int>();
        foreach (int r in end)
        {
            place[r] = body.Count;
            nearby.Add(r);
        }

        // A store, loop or reduction at k stops loads before it from moving behind it.
        int barrier = int.MaxValue;
        for (int k = body.Count - 1; k >= 0; k--)
        {
            Instruction instruction = body[k];
            int written = instruction.Written();
            int at = k;
            if (instruction is ConstantInstruction or LaneIndexInstruction or LoopIndexInstruction) Deferred.Add(written);
            else if (written >= 0 && uses[written] == 1 && nearby.Contains(written) && place.TryGetValue(written, out int use)
                && ((instruction is ApplyInstruction apply && !(functionsApart && Strategy.IsFunction(apply.Op)))
                    || (instruction is LoadInstruction or LoadScratchInstruction && use <= barrier)))
            {
                Deferred.Add(written);
                at = use;
            }
            foreach (int r in instruction.Read())
            {
                place[r] = Math.Max(at, place.GetValueOrDefault(r));
                if (instruction is not LoopInstruction) nearby.Add(r);
            }
            foreach (int r in instruction.Inner().SelectMany(Instructions.ReadAnywhere).Concat(instruction.ReadAtEnd()))
                place[r] = Math.Max(k, place.GetValueOrDefault(r));
            if (instruction is StoreInstruction or StoreScratchInstruction or LoopInstruction or ReduceInstruction) barrier = k;
        }

        _dying = [.. Enumerable.Range(0, body.Count + 1).Select(_ => new List<int>())];
        for (int k = 0; k < body.Count; k++)
        {
            IEnumerable<int> written = body[k] is LoopInstruction loop ? loop.States.Select(s => s.Final) : [body[k].Written()];
            foreach (int r in written)
                if (r >= 0 && !Deferred.Contains(r)) _dying[Math.Max(k, place.GetValueOrDefault(r))].Add(r);
        }
    }

    /// <summary>Registers computed where they are used.</summary>
    public HashSet<int> Deferred { get; } = [];

    /// <summary>Registers of this body that nothing reads after instruction k (its length: after the end).</summary>
    public IReadOnlyList<int> Dying(int k) => _dying[k];
}
