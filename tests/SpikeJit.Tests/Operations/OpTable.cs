using SpikeJit.Primitives;

namespace SpikeJit.Tests.Operations;

/// <summary>What each recorded operation is called here: one row an operation.</summary>
internal static class OpTable
{
    public delegate Tensor Row(Tensor[] x, OpParameters p);

    /// <summary>By name; a name that means something else in a group has the group before it.</summary>
    public static readonly Dictionary<string, Row> Rows = new()
    {
        ["neg"] = (x, p) => -x[0],
        ["abs"] = (x, p) => x[0].Abs(),
        ["sign"] = (x, p) => x[0].Sign(),
        ["exp"] = (x, p) => x[0].Exp(),
        ["exp2"] = (x, p) => x[0].Exp2(),
        ["expm1"] = (x, p) => x[0].Expm1(),
        ["log"] = (x, p) => x[0].Log(),
        ["log1p"] = (x, p) => x[0].Log1p(),
        ["log2"] = (x, p) => x[0].Log2(),
        ["log10"] = (x, p) => x[0].Log10(),
        ["sqrt"] = (x, p) => x[0].Sqrt(),
        ["rsqrt"] = (x, p) => x[0].Rsqrt(),
        ["cbrt"] = (x, p) => x[0].Cbrt(),
        ["square"] = (x, p) => x[0].Square(),
        ["reciprocal"] = (x, p) => x[0].Reciprocal(),
        ["sin"] = (x, p) => x[0].Sin(),
        ["cos"] = (x, p) => x[0].Cos(),
        ["tan"] = (x, p) => x[0].Tan(),
        ["asin"] = (x, p) => x[0].Asin(),
        ["acos"] = (x, p) => x[0].Acos(),
        ["atan"] = (x, p) => x[0].Atan(),
        ["sinh"] = (x, p) => x[0].Sinh(),
        ["cosh"] = (x, p) => x[0].Cosh(),
        ["tanh"] = (x, p) => x[0].Tanh(),
        ["asinh"] = (x, p) => x[0].Asinh(),
        ["acosh"] = (x, p) => x[0].Acosh(),
        ["atanh"] = (x, p) => x[0].Atanh(),
        ["sigmoid"] = (x, p) => x[0].Sigmoid(),
        ["log_sigmoid"] = (x, p) => x[0].LogSigmoid(),
        ["relu"] = (x, p) => x[0].Relu(),
        ["relu6"] = (x, p) => x[0].Relu6(),
        ["softplus"] = (x, p) => x[0].Softplus(),
        ["soft_sign"] = (x, p) => x[0].SoftSign(),
        ["silu"] = (x, p) => x[0].Silu(),
        ["gelu_tanh"] = (x, p) => x[0].Gelu(),
        ["gelu_exact"] = (x, p) => x[0].Gelu(approximate: false),
        ["elu"] = (x, p) => x[0].Elu(p.Number("alpha", 1)),
        ["selu"] = (x, p) => x[0].Selu(),
        ["celu"] = (x, p) => x[0].Celu(p.Number("alpha", 1)),
        ["leaky_relu"] = (x, p) => x[0].LeakyRelu(p.Number("negative_slope", 0.01)),
        ["hard_sigmoid"] = (x, p) => x[0].HardSigmoid(),
        ["hard_tanh"] = (x, p) => x[0].HardTanh(),
        ["erf"] = (x, p) => x[0].Erf(),
        ["erfc"] = (x, p) => x[0].Erfc(),
        ["erfinv"] = (x, p) => x[0].ErfInv(),
        ["lgamma"] = (x, p) => x[0].Lgamma(),
        ["digamma"] = (x, p) => x[0].Digamma(),
        ["floor"] = (x, p) => x[0].Floor(),
        ["ceil"] = (x, p) => x[0].Ceiling(),
        ["round"] = (x, p) => x[0].Round(),
        ["lax_round_away"] = (x, p) => x[0].RoundAwayFromZero(),
        ["trunc"] = (x, p) => x[0].Truncate(),
        ["isnan"] = (x, p) => x[0].IsNaN(),
        ["isinf"] = (x, p) => x[0].IsInfinite(),
        ["isfinite"] = (x, p) => x[0].IsFinite(),
        ["logical_not"] = (x, p) => ~x[0].As(DType.Bool),
        ["nan_to_num"] = (x, p) => x[0].NanToNum(),
        ["sinc"] = (x, p) => x[0].Sinc(),
        ["logit"] = (x, p) => x[0].Logit(),
        ["bitwise_not"] = (x, p) => ~x[0],
        ["popcount"] = (x, p) => x[0].PopCount(),
        ["clz"] = (x, p) => x[0].LeadingZeros(),

        ["add"] = (x, p) => x[0] + x[1],
        ["sub"] = (x, p) => x[0] - x[1],
        ["mul"] = (x, p) => x[0] * x[1],
        ["div"] = (x, p) => x[0] / x[1],
        ["floor_divide"] = (x, p) => Tensor.FloorDivide(x[0], x[1]),
        ["lax_div"] = (x, p) => Tensor.TruncateDivide(x[0], x[1]),
        ["rem"] = (x, p) => Tensor.Remainder(x[0], x[1]),
        ["fmod"] = (x, p) => Tensor.Remainder(x[0], x[1]),
        ["mod"] = (x, p) => x[0] % x[1],
        ["pow"] = (x, p) => x[0].Pow(x[1]),
        ["atan2"] = (x, p) => Tensor.Atan2(x[0], x[1]),
        ["max"] = (x, p) => Tensor.Maximum(x[0], x[1]),
        ["maximum"] = (x, p) => Tensor.Maximum(x[0], x[1]),
        ["min"] = (x, p) => Tensor.Minimum(x[0], x[1]),
        ["fmax"] = (x, p) => Tensor.MaximumNumber(x[0], x[1]),
        ["hypot"] = (x, p) => Tensor.Hypot(x[0], x[1]),
        ["nextafter"] = (x, p) => Tensor.NextAfter(x[0], x[1]),
        ["logaddexp"] = (x, p) => Tensor.LogAddExp(x[0], x[1]),
        ["copysign"] = (x, p) => Tensor.CopySign(x[0], x[1]),
        ["heaviside"] = (x, p) => Tensor.Heaviside(x[0], x[1]),
        ["xlogy"] = (x, p) => Tensor.Xlogy(x[0], x[1]),
        ["eq"] = (x, p) => x[0].Equal(x[1]),
        ["ne"] = (x, p) => x[0].NotEqual(x[1]),
        ["lt"] = (x, p) => x[0] < x[1],
        ["le"] = (x, p) => x[0] <= x[1],
        ["gt"] = (x, p) => x[0] > x[1],
        ["ge"] = (x, p) => x[0] >= x[1],
        ["logical_and"] = (x, p) => x[0].As(DType.Bool) & x[1].As(DType.Bool),
        ["logical_or"] = (x, p) => x[0].As(DType.Bool) | x[1].As(DType.Bool),
        ["logical_xor"] = (x, p) => x[0].As(DType.Bool) ^ x[1].As(DType.Bool),
        ["bitwise_and"] = (x, p) => x[0] & x[1],
        ["bitwise_or"] = (x, p) => x[0] | x[1],
        ["bitwise_xor"] = (x, p) => x[0] ^ x[1],
        ["left_shift"] = (x, p) => x[0] << x[1],
        ["right_shift"] = (x, p) => x[0] >> x[1],
        ["shift_right_arithmetic"] = (x, p) => x[0].DType.IsSigned() ? x[0] >> x[1] : (Signed(x[0]) >> Signed(x[1])).As(x[0].DType),
        ["shift_right_logical"] = (x, p) => x[0] >>> x[1],

        ["where"] = (x, p) => Tensor.Select(x[0], x[1], x[2]),
        ["lax_select_n"] = (x, p) => Tensor.Select(x[0].Equal(0), x[1], Tensor.Select(x[0].Equal(1), x[2], x[3])),
        ["jnp_select"] = (x, p) => Tensor.Select(x[1] > x[0], 2f * x[1], Tensor.Select(x[2] > x[0], 3f * x[2], x[0])),
        ["clip"] = (x, p) => x.Length == 3 ? x[0].Clip(x[1], x[2]) : Bounded(x[0], p),
        ["lax_clamp"] = (x, p) => x.Length == 1 ? Clamped(x[0], p.Number("min", 0), p.Number("max", 0)) : Clamped(x[1], x[0], x[2]),
        ["astype"] = (x, p) => x[0].As(Type(p)),
        ["bitcast"] = (x, p) => x[0].Bitcast(Type(p)),

        ["reduce/sum"] = (x, p) => x[0].Sum(p.Axes(x[0]), p.Flag("keepdims")),
        ["reduce/mean"] = (x, p) => x[0].Mean(p.Axes(x[0]), p.Flag("keepdims")),
        ["reduce/prod"] = (x, p) => x[0].Product(p.Axes(x[0]), p.Flag("keepdims")),
        ["reduce/max"] = (x, p) => x[0].Max(p.Axes(x[0]), p.Flag("keepdims")),
        ["reduce/min"] = (x, p) => x[0].Min(p.Axes(x[0]), p.Flag("keepdims")),
        ["reduce/any"] = (x, p) => x[0].Any(p.Axes(x[0]), p.Flag("keepdims")),
        ["reduce/all"] = (x, p) => x[0].All(p.Axes(x[0]), p.Flag("keepdims")),
        ["var"] = (x, p) => x[0].Variance(p.Axes(x[0]), p.Int("ddof", 0), p.Flag("keepdims")),
        ["std"] = (x, p) => x[0].StandardDeviation(p.Axes(x[0]), p.Int("ddof", 0), p.Flag("keepdims")),
        ["logsumexp"] = (x, p) => x.Length == 1 ? x[0].LogSumExp(p.Axes(x[0]), p.Flag("keepdims")) : x[0].LogSumExp(x[1], p.Axes(x[0]), p.Flag("keepdims")),
        ["argmax"] = (x, p) => p.Has("axis") ? x[0].ArgMax(p.Int("axis"), p.Flag("keepdims")) : x[0].Flatten().ArgMax(),
        ["argmin"] = (x, p) => p.Has("axis") ? x[0].ArgMin(p.Int("axis"), p.Flag("keepdims")) : x[0].Flatten().ArgMin(),
        ["cumsum"] = (x, p) => (p.Has("axis") ? x[0] : x[0].Flatten()).CumulativeSum(p.Int("axis", 0), p.Flag("reverse")),
        ["cumprod"] = (x, p) => (p.Has("axis") ? x[0] : x[0].Flatten()).CumulativeProduct(p.Int("axis", 0), p.Flag("reverse")),
        ["cummax"] = (x, p) => (p.Has("axis") ? x[0] : x[0].Flatten()).CumulativeMax(p.Int("axis", 0), p.Flag("reverse")),
        ["cummin"] = (x, p) => (p.Has("axis") ? x[0] : x[0].Flatten()).CumulativeMin(p.Int("axis", 0), p.Flag("reverse")),
        ["cumlogsumexp"] = (x, p) => (p.Has("axis") ? x[0] : x[0].Flatten()).CumulativeLogSumExp(p.Int("axis", 0), p.Flag("reverse")),
        ["linalg_norm"] = (x, p) => p.Has("ord") ? x[0].Norm(p.Number("ord", 2), p.Int("axis", -1), p.Flag("keepdims")) : x[0].Norm(p.Axes(x[0]), p.Flag("keepdims")),
        ["sum_where"] = (x, p) => Tensor.Select(x[0], x[1], 0f).Sum(p.Axes(x[1]), p.Flag("keepdims")),

        ["reshape"] = (x, p) => x[0].Reshape(p.Ints("shape")),
        ["transpose"] = (x, p) => p.Has("permutation") ? x[0].Permute(p.Ints("permutation")) : x[0].Transpose(),
        ["swapaxes"] = (x, p) => x[0].SwapAxes(p.Int("axis1"), p.Int("axis2")),
        ["moveaxis"] = (x, p) => x[0].MoveAxis(p.Ints("source"), p.Ints("destination")),
        ["broadcast_to"] = (x, p) => x[0].BroadcastTo(p.Ints("shape")),
        ["broadcast_in_dim"] = (x, p) => InDimensions(x[0], p.Ints("shape"), p.Ints("broadcast_dimensions")),
        ["squeeze"] = (x, p) => p.Has("axis") ? p.Axes(x[0]).Select(x[0].Shape.Axis).OrderDescending().Aggregate(x[0], (t, a) => t.Squeeze(a)) : x[0].Squeeze(),
        ["expand_dims"] = (x, p) => p.Axes(x[0]).Select(a => a < 0 ? a + x[0].Rank + p.Axes(x[0]).Length : a).Order().Aggregate(x[0], (t, a) => t.ExpandDims(a)),
        ["concatenate"] = (x, p) => Tensor.Concatenate(x, p.Int("axis")),
        ["stack"] = (x, p) => Tensor.Stack(x, p.Int("axis")),
        ["lax_pad"] = (x, p) => Padded(x[0], x[1], p.IntLists("config")),
        ["pad"] = (x, p) => Padded(x[0], p.IntLists("widths"), p.Text("mode"), p.Number("constant_values", 0)),
        ["slice"] = (x, p) => x[0][PythonIndex.Parse(p.Text("index"), x[0].Shape)],
        ["dynamic_slice"] = (x, p) => x[0].DynamicSlice([.. p.Ints("start").Select(s => (Tensor)s)], p.Ints("sizes")),
        ["dynamic_update_slice"] = (x, p) => x[0].DynamicUpdateSlice(x[1], [.. p.Ints("start").Select(s => (Tensor)s)]),
        ["flip"] = (x, p) => p.Axes(x[0]).Aggregate(x[0], (t, a) => t.Flip(a)),
        ["roll"] = (x, p) => p.Has("axis") ? x[0].Roll(p.Ints("shift"), p.Ints("axis")) : x[0].Flatten().Roll(p.Int("shift"), 0).Reshape(x[0].Shape),
        ["tile"] = (x, p) => x[0].Tile(p.Ints("reps")),
        ["repeat"] = (x, p) => Repeated(p.Has("axis") ? x[0] : x[0].Flatten(), p.Ints("repeats"), p.Int("axis", 0)),
        ["take"] = (x, p) => (p.Has("axis") ? x[0] : x[0].Flatten()).Take(x[1], p.Int("axis", 0), p.Text("mode") switch { "clip" => OutOfRange.Clip, "wrap" => OutOfRange.Wrap, _ => OutOfRange.FillOrDrop }),
        ["at_get"] = (x, p) => x[0].Get([x[1]], OutOfRange.FillOrDrop, -9),
        ["index"] = (x, p) => x.Length == 3 ? x[0][x[1], x[2]] : p.Note == "x[:,i]" ? x[0][.., x[1]] : x[0][x[1]],
        ["take_along_axis"] = (x, p) => x[0].TakeAlong(x[1], p.Int("axis")),
        ["at_add"] = (x, p) => x.Length == 2 ? x[0].WithAdded(PythonIndex.Parse(p.Note[(p.Note.IndexOf('[') + 1)..p.Note.IndexOf(']')], x[0].Shape), x[1]) : x[0].WithAdded([x[1]], x[2]),
        ["at_set"] = (x, p) => x[0].With([x[1]], x[2]),
        ["at_multiply"] = (x, p) => x[0].WithMultiplied([x[1]], x[2]),
        ["at_divide"] = (x, p) => x[0].WithDivided([x[1]], x[2]),
        ["at_power"] = (x, p) => x[0].WithPower([x[1]], x[2]),
        ["at_max"] = (x, p) => x[0].WithMaximum([x[1]], x[2]),
        ["at_min"] = (x, p) => x[0].WithMinimum([x[1]], x[2]),
        ["one_hot"] = (x, p) => x[0].OneHot(p.Int("num_classes")),
        ["sort"] = (x, p) => x[0].Sort(p.Int("axis"), p.Flag("descending")),
        ["argsort"] = (x, p) => x[0].ArgSort(p.Int("axis"), p.Flag("descending")),
        ["top_k"] = (x, p) => p.Note == "values" ? x[0].TopK(p.Int("k")).Values : x[0].TopK(p.Int("k")).Indices,
        ["searchsorted"] = (x, p) => x[0].SearchSorted(x[1], p.Text("side") == "right"),
        ["triu"] = (x, p) => x[0].Triu(p.Int("k", 0)),
        ["tril"] = (x, p) => x[0].Tril(p.Int("k", 0)),
        ["diag"] = (x, p) => x[0].Rank == 1 ? x[0].Diag(p.Int("k", 0)) : x[0].Diagonal(p.Int("k", 0)),
        ["diagonal"] = (x, p) => x[0].Diagonal(p.Int("offset", 0)),
        ["trace"] = (x, p) => x[0].Diagonal(p.Int("offset", 0)).Sum(-1),
        ["linspace"] = (x, p) => Tensor.Linspace(x[0], x[1], p.Int("num"), !p.Has("endpoint") || p.Flag("endpoint")),
        ["arange"] = (x, p) => p.Ints("args") switch { [int end] => Tensor.Arange(end), [int start, int end] => Tensor.Arange(start, end), var a => Tensor.Arange(a[0], a[1], a[2]) },
        ["eye"] = (x, p) => Tensor.Eye(p.Int("n"), p.Int("m", p.Int("n")), p.Int("k", 0)),
        ["diff"] = (x, p) => x[0].Diff(p.Int("axis", -1), p.Int("n", 1)),
        ["iota"] = (x, p) => Tensor.Iota(p.Ints("shape"), p.Int("dimension")),

        ["matmul"] = (x, p) => x[0].Dot(x[1]),
        ["dot"] = (x, p) => x[0].Rank == 0 ? x[0] * x[1] : Tensor.TensorDot(x[0], x[1], [-1], [x[1].Rank == 1 ? 0 : -2]),
        ["einsum"] = (x, p) => Tensor.Einsum(p.Text("subscripts"), x),
        ["tensordot"] = (x, p) => Tensor.TensorDot(x[0], x[1], p.IntLists("axes")[0], p.IntLists("axes")[1]),
        ["outer"] = (x, p) => Tensor.Outer(x[0], x[1]),
        ["vdot"] = (x, p) => x[0].Flatten().Dot(x[1].Flatten()),
        ["inner"] = (x, p) => Tensor.Inner(x[0], x[1]),
        ["kron"] = (x, p) => Tensor.Kron(x[0], x[1]),
        ["dot_general"] = (x, p) => Tensor.Bind1(new Dot(new Ints(p.IntLists("contracting")[0]), new Ints(p.IntLists("contracting")[1]), new Ints(p.IntLists("batch")[0]), new Ints(p.IntLists("batch")[1])), x[0], x[1]),

        ["conv1d"] = Convolution,
        ["conv2d"] = Convolution,
        ["conv_transpose"] = (x, p) => x[0].ConvolveTransposed(x[1], p.Ints("strides"), p.Text("padding") == "SAME"),
        ["jnp_convolve"] = (x, p) => Tensor.Convolve1D(x[0], x[1], Enum.Parse<ConvolutionPart>(p.Text("mode"), ignoreCase: true)),
        ["pool/max"] = (x, p) => x[0].MaxPool(p.Ints("window"), Moves(p)),
        ["pool/min"] = (x, p) => x[0].MinPool(p.Ints("window"), Moves(p)),
        ["pool/sum"] = (x, p) => x[0].SumPool(p.Ints("window"), Moves(p)),
        ["pool/avg"] = (x, p) => x[0].AveragePool(p.Ints("window"), Moves(p)),

        ["softmax"] = (x, p) => x[0].Softmax(p.Has("axis") ? p.Ints("axis") : [-1]),
        ["log_softmax"] = (x, p) => x[0].LogSoftmax(p.Has("axis") ? p.Ints("axis") : [-1]),
        ["standardize"] = (x, p) => x[0].Standardize(p.Has("axis") ? p.Ints("axis") : [-1]),
        ["softmax_where"] = (x, p) => Tensor.Select(x[0], x[1], float.NegativeInfinity).Softmax(p.Has("axis") ? p.Ints("axis") : [-1]),
        ["cross_entropy"] = (x, p) => -(x[1] * x[0].LogSoftmax()).Sum(-1).Mean(),
    };

