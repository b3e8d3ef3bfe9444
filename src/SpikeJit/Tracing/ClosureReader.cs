using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using SpikeJit.Trees;

namespace SpikeJit.Tracing;

/// <summary>
/// What a delegate reads from the variables it captures, as they are now: tensors, and everything else that its trace may depend on (numbers, strings,
/// structures, the identity of other objects). Static fields and the fields of captured objects are not seen.
/// </summary>
internal static class ClosureReader
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    public static void Read(Delegate f, List<Tensor> tensors, List<object?> statics)
    {
        statics.Add(f.Method);
        if (f.Target is { } target) ReadObject(target, tensors, statics, 0);
    }

    private static void ReadObject(object target, List<Tensor> tensors, List<object?> statics, int depth)
    {
        // Closures may refer to each other in a circle.
        if (depth > 16) return;
        if (!IsClosure(target.GetType()))
        {
            statics.Add(new Identity(target));
            return;
        }
        foreach (FieldInfo field in Fields.GetOrAdd(target.GetType(), static t => t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)))
            ReadValue(field.GetValue(target), tensors, statics, depth);
    }

    private static void ReadValue(object? value, List<Tensor> tensors, List<object?> statics, int depth)
    {
        switch (value)
        {
            case null: statics.Add(null); break;
            case Tensor tensor: tensors.Add(tensor); break;
            case Delegate inner:
                statics.Add(inner.Method);
                if (inner.Target is { } target) ReadObject(target, tensors, statics, depth + 1);
                break;
            case string or Enum: statics.Add(value); break;
            default:
                Type type = value.GetType();
                if (IsClosure(type)) ReadObject(value, tensors, statics, depth + 1);
                else if (type.IsPrimitive) statics.Add(value);
                else if (TreeType.Of(type) is not null) statics.Add(Tree.Flatten(value, tensors));
                else statics.Add(new Identity(value));
                break;
        }
    }

    private static bool IsClosure(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), false);

    /// <summary>An object, equal only to itself.</summary>
    private readonly record struct Identity(object Object)
    {
        public bool Equals(Identity other) => ReferenceEquals(Object, other.Object);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(Object);
    }
}
