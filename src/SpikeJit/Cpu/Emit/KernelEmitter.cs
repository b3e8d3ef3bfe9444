using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Writes the machine code of one normalised nest. The iteration space is cut into rows (all axes but the vector axis) and each row into tiles of a
/// few registers side by side; the method runs a range of tiles, so that ranges can be shared among threads. The last tile of a row has code of its
/// own.
/// </summary>
internal sealed partial class KernelEmitter
{
    /// <summary>How many functions of the size of an exponential the compiler below inlines into one method, at the least.</summary>
    public const int MostInlined = 5;

    private const int BuffersArgument = 0, ScratchArgument = 1, FromArgument = 2, ToArgument = 3;

    private readonly Il _il;
    private readonly LoopNest _nest;
    private readonly Strategy _strategy;
    private readonly VectorCode _code;
    private readonly OperationEmitter _operations;
    private readonly MemoryEmitter _memory;
    private readonly bool _functionsApart;
    private readonly int[] _uses;
    private readonly Dictionary<IReadOnlyList<Instruction>, BodyPlan> _plans = new(ReferenceEqualityComparer.Instance);

    // What each register is at this point of the code.
    private readonly LocalBuilder[]?[] _locals;
    private readonly Instruction?[] _definitions;
    private readonly bool[] _uniform;
    private readonly HashSet<int> _hoisted = [];

    private Frame _frame;

    private KernelEmitter(Il il, LoopNest nest, Strategy strategy)
    {
        _il = il;
        _nest = nest;
        _strategy = strategy;
        _code = new(il, strategy.Form);
        _memory = new(_code);
        _uses = new int[nest.Registers.Count];
        foreach (int r in nest.Body.SelectMany(i => i.ReadAnywhere())) _uses[r]++;
        _locals = new LocalBuilder[nest.Registers.Count][];
        _definitions = new Instruction[nest.Registers.Count];
        _uniform = new bool[nest.Registers.Count];
        _frame = new(strategy.Axis >= 0 ? VectorAxis.Lane : VectorAxis.None, strategy.Axis, strategy.Copies, strategy.Form.Lanes);
        _rowIndices = new LocalBuilder[nest.Lanes.Count];
        LayOutScratch();
        _functionsApart = ManyFunctions();
        _operations = new(_code, _functionsApart ? FunctionOperand(Section(2 * Alignment)) : null);
    }

    /// <summary>Lanes of one tile.</summary>
    private int Strip => _strategy.Copies * _strategy.Form.Lanes;

    private int Extent => _strategy.Axis >= 0 ? _nest.Lanes[_strategy.Axis] : 1;

    private int TilesPerRow => (Extent + Strip - 1) / Strip;

    /// <summary>Emits the method body; gives the number of tiles and the bytes of scratch memory a thread needs.</summary>
    public static (long Tiles, long ScratchBytes) Emit(Il il, LoopNest nest, Strategy strategy)
    {
        var emitter = new KernelEmitter(il, nest, strategy);
        emitter.Rows();
        long rows = 1;
        for (int a = 0; a < nest.Lanes.Count; a++)
            if (a != strategy.Axis) rows *= nest.Lanes[a];
        return (rows * emitter.TilesPerRow, emitter._scratchBytes);
    }

    /// <summary>Whether the method calls more functions than the compiler below inlines; each copy, and the last tile again, calls its own.</summary>
    private bool ManyFunctions()
    {
        int functions = _nest.Body.Flatten().Sum(i => i is ApplyInstruction a && Strategy.IsFunction(a.Op) && _nest.Registers[a.Result].IsFloat() ? Strategy.InlinedSize(a.Op) : 0);
        int lanes = _code.Form.Lanes, last = Extent % Strip;
        int copies = _strategy.Axis < 0 ? 2 * Math.Max(1, Partials / lanes) : (Extent >= Strip ? _strategy.Copies : 0) + ((last + lanes - 1) / lanes);
        return functions * copies > MostInlined;
    }

    private Action<int> FunctionOperand(long start) => k =>
    {
        _il.Argument(ScratchArgument);
        _il.AddNative(start + (k * Alignment));
    };

