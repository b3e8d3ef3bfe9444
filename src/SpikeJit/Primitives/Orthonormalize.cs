namespace SpikeJit.Primitives;

/// <summary>
/// The columns of a matrix <c>[rows, columns]</c>, rows ≥ columns, made orthonormal one after another: the Q of A = QR with a positive diagonal of R.
/// By Householder reflections in double precision. Constant for differentiation.
/// </summary>
internal sealed record Orthonormalize : SingleResult
{
    protected override TensorType InferResult(TensorType[] inputs) =>
        inputs[0].DType.IsFloat() && inputs[0].Shape.Rank == 2 && inputs[0].Shape[0] >= inputs[0].Shape[1]
            ? inputs[0]
            : throw Mismatch(Name, "needs a floating-point matrix with no more columns than rows", inputs, "Transpose it.");

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        throw new DifferentiationException("Orthonormalize has no derivative here. Stop the gradient before it.");

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) =>
        Tensor.Stack([.. Enumerable.Range(0, size).Select(i => Tensor.Bind1(this, x[0][i]))]);

    public override unsafe Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Plain((x, y) =>
    {
        (DType dtype, int rows, int columns) = (inputs[0].DType, inputs[0].Shape[0], inputs[0].Shape[1]);
        var a = new double[rows, columns];
        for (int i = 0; i < inputs[0].Size; i++) a[i / columns, i % columns] = Numbers.ToDouble(Numbers.Read(x[0], i, dtype), dtype);
        double[,] q = Basis(a, rows, columns);
        for (int i = 0; i < inputs[0].Size; i++) Numbers.Write(y[0], i, dtype, Numbers.Bits(q[i / columns, i % columns], dtype));
    });

    private static double[,] Basis(double[,] a, int rows, int columns)
    {
        var mirrors = new double[columns][];
        var signs = new double[columns];
        for (int k = 0; k < columns; k++)
        {
            var v = new double[rows];
            double norm = 0;
            for (int i = k; i < rows; i++)
            {
                v[i] = a[i, k];
                norm += v[i] * v[i];
            }
            norm = Math.Sqrt(norm);
            // The reflected column is ∓norm at k: away from v[k], so nothing cancels.
            signs[k] = v[k] < 0 ? 1 : -1;
            v[k] -= signs[k] * norm;
            mirrors[k] = v;
            Reflect(a, v, k);
        }
        var q = new double[rows, columns];
        for (int k = 0; k < columns; k++) q[k, k] = signs[k];
        for (int k = columns - 1; k >= 0; k--) Reflect(q, mirrors[k], k);
        return q;
    }

    /// <summary>x ← x - 2v(v·x)/(v·v) for every column.</summary>
    private static void Reflect(double[,] x, double[] v, int from)
    {
        double square = 0;
        for (int i = from; i < v.Length; i++) square += v[i] * v[i];
        if (square == 0) return;
        for (int c = 0; c < x.GetLength(1); c++)
        {
            double along = 0;
            for (int i = from; i < v.Length; i++) along += v[i] * x[i, c];
            along *= 2 / square;
            for (int i = from; i < v.Length; i++) x[i, c] -= along * v[i];
        }
    }
}
