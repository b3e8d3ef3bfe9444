using SpikeJit.Compilation;
using SpikeJit.Memory;
using SpikeJit.Primitives;

namespace SpikeJit.Tracing;

/// <summary>
/// How to compute a value that was recorded into a trace although nothing unknown went into it, such as a number made inside the traced function. Kept
/// beyond the trace (in a static field that was first used inside of it, say) the value is still one.
/// </summary>
internal sealed class Recipe
{
    // Recipes of recipes are computed recursively; this bounds how deep.
    private const int Deepest = 100;

    private readonly Primitive _primitive;
    private readonly Tensor[] _operands;
    private readonly int _depth;
    private Tensor[]? _results;

    public Recipe(Primitive primitive, Tensor[] operands)
    {
        (_primitive, _operands) = (primitive, operands);
        _depth = 1 + operands.Max(t => t.Recipe?._depth ?? 0);
        if (_depth < Deepest) return;
        foreach (Tensor t in operands) _ = t.Storage;
        _depth = 0;
    }

    /// <summary>The values of one result.</summary>
    public Storage Run(int output)
    {
        lock (_operands)
        {
            _results ??= Eager.Run(_primitive, Array.ConvertAll(_operands, t => t.Recipe is null ? t : new Tensor(t.Type, t.Storage.Shared())));
            return _results[output].Storage;
        }
    }
}
