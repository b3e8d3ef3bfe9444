namespace SpikeJit.Tests.RandomGraphs;

/// <summary>Adds random operations to a pool of values. Every choice depends on the random numbers and on types alone, never on values.</summary>
internal sealed class ProgramBuilder(Random random, ProgramKind kind, IEnumerable<Tensor> values)
{
    private const int LargestSize = 60;

    private static readonly Func<Tensor, Tensor> s_sine = Fn.CustomJvp((Tensor x) => x.Sin(), (x, t) => (x.Sin(), t * x.Cos()));

    private readonly List<Tensor> _pool = [.. values];

    private bool Smooth => kind == ProgramKind.Smooth;

    /// <summary>Small and odd extents; now and then 0 or 1.</summary>
    public static Shape RandomShape(Random random, int maxRank) =>
        [.. Enumerable.Range(0, random.Next(maxRank + 1)).Select(_ => random.Next(24) switch { 0 => 0, < 4 => 1, < 12 => 2, < 20 => 3, _ => 5 })];

    /// <summary>One to three values, the latest first; at least one is a float.</summary>
    public Tensor[] Results()
    {
        Tensor[] results = [.. _pool.AsEnumerable().Reverse().Take(1 + random.Next(3))];
        return results.Any(t => t.DType.IsFloat()) ? results : [.. results, Float()];
    }

    public void Step(int depth)
    {
        Tensor y = random.Next(depth > 0 ? 23 : 14) switch
        {
            < 3 => Unary(Float()),
            < 6 => Binary(Float(), Float()),
            6 => Reduced(Float()),
            7 => Rearranged(Float()),
            8 => Part(Float()),
            9 => Joined(Float()),
            10 => Product(Float()),
            11 => Chosen(Float()),
            12 => Indexed(Float()),
            13 => Whole(),
            14 or 15 => Loop(depth),
            16 => Branch(depth),
            17 => Turns(depth),
            18 or 19 => Mapped(depth),
            20 => Derivative(depth),
            21 => Running(),
            _ => Wrapped(depth),
        };
        _pool.Add(y.Size <= LargestSize ? y : Tame(y.Sum(0)));
        if (random.Next(24) == 0) Tensor.Bind(new Tick(), y);
    }

    private Tensor Pick(Func<Tensor, bool> fits, Func<Tensor> otherwise)
    {
        Tensor[] found = [.. _pool.Where(fits)];
        // Late values more often, so that programs grow deep.
        return found.Length == 0 ? otherwise() : found[Math.Max(random.Next(found.Length), random.Next(found.Length))];
    }

    private Tensor Float() => Pick(t => t.DType.IsFloat(), () => Tensor.Full([2, 3], 0.5));

    private Tensor Unary(Tensor x) => random.Next(Smooth ? 10 : kind == ProgramKind.Mixed ? 20 : 17) switch
    {
        0 => x.Sin(),
        1 => x.Tanh(),
        2 => x.Sigmoid(),
        3 => 0.5 * x.Square(),
        4 => -x,
        5 => (1 + x.Square()).Sqrt().Log(),
        6 => x.Softplus(),
        7 => x.Tanh().Exp(),
        8 => 1 - 0.3 * x,
        9 => s_sine(x),
        10 => x.Abs(),
        11 => x.Relu(),
        12 => x.Clip(-0.5, 0.5),
        13 => (x + 0.1).Tanh().Pow(3),
        14 => Fn.StopGradient(x),
        15 => x - x.Floor(),
        16 => x.Atan(),
        17 => x.As(DType.F64),
        18 => x.As(DType.F32),
        _ => x.Sign() * x.Abs().Sqrt(),
    };

