namespace SpikeJit.Compilation.Execution;

/// <summary>The structure of a loop nest, and the width it is compiled for, as a list of numbers: equal lists mean equal kernels.</summary>
internal sealed class LoopNestKey : IEquatable<LoopNestKey>
{
    private readonly long[] _words;
    private readonly int _hash;

    public LoopNestKey(LoopNest nest)
    {
        var words = new List<long> { CompilerSettings.Current.VectorBits };
        Add(words, nest.Lanes.Select(n => (long)n));
        Add(words, nest.Registers.Select(t => (long)t));
        Add(words, nest.Buffers.Select(t => (long)t));
        Add(words, nest.Scratch.SelectMany(s => new[] { (long)s.DType, s.Length }));
        Add(words, nest.Body);
        _words = [.. words];
        var hash = new HashCode();
        foreach (long word in _words) hash.Add(word);
        _hash = hash.ToHashCode();
    }

    public bool Equals(LoopNestKey? other) => other is not null && _hash == other._hash && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as LoopNestKey);

    public override int GetHashCode() => _hash;

    private static void Add(List<long> words, IEnumerable<long> items)
    {
        int at = words.Count;
        words.Add(0);
        words.AddRange(items);
        words[at] = words.Count - at;
    }

    private static void Add(List<long> words, IReadOnlyList<Instruction> body)
    {
        words.Add(body.Count);
        foreach (Instruction instruction in body) Add(words, instruction);
    }

    private static void Add(List<long> words, Instruction instruction)
    {
        switch (instruction)
        {
            case ConstantInstruction c: words.AddRange([0, c.Result, (long)c.Bits]); break;
            case LaneIndexInstruction i: words.AddRange([1, i.Result, i.Axis]); break;
            case LoopIndexInstruction i: words.AddRange([2, i.Result, i.Depth]); break;
            case LoadInstruction load:
                words.AddRange([3, load.Result]);
                Add(words, load.Address);
                break;
            case StoreInstruction store:
                words.AddRange([4, store.Source]);
                Add(words, store.Address);
                break;
            case LoadScratchInstruction load:
                words.AddRange([5, load.Result, load.Scratch, load.Offset]);
                Add(words, load.LoopSteps);
                break;
            case StoreScratchInstruction store:
                words.AddRange([6, store.Source, store.Scratch, store.Offset]);
                Add(words, store.LoopSteps);
                break;
            case ApplyInstruction a: words.AddRange([7, a.Result, (long)a.Op, a.A, a.B, a.C]); break;
            case LoopInstruction loop:
                words.AddRange([8, loop.Trips, loop.Reverse ? 1 : 0]);
                Add(words, loop.States.SelectMany(s => new long[] { s.Initial, s.Current, s.Next, s.Final }));
                Add(words, loop.Body);
                break;
            case ReduceInstruction reduce:
                words.AddRange([9, reduce.Result, (long)reduce.Op, reduce.Value]);
                Add(words, reduce.Extents.Select(n => (long)n));
                Add(words, reduce.Body);
                break;
            default: throw new InvalidOperationException($"The kernel cache does not know the instruction {instruction.GetType().Name}.");
        }
    }

    private static void Add(List<long> words, Address address)
    {
        words.AddRange([address.Buffer, address.Offset]);
        Add(words, address.LaneSteps);
        Add(words, address.LoopSteps);
    }
}
