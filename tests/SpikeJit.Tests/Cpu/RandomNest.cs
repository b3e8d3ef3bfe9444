using SpikeJit.Compilation;

namespace SpikeJit.Tests.Cpu;

/// <summary>Random loop nests that obey the laws of <see cref="LoopNest"/>: what is stored has an address of its own, loops and reductions
/// nest.</summary>
internal sealed class RandomNest
{
    private static readonly int[] s_extents = [1, 2, 3, 5, 7, 10, 15, 16, 17, 31, 32, 33, 48, 64, 67, 70];
    private static readonly DType[] s_narrow = [DType.Bool, DType.U8, DType.I8, DType.I32, DType.U32, DType.F32];

    private readonly Random _random;
    private readonly DType[] _dtypes;
    private readonly int[] _lanes;
    private readonly List<DType> _registers = [];
    private readonly List<DType> _buffers = [];
    private readonly List<ScratchArray> _scratch = [];
    private readonly List<int> _trips = [];

    private RandomNest(int seed)
    {
        _random = new(seed);
        DType[] pool = _random.Next(3) switch { 0 => s_narrow, 1 => Enum.GetValues<DType>(), _ => [DType.F64, DType.Bool, DType.I64] };
        _dtypes = [.. Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => pool[_random.Next(pool.Length)])];
        _lanes = new int[_random.Next(4)];
        int total = 1;
        for (int a = 0; a < _lanes.Length; a++)
        {
            int extent = _random.Next(60) == 0 ? 0 : s_extents[_random.Next(s_extents.Length)];
            _lanes[a] = total * extent > 2000 ? 2 : extent;
            total *= Math.Max(1, _lanes[a]);
        }
    }

    /// <summary>The elements each buffer needs.</summary>
    public List<long> Lengths { get; } = [];

    public LoopNest Nest { get; private set; } = null!;

    public static RandomNest Create(int seed)
    {
        var random = new RandomNest(seed);
        var body = new List<Instruction>();
        var scope = new List<int>();
        random.Fill(body, scope, 6, 0);
        for (int i = 0; i < 1 + random._random.Next(2); i++) random.Store(body, scope);
        random.Nest = new(random._lanes, random._registers, random._buffers, random._scratch, body);
        return random;
    }

    private int New(DType dtype)
    {
        _registers.Add(dtype);
        return _registers.Count - 1;
    }

    private void Fill(List<Instruction> body, List<int> scope, int count, int depth)
    {
        Load(body, scope);
        for (int i = 0; i < 2 + _random.Next(count); i++)
        {
            switch (_random.Next(16))
            {
                case 0: Load(body, scope); break;
                case 1: Index(body, scope); break;
                case 2: Constant(body, scope, _dtypes[_random.Next(_dtypes.Length)]); break;
                case 3 when depth < 2: Loop(body, scope, depth); break;
                case 4 when depth < 2: Reduce(body, scope, depth); break;
                case 5 when depth < 2: ThroughScratch(body, scope, depth); break;
                case 6 when !_trips.Contains(0): Store(body, scope); break;
                default: Apply(body, scope); break;
            }
        }
    }

    private int Constant(List<Instruction> body, List<int> scope, DType dtype)
    {
        int r = New(dtype);
        body.Add(new ConstantInstruction(r, RandomNumbers.Next(_random, dtype)));
        scope.Add(r);
        return r;
    }

    private void Index(List<Instruction> body, List<int> scope)
    {
        if (!_dtypes.Contains(DType.I32)) return;
        int choices = _lanes.Length + _trips.Count;
        if (choices == 0) return;
        int choice = _random.Next(choices), r = New(DType.I32);
        body.Add(choice < _lanes.Length ? new LaneIndexInstruction(r, choice) : new LoopIndexInstruction(r, choice - _lanes.Length));
        scope.Add(r);
    }

    private void Load(List<Instruction> body, List<int> scope)
    {
        int r = New(_dtypes[_random.Next(_dtypes.Length)]);
        body.Add(new LoadInstruction(r, Place(_registers[r], distinct: false)));
        scope.Add(r);
    }

    private void Store(List<Instruction> body, List<int> scope)
    {
        int r = scope[_random.Next(scope.Count)];
        body.Add(new StoreInstruction(r, Place(_registers[r], distinct: true)));
    }

    // Row-major over a random order of all indices; what is only read may also stand still, or be read crosswise.
    private Address Place(DType dtype, bool distinct)
    {
        int axes = _lanes.Length + _trips.Count;
        int[] order = [.. Enumerable.Range(0, axes)];
        if (_random.Next(3) == 0) _random.Shuffle(order);
        var steps = new long[axes];
        long step = _random.Next(5) == 0 ? 2 : 1, offset = _random.Next(3), last = 0;
        foreach (int a in order.Reverse())
        {
            long extent = a < _lanes.Length ? _lanes[a] : _trips[a - _lanes.Length];
            if (!distinct && _random.Next(4) == 0) continue;
            steps[a] = step;
            step *= Math.Max(1, extent);
            if (_random.Next(6) == 0) steps[a] = -steps[a];
            if (extent == 0) continue;
            if (steps[a] < 0) offset -= steps[a] * (extent - 1);
            last += Math.Max(0, steps[a] * (extent - 1));
        }
        _buffers.Add(dtype);
        Lengths.Add(offset + last + 1);
        return new(_buffers.Count - 1, offset, steps[.._lanes.Length], steps[_lanes.Length..]);
    }

    private void Apply(List<Instruction> body, List<int> scope)
    {
        int a = scope[_random.Next(scope.Count)];
        DType dtype = _registers[a];
        int[] same = [.. scope.Where(r => _registers[r] == dtype)];
        int b = same[_random.Next(same.Length)];
        ScalarOp op = RandomNumbers.RandomOp(_random, dtype);
        if (op is ScalarOp.ShiftLeft or ScalarOp.ShiftRightLogical or ScalarOp.ShiftRightArithmetic && _random.Next(2) == 0) b = Constant(body,
            scope, dtype);
        int result;
        switch (op)
        {
            case ScalarOp.Convert:
                result = New(_dtypes[_random.Next(_dtypes.Length)]);
                body.Add(new ApplyInstruction(result, op, a));
                break;
            case ScalarOp.Select:
                int[] conditions = [.. scope.Where(r => _registers[r] == DType.Bool)];
                if (conditions.Length == 0) return;
                result = New(dtype);
                body.Add(new ApplyInstruction(result, op, conditions[_random.Next(conditions.Length)], a, b));
                break;
            case ScalarOp.FusedMultiplyAdd:
                result = New(dtype);
                body.Add(new ApplyInstruction(result, op, a, b, same[_random.Next(same.Length)]));
                break;
            default:
                result = New(op.IsPredicate() ? DType.Bool : dtype);
                body.Add(new ApplyInstruction(result, op, a, op.Arity() > 1 ? b : -1));
                break;
        }
        scope.Add(result);
    }

    private void Loop(List<Instruction> body, List<int> scope, int depth)
    {
        int trips = _random.Next(6);
        var states = new List<LoopState>();
        var inside = new List<int>(scope);
        int[] initial = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => scope[_random.Next(scope.Count)])];
        int[] current = [.. initial.Select(r => New(_registers[r]))];
        inside.AddRange(current);
        var inner = new List<Instruction>();
        _trips.Add(trips);
        Fill(inner, inside, 5, depth + 1);
        _trips.RemoveAt(_trips.Count - 1);
        for (int s = 0; s < initial.Length; s++)
        {
            int[] next = [.. inside.Where(r => _registers[r] == _registers[initial[s]])];
            states.Add(new(initial[s], current[s], next[_random.Next(next.Length)], New(_registers[initial[s]])));
        }
        body.Add(new LoopInstruction(trips, _random.Next(2) == 0, states, inner));
        scope.AddRange(states.Select(s => s.Final));
    }

    private void Reduce(List<Instruction> body, List<int> scope, int depth)
    {
        int[] choices = _trips.Count > 0 || _lanes.Aggregate(1, (n, e) => n * e) > 70 ? [0, 1, 3, 10, 16, 20, 33]
            : [1, 3, 16, 33, 70, 130, 1024, 1030, 9000];
        int[] extents = [.. Enumerable.Range(0, _random.Next(3)).Select(i => i == 0 ? choices[_random.Next(choices.Length)] : 1 + _random.Next(20))];
        if (_random.Next(2) == 0) Array.Reverse(extents);
        var inside = new List<int>(scope);
        var inner = new List<Instruction>();
        _trips.AddRange(extents);
        bool big = extents.Aggregate(1, (n, e) => n * e) > 100;
        Fill(inner, inside, 3, big ? 2 : depth + 1);
        _trips.RemoveRange(_trips.Count - extents.Length, extents.Length);
        int value = inside[^1];
        ReduceOp[] ops = _registers[value] switch
        {
            DType.Bool => [ReduceOp.And, ReduceOp.Or, ReduceOp.Xor, ReduceOp.Max, ReduceOp.Min],
            DType.F32 or DType.F64 => [ReduceOp.Sum, ReduceOp.Product, ReduceOp.Max, ReduceOp.Min],
            _ => Enum.GetValues<ReduceOp>(),
        };
        int result = New(_registers[value]);
        body.Add(new ReduceInstruction(result, ops[_random.Next(ops.Length)], extents, inner, value));
        scope.Add(result);
    }

    // One loop keeps a value for each step, a later one reads them, perhaps backwards.
    private void ThroughScratch(List<Instruction> body, List<int> scope, int depth)
    {
        int trips = 1 + _random.Next(5), kept = scope[_random.Next(scope.Count)];
        _scratch.Add(new(_registers[kept], trips));
        long[] steps = new long[_trips.Count + 1];
        steps[^1] = 1;
        var write = new List<Instruction>();
        var inside = new List<int>(scope);
        _trips.Add(trips);
        Fill(write, inside, 2, 2);
        int[] same = [.. inside.Where(r => _registers[r] == _registers[kept])];
        write.Add(new StoreScratchInstruction(same[_random.Next(same.Length)], _scratch.Count - 1, 0, steps));
        body.Add(new LoopInstruction(trips, _random.Next(2) == 0, [], write));

        int loaded = New(_registers[kept]), current = New(_registers[kept]), final = New(_registers[kept]);
        var read = new List<Instruction> { new LoadScratchInstruction(loaded, _scratch.Count - 1, 0, steps) };
        inside = [.. scope, loaded, current];
        Fill(read, inside, 2, 2);
        _trips.RemoveAt(_trips.Count - 1);
        if (_random.Next(2) == 0)
        {
            int[] next = [.. inside.Where(r => _registers[r] == _registers[kept])];
            body.Add(new LoopInstruction(trips, _random.Next(2) == 0, [new(kept, current, next[^1], final)], read));
        }
        else
        {
            read.RemoveAll(i => i is ApplyInstruction or StoreInstruction or ReduceInstruction or LoopInstruction);
            ReduceOp op = _registers[kept].IsFloat() || _registers[kept] == DType.Bool ? ReduceOp.Max : ReduceOp.Sum;
            body.Add(new ReduceInstruction(final, op, [trips], read, loaded));
        }
        scope.Add(final);
    }
}
