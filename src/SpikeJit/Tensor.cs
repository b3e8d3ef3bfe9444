using System.Runtime.CompilerServices;
using SpikeJit.Compilation;
using SpikeJit.Graphs;
using SpikeJit.Memory;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit;

/// <summary>
/// An array of numbers of one <see cref="SpikeJit.DType"/>, row-major, that never changes. Either concrete (it has values) or symbolic: a value of a
/// function that is being traced by <see cref="Fn"/>. Tensors need no disposal.
/// </summary>
public sealed partial class Tensor
{
    private Storage? _storage;
    private Value? _value;
    private Trace? _trace;
    private (Recipe Recipe, int Output)? _recipe;
    private string? _donatedTo;

    /// <summary>A concrete tensor over memory that nobody writes any more.</summary>
    internal Tensor(TensorType type, Storage storage)
    {
        Type = type;
        _storage = storage;
    }

    /// <summary>A concrete tensor given by an operation without operands; its values are made when first needed.</summary>
    internal Tensor(Nullary origin)
    {
        Type = origin.Type;
        Origin = origin;
    }

    /// <summary>A symbolic tensor.</summary>
    internal Tensor(Value value, Trace trace)
    {
        Type = value.Type;
        _value = value;
        _trace = trace;
    }

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The element type.</summary>
    public DType DType => Type.DType;

    /// <summary>The extents of the axes.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Size => Shape.Size;

    /// <summary>Whether this stands for a value of a function being traced, and has no numbers yet.</summary>
    public bool IsSymbolic => Value is not null;

    internal Value? Value => Trace is null ? null : _value;

    /// <summary>The trace that a symbolic tensor belongs to. One that has a recipe is concrete once its trace has ended.</summary>
    internal Trace? Trace
    {
        get
        {
            if (_trace is { IsOpen: false } && _recipe is not null) Settle();
            return _trace;
        }
    }

    /// <summary>How to compute a symbolic tensor that is known all the same.</summary>
    internal Recipe? Recipe => _recipe?.Recipe;

    private void Settle()
    {
        _ = Storage;
        (_trace, _value, _recipe) = (null, null, null);
    }

    internal Nullary? Origin { get; }

    /// <summary>The memory of a concrete tensor.</summary>
    internal Storage Storage
    {
        get
        {
            if (_storage is not null) return _storage;
            CheckNotDonated();
            if (_recipe is var (recipe, output)) return _storage = recipe.Run(output);
            if (IsSymbolic)
            {
                CheckUsable();
                throw new TraceException(
                    $"The values of a symbolic {Type} were asked for while '{Trace!.Function}' is being traced. A traced value has no numbers yet: " +
                    "return it from the function, or use Fn.Cond, Fn.While or Tensor.Select where the program depends on it.");
            }
            var storage = new Storage(Math.Max(Type.Bytes, 1));
            Origin!.Generate(storage);
            return Interlocked.CompareExchange(ref _storage, storage, null) ?? storage;
        }
    }

    /// <summary>Gives the memory away: to one of these results if it lies in it, otherwise back to the pool.</summary>
    internal void Donate(string to, Tensor[] results)
    {
        Storage? storage = _storage;
        (_donatedTo, _storage) = (to, null);
        if (storage is { IsShared: false } && !Array.Exists(results, r => r._storage == storage)) storage.Release();
    }

    private void CheckNotDonated()
    {
        if (_donatedTo is not null)
            throw new DonationException(
                $"A tensor {Type} was used after it had been donated to {_donatedTo}; its memory may hold other numbers now. Use what the function returned, " +
                "or leave the argument out of JitOptions.DonatedArguments.");
    }

    /// <summary>Throws when this is a symbolic tensor whose trace has ended, or a tensor that was donated.</summary>
    internal void CheckUsable()
    {
        CheckNotDonated();
        if (Trace is { IsOpen: false })
            throw new TraceException(
                $"A symbolic {Type} of the function '{Trace.Function}' was used after its tracing had ended. It was kept in a variable, field or list " +
                "outside of the function. Return it as a result instead (as carry or output inside Scan, While and Cond).");
    }