    /// <summary>Operations with several results.</summary>
    public static readonly Dictionary<string, Func<Tensor[], OpParameters, Tensor[]>> ManyRows = new()
    {
        ["split"] = (x, p) => p.Has("indices") ? x[0].SplitAt(p.Ints("indices"), p.Int("axis", 0)) : x[0].Split(p.Int("sections"), p.Int("axis", 0)),
        ["meshgrid"] = (x, p) => Tensor.Meshgrid(x, xy: p.Text("indexing") != "ij"),
    };

    public static Row? Find(string group, string op) => Rows.GetValueOrDefault($"{group}/{op}") ?? Rows.GetValueOrDefault(op) ?? Power(op);

    /// <summary>Exponents are part of the name: <c>integer_pow_3</c>, <c>power_0.5</c>.</summary>
    private static Row? Power(string op)
    {
        string number = op[(op.LastIndexOf('_') + 1)..];
        if (op.StartsWith("integer_pow_", StringComparison.Ordinal)) return (x, p) => x[0].Pow(int.Parse(number));
        return op.StartsWith("power_", StringComparison.Ordinal) ? (x, p) => x[0].Pow(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>Axis i of the operand is axis dimensions[i] of the result; an extent of 1 may stretch.</summary>
    private static Tensor InDimensions(Tensor x, int[] shape, int[] dimensions) =>
        x.Reshape([.. shape.Select((_, a) => Array.IndexOf(dimensions, a) is >= 0 and var i ? x.Shape[i] : 1)]).BroadcastTo(shape);

    private static Tensor Repeated(Tensor x, int[] counts, int axis) => counts.Length > 1 ? x.Repeat(counts, axis) : x.Repeat(counts[0], axis);

    private static DType Type(OpParameters p) => Enum.Parse<DType>(p.Text("dtype"), ignoreCase: true);

    /// <summary>An unsigned number read as a signed one of as many bits.</summary>
    private static Tensor Signed(Tensor x) => x.DType == DType.U8 ? (x.As(DType.I32) ^ 0x80) - 0x80 : x.As(DType.I32);

    private static Windows Moves(OpParameters p) => new()
    {
        Strides = p.Ints("strides"),
        Same = p.IsText("padding") && p.Text("padding") == "SAME",
        Padding = p.IsText("padding") ? null : [.. p.IntLists("padding").Select(w => (w[0], w[1]))],
        Dilation = p.Has("rhs_dilation") ? p.Ints("rhs_dilation") : null,
        InputDilation = p.Has("lhs_dilation") ? p.Ints("lhs_dilation") : null,
        Groups = p.Int("groups", 1),
    };

    private static Tensor Convolution(Tensor[] x, OpParameters p)
    {
        // Here N C … and O I … are the layouts.
        string[] layout = p.Has("layout") ? [.. p.Json.GetProperty("layout").EnumerateArray().Select(e => e.GetString()!)] : [];
        if (layout.Length == 0) return x[0].Convolve(x[1], Moves(p));
        string space = string.Concat(layout[0].Where(c => c is not 'N' and not 'C'));
        Tensor y = Ordered(x[0], layout[0], "NC" + space).Convolve(Ordered(x[1], layout[1], "OI" + space), Moves(p));
        return Ordered(y, "NC" + space, layout[2]);
    }

    private static Tensor Ordered(Tensor x, string from, string to) => x.Permute([.. to.Select(c => from.IndexOf(c))]);

    private static Tensor Bounded(Tensor x, OpParameters p)
    {
        if (p.Has("min")) x = Tensor.Maximum(x, p.Number("min", 0));
        return p.Has("max") ? Tensor.Minimum(x, p.Number("max", 0)) : x;
    }

    /// <summary>At a bound nothing has a derivative.</summary>
    private static Tensor Clamped(Tensor x, Tensor low, Tensor high)
    {
        (low, high) = (low.As(x.DType), high.As(x.DType));
        Tensor inside = Tensor.Select((x > low) & (x < high), x, Fn.StopGradient(x));
        return Tensor.Select(x < low, Tensor.Select(low < high, low, Fn.StopGradient(low)), Tensor.Select(x > high, high, inside));
    }

    private static Tensor Padded(Tensor x, int[][] widths, string mode, double value)
    {
        int[] before = [.. widths.Select(w => w[0])], after = [.. widths.Select(w => w[1])];
        return mode == "constant" ? x.Pad(before, after, value) : x.Pad(before, after, Enum.Parse<PadMode>(mode, ignoreCase: true));
    }

    /// <summary>Elements spread by (before, after, between) each; negative widths cut.</summary>
    private static Tensor Padded(Tensor x, Tensor value, int[][] config)
    {
        for (int a = 0; a < x.Rank; a++)
        {
            (int before, int after, int between) = (config[a][0], config[a][1], config[a][2]);
            int extent = (x.Shape[a] - 1) * (between + 1) + 1 + Math.Max(before, 0) + Math.Max(after, 0), axis = a;
            Ints starts = [.. x.Shape.Select((_, i) => i == axis ? Math.Max(before, 0) : 0)], steps = [.. x.Shape.Select((_, i) => i == axis ? between + 1 : 1)];
            x = Tensor.Bind1(new Embed(starts, steps, [.. x.Shape.Select((d, i) => i == axis ? extent : d)]), x, value);
            int cut = Math.Max(-before, 0);
            x = x.SliceAxis(a, cut, extent - cut - Math.Max(-after, 0));
        }
        return x;
    }
}
