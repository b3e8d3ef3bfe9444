using System.Collections.Concurrent;
using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation;

/// <summary>
/// Operations on concrete tensors, run at once: small ones by the interpreter, large ones and loops by code compiled for the operation and its types.
/// </summary>
internal static class Eager
{
    private const int KeptOperations = 1024;
    private const long Large = 2048;

    private static readonly ConcurrentDictionary<Operation, Executable> Known = new();

    public static Tensor[] Run(Primitive primitive, Tensor[] inputs)
    {
        if (primitive is Nullary nullary) return [new Tensor(nullary)];
        long work = 0;
        foreach (Tensor t in inputs) work += t.Size;
        if (primitive is Effect) return Interpreter.Run(primitive, inputs);
        if (primitive is not ControlFlow && work < Large && (primitive is not Broadcast b || b.Shape.Size < Large)) return Interpreter.Run(primitive, inputs);
        var operation = new Operation(primitive, Array.ConvertAll(inputs, t => t.Type));
        if (!Known.TryGetValue(operation, out Executable? code))
        {
            if (Known.Count >= KeptOperations) Known.Clear();
            code = Known.GetOrAdd(operation, o => Executable.For(o.AsGraph()));
        }
        return code.Run(inputs);
    }

    private sealed class Operation(Primitive primitive, TensorType[] types) : IEquatable<Operation>
    {
        private readonly Primitive _primitive = primitive;
        private readonly TensorType[] _types = types;

        public Graph AsGraph()
        {
            Value[] inputs = Array.ConvertAll(_types, t => new Value(t)), outputs = Array.ConvertAll(_primitive.Infer(_types), t => new Value(t));
            return new Graph(inputs, [new Equation(_primitive, inputs, outputs)], outputs);
        }

        public bool Equals(Operation? other) => other is not null && _types.AsSpan().SequenceEqual(other._types) && _primitive.Equals(other._primitive);

        public override bool Equals(object? obj) => Equals(obj as Operation);

        public override int GetHashCode() => _types.Aggregate(_primitive.GetHashCode(), HashCode.Combine);
    }
}