    /// <summary>Runs or records an operation.</summary>
    internal static Tensor[] Bind(Primitive primitive, params Tensor[] inputs)
    {
        Trace? deepest = null;
        bool known = inputs.Length > 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Trace is null && Trace.AnyOpen)
            {
                Tensor resolved = Trace.Resolve(inputs[i]);
                if (!ReferenceEquals(resolved, inputs[i])) (inputs = [.. inputs])[i] = resolved;
            }
            if (inputs[i].Trace is not { } trace) continue;
            known &= inputs[i]._recipe is not null;
            if (!trace.IsOpen) inputs[i].CheckUsable();
            if (deepest is null || trace.Depth > deepest.Depth) deepest = trace;
        }
        bool pinned = Trace.AnyOpen && primitive.IsPinned;
        if (pinned) deepest = Trace.Innermost;
        if (deepest is null && Trace.ForConcrete is { } transformation) return transformation.Record(primitive, inputs);
        // Numbers made while a function is traced belong to its graph: so every turn of a loop records the same.
        if (deepest is null && inputs.Length > 0 && Array.TrueForAll(inputs, t => t.Origin is not null)) deepest = Trace.Innermost;
        if (deepest is null) return Eager.Run(primitive, inputs);
        Tensor[] results = deepest.Record(primitive, inputs);
        if (!known || pinned) return results;
        var recipe = new Recipe(primitive, inputs);
        for (int o = 0; o < results.Length; o++) results[o]._recipe = (recipe, o);
        return results;
    }

    /// <summary>Runs or records an operation with one result.</summary>
    internal static Tensor Bind1(Primitive primitive, params Tensor[] inputs) => Bind(primitive, inputs)[0];

    internal unsafe ReadOnlySpan<T> Values<T>() where T : unmanaged => new(Storage.Pointer, Size);

    /// <summary>The values as a new array, row-major.</summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="TraceException">The tensor is symbolic.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var result = new T[Size];
        CopyTo<T>(result);
        return result;
    }

    /// <summary>Copies the values, row-major.</summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="ShapeException">The destination is too short.</exception>
    /// <exception cref="TraceException">The tensor is symbolic.</exception>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        CheckElement<T>();
        if (destination.Length < Size)
            throw new ShapeException($"CopyTo: the destination has {destination.Length} elements, {Type} has {Size}.");
        Storage storage = Storage;
        Values<T>().CopyTo(destination);
        GC.KeepAlive(storage);
    }

    /// <summary>The single value of a tensor with one element.</summary>
    /// <exception cref="ShapeException">The tensor has not exactly one element.</exception>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="TraceException">The tensor is symbolic.</exception>
    public T Item<T>() where T : unmanaged
    {
        CheckElement<T>();
        if (Size != 1) throw new ShapeException($"Item: {Type} has {Size} elements, not one. Index it first, or use ToArray.");
        Storage storage = Storage;
        T value = Values<T>()[0];
        GC.KeepAlive(storage);
        return value;
    }

    /// <summary>The single value of a one-element tensor, as a double whatever the element type is.</summary>
    /// <exception cref="ShapeException">The tensor has not exactly one element.</exception>
    /// <exception cref="TraceException">The tensor is symbolic.</exception>
    public double ToDouble() => As(DType.F64).Item<double>();

    /// <summary>The single value of a one-element tensor, as a float whatever the element type is.</summary>
    /// <exception cref="ShapeException">The tensor has not exactly one element.</exception>
    /// <exception cref="TraceException">The tensor is symbolic.</exception>
    public float ToSingle() => As(DType.F32).Item<float>();

    /// <summary>
    /// The values as NumPy prints them: nested brackets, aligned columns, the shortest digits that identify each number, and only the edges of more than 1000
    /// elements. A symbolic tensor is its type, for example <c>f32[3] (traced)</c>.
    /// </summary>
    public override string ToString()
    {
        if (IsSymbolic) return $"{Type} (traced)";
        Storage storage = Storage;
        string text = TensorPrinter.Print(this);
        GC.KeepAlive(storage);
        return text;
    }

    private void CheckElement<T>([CallerMemberName] string caller = "") where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
            throw new DTypeException($"{caller}<{typeof(T).Name}>: the tensor is {Type}. Convert it with As(DType.{DTypes.Of<T>()}), or ask for its own type.");
    }
}
