using SpikeJit.Primitives;

namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>A vector as a diagonal of a matrix of zeros: <c>[n] → [n + |offset|, n + |offset|]</c>.</summary>
    /// <param name="offset">How far above the main diagonal (below, when negative).</param>
    /// <exception cref="ShapeException">This is no vector.</exception>
    public Tensor Diag(int offset = 0)
    {
        if (Rank != 1) throw new ShapeException($"Diag: {Type} is no vector. Use Diagonal to read the diagonal of a matrix.");
        int n = Size + Math.Abs(offset), start = offset >= 0 ? offset : -offset * n;
        return Bind1(new Embed([start], [n + 1], [checked(n * n)]), this, Number(0)).Reshape([n, n]);
    }

    /// <summary>The diagonal of the last two axes: <c>[…, m, n] → […, k]</c>. Its sum is the trace.</summary>
    /// <param name="offset">How far above the main diagonal (below, when negative).</param>
    /// <exception cref="ShapeException">There are fewer than two axes, or no such diagonal.</exception>
    public Tensor Diagonal(int offset = 0)
    {
        CheckMatrix("Diagonal");
        int rows = Shape[-2], columns = Shape[-1], start = offset >= 0 ? offset : -offset * columns;
        int count = Math.Min(rows - Math.Max(-offset, 0), columns - Math.Max(offset, 0));
        if (count < 0) throw new ShapeException($"Diagonal: {Shape} has no diagonal at offset {offset}.");
        Shape outer = [.. Shape.SkipLast(2)];
        Tensor lines = Reshape([.. outer, rows * columns]);
        return Bind1(new Slice([.. outer.Select(_ => 0), count == 0 ? 0 : start], [.. outer.Select(_ => 1), columns + 1], [.. outer, count]), lines);
    }

    /// <summary>The last two axes with zeros above a diagonal.</summary>
    /// <param name="offset">How far the last kept diagonal lies above the main one.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Tril(int offset = 0) => Triangle("Tril", offset, lower: true);

    /// <summary>The last two axes with zeros below a diagonal.</summary>
    /// <param name="offset">How far the first kept diagonal lies above the main one.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Triu(int offset = 0) => Triangle("Triu", offset, lower: false);

    /// <summary>
    /// The lower triangle L with L·Lᵀ equal to a symmetric positive definite matrix: <c>[…, n, n]</c>, of which the lower triangle is read. NaN from the first
    /// column on that shows a matrix not to be positive definite.
    /// </summary>
    /// <exception cref="ShapeException">The last two axes are not square.</exception>
    public Tensor Cholesky()
    {
        CheckMatrix("Cholesky");
        int n = Shape[-1];
        if (Shape[-2] != n) throw new ShapeException($"Cholesky: {Type} is not square in its last two axes.");
        Tensor a = AsFloat(), rows = Arange(n);
        // Column by column: what earlier columns leave of it, over the root of its diagonal element.
        (Tensor factor, _) = Fn.Scan(
            (Tensor l, Tensor unit) =>
            {
                Tensor left = (a.Dot(unit) - l.Dot((l * unit.ExpandDims(-1)).Sum([l.Rank - 2]).ExpandDims(-1)).Squeeze(-1)), pivot = (left * unit).Sum([left.Rank - 1], keepAxes: true);
                Tensor column = Select(rows >= (unit * rows.As(unit.DType)).Sum(), left / pivot.Sqrt(), ZerosLike(left));
                return (l + column.ExpandDims(-1) * unit, unit);
            },
            ZerosLike(a), Eye(n, a.DType));
        return factor;
    }

    /// <summary>All products of an element of one tensor with one of another: sizes <c>m</c> and <c>n</c> give <c>[m, n]</c>.</summary>
    public static Tensor Outer(Tensor a, Tensor b) => a.Reshape([a.Size, 1]) * b.Reshape([1, b.Size]);

    /// <summary>The sums of products over the last axis of both: <c>[…, k], […, k] → […, …]</c>.</summary>
    /// <exception cref="ShapeException">The last extents differ.</exception>
    public static Tensor Inner(Tensor a, Tensor b) => a.Rank == 0 || b.Rank == 0 ? a * b : TensorDot(a, b, [-1], [-1]);

    /// <summary>The sum of products over chosen axes; the result has the other axes of the first, then those of the second.</summary>
    /// <exception cref="ShapeException">The numbers of axes or their extents differ.</exception>
    public static Tensor TensorDot(Tensor a, Tensor b, int[] axesOfA, int[] axesOfB)
    {
        if (axesOfA.Length != axesOfB.Length)
            throw new ShapeException($"TensorDot: {axesOfA.Length} axes of {a.Shape} cannot be paired with {axesOfB.Length} of {b.Shape}. Name as many of each.");
        (a, b) = Matched(a, b);
        int[] left = [.. axesOfA.Select(x => a.Shape.Axis(x))], right = [.. axesOfB.Select(x => b.Shape.Axis(x))];
        if (left.Distinct().Count() != left.Length || right.Distinct().Count() != right.Length)
            throw new ShapeException($"TensorDot: axes ({string.Join(", ", axesOfA)}) and ({string.Join(", ", axesOfB)}) name one axis twice. Name each axis once.");
        return Bind1(new Dot(new Ints(left), new Ints(right), [], []), a, b);
    }

    /// <summary>The Kronecker product: each element of a times all of b, as blocks; extents multiply.</summary>
    public static Tensor Kron(Tensor a, Tensor b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        Shape left = [.. Enumerable.Repeat(1, rank - a.Rank), .. a.Shape], right = [.. Enumerable.Repeat(1, rank - b.Rank), .. b.Shape];
        Tensor blocks = a.Reshape([.. left.SelectMany(d => new[] { d, 1 })]) * b.Reshape([.. right.SelectMany(d => new[] { 1, d })]);
        return blocks.Reshape([.. left.Zip(right, (m, n) => m * n)]);
    }

    private Tensor Triangle(string name, int offset, bool lower)
    {
        CheckMatrix(name);
        Shape matrix = [.. Shape.TakeLast(2)];
        Tensor row = Iota(matrix, 0) + offset, column = Iota(matrix, 1);
        return Select(lower ? column <= row : column >= row, this, Number(0));
    }

    private void CheckMatrix(string name)
    {
        if (Rank < 2) throw new ShapeException($"{name}: {Type} has no two axes.");
    }
}
