using SpikeJit.Graphs;

namespace SpikeJit.Primitives;

/// <summary>
/// What an operation means: types, derivative, batching, and its lowering, which is all that a backend sees of it. A record, so that parameters have
/// value equality: equal primitives on equal operands are the same computation.
/// </summary>
internal abstract record Primitive
{
    /// <summary>The name in printed graphs.</summary>
    public virtual string Name => GetType().Name is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "";

    /// <summary>Name and parameters.</summary>
    public virtual string Describe() => Name;

    /// <summary>The graphs among the parameters: bodies and branches.</summary>
    public virtual IEnumerable<(string Label, Graph Graph)> Subgraphs => [];

    /// <summary>Whether running it does more than give results, as printing does: then it runs exactly as often as the program says, in order.</summary>
    public virtual bool HasEffect => false;

    /// <summary>The mapped axes whose examples it combines, by name.</summary>
    public virtual IEnumerable<string> AxisNames => [];

    /// <summary>Whether it belongs to the place where it is written, whatever its operands depend on.</summary>
    public bool IsPinned => HasEffect || AxisNames.Any();

    /// <summary>The types of the results; throws where the operands do not fit.</summary>
    public abstract TensorType[] Infer(TensorType[] inputs);

    /// <summary>
    /// Results and their tangents, given operands and theirs. No tangent (null) means zero; at least one is there.
    /// </summary>
    public abstract (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx);

    /// <summary>
    /// The cotangents of the linear operands (those without a value), given the results' cotangents, of which at least one is there.
    /// </summary>
    public virtual Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) =>
        throw new DifferentiationException($"'{Name}' is not linear in the operand that is being transposed, so it has no transpose.");

    /// <summary>
    /// The operation on <paramref name="size"/> examples at once. Batched operands have their batch axis first, and so have batched results.
    /// </summary>
    public abstract (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched);

    /// <summary>How a machine computes it, for given operand types.</summary>
    public abstract Lowering Lower(TensorType[] inputs, TensorType[] outputs);

    protected static ShapeException Mismatch(string name, string problem, TensorType[] inputs, string repair) =>
        new($"{name}: {problem}: {string.Join(", ", inputs)}. {repair}");
}