    private Tensor Binary(Tensor a, Tensor other)
    {
        Tensor b = Fitting(other, a);
        return random.Next(Smooth ? 6 : 9) switch
        {
            0 or 1 => a + b,
            2 => a - b,
            3 => 0.7 * a * b,
            4 => a / (1 + b.Square()),
            5 => (1 + a.Square()).Pow(b.Tanh()),
            6 => Tensor.Maximum(a, b),
            7 => Tensor.Minimum(a, b),
            _ => Tensor.Atan2(a, b + 2),
        };
    }

    /// <summary>A value that broadcasts to the shape of another; its mean where it does not fit.</summary>
    private Tensor Fitting(Tensor value, Tensor like)
    {
        Tensor x = value.As(like.DType);
        bool fits = x.Rank <= like.Rank && Enumerable.Range(1, x.Rank).All(i => x.Shape[^i] == like.Shape[^i] || x.Shape[^i] == 1);
        return fits ? x.BroadcastTo(like.Shape) : Tame(x.Sum()).BroadcastTo(like.Shape);
    }

    private static Tensor Tame(Tensor x) => x.DType.IsFloat() ? x.Tanh() : x;

    private Tensor Chosen(Tensor x) => Tensor.Select(Condition(x), x, Fitting(Float(), x));

    private Tensor Condition(Tensor like)
    {
        Tensor found = Pick(t => t.DType == DType.Bool, () => Smooth ? Tensor.Arange(3).Equal(1) : like > 0.1);
        return found.Shape == like.Shape ? found : found.Size == 0 ? (Tensor.FlatIota(like.Shape) % 2).Equal(0) : found.Any().BroadcastTo(like.Shape);
    }

    private int AxisOf(Tensor x) => random.Next(x.Rank);

    private Tensor Reduced(Tensor x)
    {
        if (x.Rank == 0) return x.Tanh();
        int axis = AxisOf(x), choice = random.Next(Smooth ? 4 : 6);
        bool keep = random.Next(2) == 0, empty = x.Shape[axis] == 0;
        return choice switch
        {
            0 => Tame(x.Sum(axis, keep)),
            1 => empty ? x.Sum(axis, keep) : x.Mean(axis, keep),
            2 => Tame(x.Sum()),
            3 => Tame(x.Product([axis], keep)),
            4 => empty ? x.Sum(axis, keep) : x.Max(axis, keep),
            _ => empty ? x.Sum(axis, keep) : x.LogSumExp(axis, keep),
        };
    }

    private Tensor Rearranged(Tensor x)
    {
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        random.Shuffle(order);
        return random.Next(7) switch
        {
            0 => x.Flatten(),
            1 => x.Permute(order),
            2 => x.BroadcastTo([2, .. x.Shape]),
            3 => x.ExpandDims(random.Next(x.Rank + 1)),
            4 when x.Rank > 0 => x.Flip(AxisOf(x)),
            5 when x.Rank > 0 => x.Roll(random.Next(-2, 3), AxisOf(x)),
            6 when x.Rank > 0 => x.CumulativeSum(AxisOf(x), reverse: random.Next(2) == 0),
            _ => x.Transpose(),
        };
    }

    private Tensor Part(Tensor x)
    {
        if (x.Rank == 0) return 2 * x;
        int axis = AxisOf(x), extent = x.Shape[axis], start = random.Next(extent + 1), end = random.Next(start, extent + 1);
        Tensor front = x.MoveAxis(axis, 0);
        return random.Next(4) switch
        {
            0 => x.SliceAxis(axis, start, end - start),
            1 => front[Axis.Every(random.Next(2) == 0 ? -1 : 2, start..end)],
            2 when extent > 0 => front[random.Next(extent)],
            _ => x.Pad([.. Enumerable.Range(0, x.Rank).Select(_ => random.Next(2))], [.. Enumerable.Range(0, x.Rank).Select(_ => random.Next(2))], 0.25),
        };
    }

    private Tensor Joined(Tensor x)
    {
        Tensor y = Fitting(Float(), x);
        return x.Rank == 0 || random.Next(2) == 0 ? Tensor.Stack([x, y], random.Next(x.Rank + 1)) : Tensor.Concatenate([x, y, x], AxisOf(x));
    }