    private void Rows()
    {
        LocalBuilder tile = _il.Own(typeof(long)), row = _il.Own(typeof(long)), t = _il.Own(typeof(long)), end = _il.Own(typeof(long));
        _il.Argument(FromArgument);
        _il.Store(tile);
        Label next = _il.Label(), done = _il.Label();
        _il.Mark(next);
        _il.Load(tile);
        _il.Argument(ToArgument);
        _il.Branch(OpCodes.Bge, done);

        _il.Load(tile);
        Divide(TilesPerRow);
        _il.Store(row);
        _il.Load(tile);
        _il.Load(row);
        _il.Long(TilesPerRow);
        _il.Op(OpCodes.Mul);
        _il.Op(OpCodes.Sub);
        _il.Store(t);

        // end = t + min(TilesPerRow - t, to - tile): the tiles of this row that are in the range.
        _il.Load(t);
        _il.Long(TilesPerRow);
        _il.Load(t);
        _il.Op(OpCodes.Sub);
        _il.Argument(ToArgument);
        _il.Load(tile);
        _il.Op(OpCodes.Sub);
        _il.Call(VectorMethods.Find(typeof(Math), nameof(Math.Min), typeof(long), typeof(long)));
        _il.Op(OpCodes.Add);
        _il.Store(end);
        _il.Load(tile);
        _il.Load(end);
        _il.Op(OpCodes.Add);
        _il.Load(t);
        _il.Op(OpCodes.Sub);
        _il.Store(tile);

        EnterRow(row);
        Hoist();
        Tiles(t, end);
        _il.Branch(OpCodes.Br, next);
        _il.Mark(done);
        _il.Op(OpCodes.Ret);
    }

    /// <summary>The whole tiles of a row in a loop, then the last one, which may be shorter.</summary>
    private void Tiles(LocalBuilder t, LocalBuilder end)
    {
        if (_frame.Along == VectorAxis.None)
        {
            Body(_nest.Body, [], () => { });
            return;
        }
        int whole = Extent / Strip, rest = Extent % Strip;
        EnterTiles(t);
        if (whole > 0)
        {
            Label top = _il.Label(), check = _il.Label(), after = _il.Label();
            _il.Branch(OpCodes.Br, check);
            _il.Mark(top);
            Body(_nest.Body, [], () => { });
            NextTile();
            _il.Increment(t, 1);
            _il.Mark(check);
            _il.Load(t);
            _il.Load(end);
            if (rest > 0)
            {
                _il.Long(whole);
                _il.Call(VectorMethods.Find(typeof(Math), nameof(Math.Min), typeof(long), typeof(long)));
            }
            _il.Branch(OpCodes.Blt, top);
            _il.Mark(after);
        }
        if (rest == 0) return;
        Label skip = _il.Label();
        _il.Load(t);
        _il.Load(end);
        _il.Branch(OpCodes.Bge, skip);
        Frame outer = _frame;
        int lanes = _code.Form.Lanes;
        _frame = outer with { Copies = (rest + lanes - 1) / lanes, Valid = ((rest - 1) % lanes) + 1 };
        Body(_nest.Body, [], () => { });
        _frame = outer;
        _il.Mark(skip);
    }

    /// <summary>What does not change along a row is computed once for it.</summary>
    private void Hoist()
    {
        if (_frame.Along != VectorAxis.Lane) return;
        Frame outer = _frame;
        _frame = outer with { Copies = 1, Valid = _code.Form.Lanes };
        foreach (Instruction instruction in _nest.Body)
        {
            int r = instruction.Written();
            if (r < 0 || _uses[r] == 0 || instruction is ReduceInstruction or LoadScratchInstruction) continue;
            bool ready = instruction.Read().All(o => _hoisted.Contains(o) || _definitions[o] is not null);
            if (!ready || !IsUniform(instruction)) continue;
            Define(instruction, r, deferred: instruction is ConstantInstruction or LaneIndexInstruction);
            if (_locals[r] is not null) _hoisted.Add(r);
        }
        _frame = outer;
    }

    private void Divide(long by)
    {
        if (by == 1) return;
        _il.Long(by);
        _il.Op(OpCodes.Div);
    }
}
