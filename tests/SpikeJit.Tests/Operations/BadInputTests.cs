namespace SpikeJit.Tests.Operations;

/// <summary>Bad input of a tensor's members fails at once, and the message names what was wrong.</summary>
public sealed class BadInputTests
{
    private static readonly Tensor s_x = Tensor.Zeros([2, 3]), s_v = Tensor.Zeros([3]), s_bool = Tensor.Full([2], true), s_int = Tensor.Arange(3), s_empty = Tensor.Zeros([0, 3]);

    /// <summary>What is called, the exception, and a part of its message.</summary>
    public static TheoryData<string, Action, Type, string> Calls => new()
    {
        { "From with too few values", () => Tensor.From<float>([1, 2], [3]), typeof(ShapeException), "2 values cannot fill the shape [3]" },
        { "From of no element type", () => Tensor.From<short>([1]), typeof(DTypeException), "Int16" },
        { "From of null", () => Tensor.From<float>((float[])null!), typeof(ArgumentNullException), "values" },
        { "negative extent", () => Tensor.Zeros([2, -1]), typeof(ShapeException), "[2, -1]" },
        { "too many elements", () => Tensor.Zeros([1 << 20, 1 << 20]), typeof(ShapeException), "2147483647" },
        { "Arange of a negative count", () => Tensor.Arange(-1), typeof(ShapeException), "[-1]" },
        { "Arange of step 0", () => Tensor.Arange(0, 3, 0), typeof(ArgumentOutOfRangeException), "step" },
        { "Iota of a missing axis", () => Tensor.Iota([2], 1), typeof(ShapeException), "Axis 1" },
        { "Eye of a negative size", () => Tensor.Eye(-2), typeof(ShapeException), "-2" },
        { "Linspace of a negative count", () => Tensor.Linspace(0f, 1f, -1), typeof(ArgumentOutOfRangeException), "count" },
        { "Linspace between vectors", () => Tensor.Linspace(s_v, s_v, 2), typeof(ShapeException), "scalars" },

        { "ToArray of another type", () => s_x.ToArray<int>(), typeof(DTypeException), "f32[2,3]" },
        { "CopyTo a short span", () => s_x.CopyTo<float>(new float[5]), typeof(ShapeException), "5 elements" },
        { "Item of many", () => s_x.Item<float>(), typeof(ShapeException), "6 elements" },
        { "ToSingle of many", () => s_x.ToSingle(), typeof(ShapeException), "6 elements" },

        { "add of shapes that do not broadcast", () => _ = s_x + Tensor.Zeros([2]), typeof(ShapeException), "[2, 3] and [2]" },
        { "add of null", () => _ = s_x + (Tensor)null!, typeof(ArgumentNullException), "" },
        { "difference of truths", () => _ = s_bool - s_bool, typeof(DTypeException), "sub" },
        { "negative of truths", () => _ = -s_bool, typeof(DTypeException), "~x" },
        { "bits of floats", () => _ = s_x & s_x, typeof(DTypeException), "f32[2,3]" },
        { "shift of floats", () => _ = s_x << 1, typeof(DTypeException), "f32" },
        { "not of floats", () => _ = ~s_x, typeof(DTypeException), "f32" },
        { "PopCount of floats", () => s_x.PopCount(), typeof(DTypeException), "f32" },
        { "negative power of integers", () => s_int.Pow(-1), typeof(DTypeException), "i32[3]" },
        { "Bitcast to another size", () => s_x.Bitcast(DType.F64), typeof(DTypeException), "bytes" },
        { "FusedMultiplyAdd of integers", () => Tensor.FusedMultiplyAdd(s_int, s_int, s_int), typeof(DTypeException), "i32" },
        { "Select of shapes that do not broadcast", () => Tensor.Select(s_bool, s_v, s_v), typeof(ShapeException), "[2] and [3]" },
        { "Sign of truths", () => s_bool.Sign(), typeof(DTypeException), "bool" },

        { "Sum over a missing axis", () => s_x.Sum(2), typeof(ShapeException), "Axis 2" },
        { "Sum over an axis twice", () => s_x.Sum([0, -2]), typeof(ShapeException), "twice" },
        { "Mean over a missing axis", () => s_x.Mean(-3), typeof(ShapeException), "Axis -3" },
        { "Max of nothing", () => s_empty.Max(), typeof(ShapeException), "empty" },
        { "Min of nothing", () => s_empty.Min(0), typeof(ShapeException), "empty" },
        { "ArgMax of nothing", () => s_empty.ArgMax(0), typeof(ShapeException), "empty" },
        { "ArgMax of a scalar", () => ((Tensor)1f).ArgMax(), typeof(ShapeException), "Axis -1" },
        { "Variance with too large ddof", () => s_x.Variance([0], ddof: 2), typeof(ArgumentOutOfRangeException), "ddof" },
        { "CumulativeSum over a missing axis", () => s_x.CumulativeSum(2), typeof(ShapeException), "Axis 2" },
        { "Sort of a scalar", () => ((Tensor)1f).Sort(), typeof(ShapeException), "Axis -1" },
        { "TopK of too many", () => s_x.TopK(4), typeof(ArgumentOutOfRangeException), "3 elements" },
        { "SearchSorted in a matrix", () => s_x.SearchSorted(s_v), typeof(ShapeException), "f32[2,3]" },
        { "Softmax over a missing axis", () => s_x.Softmax(5), typeof(ShapeException), "Axis 5" },

        { "Reshape to another size", () => s_x.Reshape(4), typeof(ShapeException), "f32[2,3]" },
        { "Reshape of ones to another size", () => Tensor.Ones([2]).Reshape(3), typeof(ShapeException), "f32[2]" },
        { "Reshape with two open extents", () => s_x.Reshape(-1, -1), typeof(ShapeException), "-1" },
        { "Reshape that does not divide", () => s_x.Reshape(4, -1), typeof(ShapeException), "[4, -1]" },
        { "BroadcastTo that does not fit", () => s_x.BroadcastTo([2, 4]), typeof(ShapeException), "[2, 4]" },
        { "BroadcastTo fewer axes", () => s_x.BroadcastTo([3]), typeof(ShapeException), "[3]" },
        { "Permute with an axis twice", () => s_x.Permute(0, 0), typeof(ShapeException), "(0,0)" },
        { "Permute of too few axes", () => s_x.Permute(0), typeof(ShapeException), "(0)" },
        { "SwapAxes out of range", () => s_x.SwapAxes(0, 2), typeof(ShapeException), "Axis 2" },
        { "ExpandDims out of range", () => s_x.ExpandDims(4), typeof(ShapeException), "axis 4" },
        { "Squeeze of a wide axis", () => s_x.Squeeze(0), typeof(ShapeException), "extent 2" },
        { "Flip out of range", () => s_x.Flip(2), typeof(ShapeException), "Axis 2" },
        { "Roll out of range", () => s_x.Roll(1, 2), typeof(ShapeException), "Axis 2" },
        { "SliceAxis outside", () => s_x.SliceAxis(0, 1, 2), typeof(ShapeException), "f32[2,3]" },
        { "SliceAxis of a negative count", () => s_x.SliceAxis(0, 1, -1), typeof(ShapeException), "-1" },
        { "Pad with negative widths", () => s_x.Pad([0, -1], [0, 0]), typeof(ShapeException), "-1" },
        { "Pad with too few widths", () => s_x.Pad([0], [0]), typeof(ShapeException), "[2, 3]" },
        { "Pad of nothing with itself", () => s_empty.Pad([1, 0], [0, 0], PadMode.Edge), typeof(ShapeException), "empty" },
        { "Concatenate nothing", () => Tensor.Concatenate([]), typeof(ShapeException), "no tensors" },
        { "Concatenate different widths", () => Tensor.Concatenate([s_x, Tensor.Zeros([2, 4])]), typeof(ShapeException), "f32[2,4]" },
        { "Concatenate along a missing axis", () => Tensor.Concatenate([s_x, s_x], 2), typeof(ShapeException), "Axis 2" },
        { "Concatenate one along a missing axis", () => Tensor.Concatenate([s_x], 2), typeof(ShapeException), "Axis 2" },
        { "Stack nothing", () => Tensor.Stack([]), typeof(ShapeException), "no tensors" },
        { "Stack of different shapes", () => Tensor.Stack([s_x, s_v]), typeof(ShapeException), "[3]" },
        { "Stack along a missing axis", () => Tensor.Stack([s_x, s_x], 3), typeof(ShapeException), "axis 3" },
        { "Split that does not divide", () => s_x.Split(2, 1), typeof(ShapeException), "2 equal pieces" },
        { "SplitAt outside", () => s_x.SplitAt([3]), typeof(ShapeException), "(3)" },
        { "Tile a negative number of times", () => s_x.Tile(-1), typeof(ArgumentOutOfRangeException), "counts" },
        { "Repeat with too few counts", () => s_x.Repeat([1], 0), typeof(ShapeException), "1 counts" },
        { "Diff of nothing", () => s_empty.Diff(0), typeof(ShapeException), "empty" },
        { "OneHot of a negative number of classes", () => s_int.OneHot(-1), typeof(ShapeException), "-1" },
        { "OneHot of floats", () => s_v.OneHot(3), typeof(DTypeException), "f32[3]" },

        { "Dot of widths that differ", () => s_x.Dot(s_x), typeof(ShapeException), "[2, 3] · [2, 3]" },
        { "Dot of a scalar", () => s_x.Dot(1f), typeof(ShapeException), "scalar" },
        { "Dot of stacks that do not broadcast", () => Tensor.Zeros([2, 3, 4]).Dot(Tensor.Zeros([3, 4, 5])), typeof(ShapeException), "[2] and [3]" },
        { "TensorDot of unequal numbers of axes", () => Tensor.TensorDot(s_x, s_x, [0], [0, 1]), typeof(ShapeException), "paired" },
        { "Inner of widths that differ", () => Tensor.Inner(s_x, Tensor.Zeros([4])), typeof(ShapeException), "3" },
        { "Diag of a matrix", () => s_x.Diag(), typeof(ShapeException), "Diagonal" },
        { "Diagonal of a vector", () => s_v.Diagonal(), typeof(ShapeException), "two axes" },
        { "Diagonal outside", () => s_x.Diagonal(5), typeof(ShapeException), "offset 5" },
        { "Tril of a vector", () => s_v.Tril(), typeof(ShapeException), "two axes" },

        { "a position outside", () => _ = s_x[2], typeof(ShapeException), "axis 0" },
        { "a negative position outside", () => _ = s_x[-3], typeof(ShapeException), "axis 0" },
        { "a range outside", () => _ = s_x[1..4], typeof(ShapeException), "1..4" },
        { "a range backwards", () => _ = s_x[.., 2..1], typeof(ShapeException), "2..1" },
        { "too many items", () => _ = s_x[0, 0, 0], typeof(ShapeException), "3 items" },
        { "two rests", () => _ = s_x[Axis.Rest, Axis.Rest], typeof(ShapeException), "Axis.Rest" },
        { "a step of 0", () => _ = s_x[Axis.Every(0)], typeof(ArgumentOutOfRangeException), "step" },
        { "a float as position", () => _ = s_x[s_v], typeof(DTypeException), "f32[3]" },
        { "a mask as position", () => _ = s_x[s_bool], typeof(DTypeException), "Select" },
        { "positions that do not broadcast", () => _ = s_x[s_int, Tensor.Arange(2)], typeof(ShapeException), "[3] and [2]" },
        { "Take at a float", () => s_x.Take(1f), typeof(DTypeException), "f32[]" },
        { "Take along a missing axis", () => s_x.Take(0, 2), typeof(ShapeException), "Axis 2" },
        { "Take from nothing", () => s_empty.Take(0), typeof(ShapeException), "empty" },
        { "TakeAlong of another rank", () => s_x.TakeAlong(s_int, 1), typeof(ShapeException), "i32[3]" },
        { "With of a value that does not fit", () => s_x.With([0], Tensor.Zeros([2])), typeof(ShapeException), "[2]" },
        { "DynamicSlice of too large a window", () => s_x.DynamicSlice([0, 0], [3, 1]), typeof(ShapeException), "[3, 1]" },
        { "DynamicSlice with too few starts", () => s_x.DynamicSlice([0], [1, 1]), typeof(ShapeException), "1 given" },
        { "DynamicSlice from a float", () => s_x.DynamicSlice([0f, 0f], [1, 1]), typeof(DTypeException), "f32[]" },
        { "DynamicSlice from a vector", () => s_x.DynamicSlice([s_int, 0], [1, 1]), typeof(ShapeException), "i32[3]" },
        { "DynamicUpdateSlice of another rank", () => s_x.DynamicUpdateSlice(s_v, [0, 0]), typeof(ShapeException), "[3]" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Calls))]
    public void Fails_at_once_and_says_why(string what, Action call, Type exception, string says)
    {
        Exception? thrown = Record.Exception(call);
        Assert.True(thrown is not null, $"{what}: nothing was thrown.");
        Assert.True(thrown.GetType() == exception, $"{what}: {thrown.GetType().Name} ({thrown.Message}), expected {exception.Name}.");
        Assert.Contains(says, thrown.Message);
    }
}