    private Tensor Product(Tensor x)
    {
        Tensor? y = _pool.LastOrDefault(t => t.DType == x.DType && t.Rank is 1 or 2 && x.Rank is 1 or 2 && t.Shape[0] == x.Shape[^1]);
        return y is not null ? Tame(x.Dot(y)) : x.Rank == 2 ? Tame(x.Dot(x.Transpose())) : Tame(x.Flatten().Dot(x.Flatten()));
    }

    private Tensor Indexed(Tensor x)
    {
        if (x.Rank == 0 || x.Shape[0] == 0) return x.Sin();
        Tensor positions = Pick(t => t.DType == DType.I32 && t.Rank < 2, () => Tensor.From([1, 0, 2, 0]));
        return random.Next(Smooth ? 5 : 7) switch
        {
            0 => x.Take(positions),
            1 => x[positions],
            2 => x.WithAdded([positions], Tame(x.Sum()).As(x.DType)),
            3 => x.With([positions], x[0].Cos()),
            4 => x.DynamicSlice([.. Enumerable.Range(0, x.Rank).Select(_ => positions.Sum())], [.. x.Shape.Select(n => n - n / 2)]),
            5 => x.Sort(AxisOf(x), descending: random.Next(2) == 0),
            _ => x.TakeAlong(x.ArgSort(0), 0),
        };
    }

    /// <summary>Integers and truth values, and back to floats.</summary>
    private Tensor Whole()
    {
        Tensor i = Pick(t => t.DType == DType.I32, () => Tensor.Arange(3)), x = Float();
        return random.Next(Smooth ? 7 : 10) switch
        {
            0 => i + 1,
            1 => i * i % 7,
            2 => i.Sum(),
            3 => i > 1,
            4 => (i.As(x.DType) * 0.5).Sin(),
            5 => new RandomKey(5).FoldIn(i.Sum()).Normal([3]).As(x.DType),
            6 => Fn.While(c => c.Sum() < 20, c => c * c + 1, i.Flatten().Pad([0], [1], 2)),
            7 => x > Fitting(Float(), x),
            8 => (10 * x).As(DType.I32),
            _ => x.Rank > 0 && x.Shape[^1] > 0 ? x.ArgMax() : x.Less(0.3),
        };
    }

    /// <summary>The same random steps whenever it is called, from some values of the program around it and some of its own.</summary>
    private Tensor Inner(int seed, int depth, Tensor[] own) => Alone(seed, depth, [.. _pool.TakeLast(2), .. own]);

    /// <summary>The same random steps whenever it is called, from given values.</summary>
    private Tensor Alone(int seed, int depth, Tensor[] own)
    {
        var inner = new ProgramBuilder(new Random(seed), kind, own);
        for (int i = 0; i < 3; i++) inner.Step(depth - 1);
        return inner.Float();
    }

    private Tensor Loop(int depth)
    {
        Tensor start = Float(), xs = Float();
        if (xs.Rank == 0 || xs.Size == 0) xs = Tensor.Full([random.Next(4)], 0.3).As(xs.DType);
        int seed = random.Next();
        bool keepsCount = random.Next(2) == 0, recomputes = random.Next(3) == 0;
        // The count is carried as an integer; where it is not read it is a dead carry.
        Func<(Tensor Value, Tensor Count), Tensor, ((Tensor, Tensor), (Tensor, Tensor))> body = (c, x) =>
        {
            Tensor y = Inner(seed, depth, keepsCount ? [c.Value, x, c.Count] : [c.Value, x]);
            return ((0.5 * c.Value + 0.5 * Fitting(y, c.Value), c.Count + 1), (y, x));
        };
        var ((last, count), (ys, _)) = Fn.Scan(recomputes ? body.Checkpoint() : body, (start, (Tensor)0), xs, reverse: random.Next(2) == 0);
        _pool.Add(last);
        _pool.Add(count);
        return ys;
    }

