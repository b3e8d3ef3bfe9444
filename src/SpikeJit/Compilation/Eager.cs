using SpikeJit.Primitives;

namespace SpikeJit.Compilation;

/// <summary>Operations on concrete tensors, run at once.</summary>
internal static class Eager
{
    public static Tensor[] Run(Primitive primitive, Tensor[] inputs) => Interpreter.Run(primitive, inputs);
}