    private Tensor Branch(int depth)
    {
        Tensor x = Float(), choice = Pick(t => t.DType == DType.I32 && t.Size > 0, () => 1).Flatten()[0];
        int seed = random.Next(1 << 30), branches = random.Next(1, 4);
        return Fn.Switch(choice, [.. Enumerable.Range(seed, branches).Select<int, Func<Tensor, Tensor>>(s => v => Fitting(Inner(s, depth, [v]), x))], x);
    }

    private Tensor Turns(int depth)
    {
        Tensor x = Float();
        int seed = random.Next(), turns = random.Next(4);
        return Fn.ForLoop(0, turns, (i, v) => 0.5 * v + 0.5 * Fitting(Inner(seed, depth, [v, i]), v), x);
    }

    /// <summary>A program of each example along any axis, an empty one included; now and then the examples see each other.</summary>
    private Tensor Mapped(int depth)
    {
        Tensor x = Float();
        if (x.Rank == 0) return x.Cos();
        int seed = random.Next(), axis = AxisOf(x), outAxis = -1 - random.Next(2);
        bool named = random.Next(3) == 0, whole = random.Next(3) == 0;
        return Fn.VMap((Tensor v) =>
        {
            Tensor y = Inner(seed, depth, [v]);
            if (named) y = y + Tame(Fn.SumOver(Fitting(v, y), "i")) * (Fn.IndexOver("i").As(y.DType) * 0.1);
            return y.Rank == 0 || whole ? y.Reshape([1, .. y.Shape]) : y;
        }, axis, outAxis, named ? "i" : null)(x);
    }

    /// <summary>A derivative of an inner program, forward or in reverse.</summary>
    private Tensor Derivative(int depth)
    {
        Tensor x = Float();
        int seed = random.Next();
        Func<Tensor, Tensor> f = v => Tame(Inner(seed, depth, [v]).Sum()).As(x.DType);
        return random.Next(3) switch
        {
            0 => f.Jvp(x, 0.5 * x).Tangent,
            1 => Tame(f.Grad()(x)),
            _ => Tame(f.Vjp(x).Pullback(f(x))),
        };
    }

    /// <summary>A linear recurrence in logarithmic depth.</summary>
    private Tensor Running()
    {
        Tensor b = Float();
        if (b.Rank == 0) return b.Sin();
        return Fn.AssociativeScan((x, y) => (x.A * y.A, y.A * x.B + y.B), (A: 0.5 * b.Cos(), B: b), AxisOf(b), reverse: random.Next(2) == 0).B;
    }

    /// <summary>A function that means the same with or without what is around it.</summary>
    private Tensor Wrapped(int depth)
    {
        Tensor x = Float(), count = Pick(t => t.DType == DType.I32 && t.Size > 0, () => 2).Flatten()[0].Clip(0, 3);
        int seed = random.Next();
        Func<Tensor, Tensor> f = v => 0.5 * v + 0.5 * Fitting(Inner(seed, depth, [v]), v), alone = v => 0.5 * v + 0.5 * Fitting(Alone(seed, depth, [v]), v);
        return random.Next(Smooth ? 5 : 6) switch
        {
            0 => f.Jit()(x),
            1 => f.Checkpoint(CheckpointPolicy.SaveProducts)(x),
            2 => f.Checkpoint(CheckpointPolicy.SaveEverything)(x),
            3 => Fn.CustomJvp(alone, (v, t) => alone.Jvp(v, t))(x),
            4 => Fn.Cond(count > 1, f, v => v.Sin(), x),
            // As often as a number says that may differ between examples; such a loop has no way back.
            _ => Fn.While(c => c.I < count, c => (c.I + 1, alone(c.Value)), (I: (Tensor)0, Value: Fn.StopGradient(x))).Value,
        };
    }
}
