using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using SpikeJit.Compilation;
using SpikeJit.Trees;

namespace SpikeJit.Tracing;

/// <summary>
/// What a delegate reads from the variables it captures, as they are now: tensors, and everything else that its trace may depend on (numbers, strings,
/// structures, the identity of other objects). Static fields and the fields of captured objects are not seen.
/// </summary>
internal static class ClosureReader
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();
    private static readonly ConcurrentDictionary<Type, bool> Closures = new();

    /// <param name="f">The delegate.</param>
    /// <param name="tensors">Captured tensors are added here.</param>
    /// <param name="statics">Everything else is added here.</param>
    /// <param name="seen">An empty list, for use inside.</param>
    public static void Read(Delegate f, List<Tensor> tensors, List<object?> statics, List<object> seen)
    {
        statics.Add(f.Method);
        if (f.Target is { } target) ReadObject(target, tensors, statics, seen);
    }

    private static void ReadObject(object target, List<Tensor> tensors, List<object?> statics, List<object> seen)
    {
        // Closures may refer to each other in a circle.
        if (seen.Exists(o => ReferenceEquals(o, target))) return;
        seen.Add(target);
        if (target is JittedFunction jitted)
        {
            ReadValue(jitted.Function, tensors, statics, seen);
            return;
        }
        if (!IsClosure(target.GetType()))
        {
            statics.Add(new Identity(target));
            return;
        }
        foreach (FieldInfo field in Fields.GetOrAdd(target.GetType(), static t => t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)))
            ReadValue(field.GetValue(target), tensors, statics, seen);
    }

    private static void ReadValue(object? value, List<Tensor> tensors, List<object?> statics, List<object> seen)
    {
        switch (value)
        {
            case null: statics.Add(null); break;
            case Tensor tensor:
                tensors.Add(tensor);
                statics.Add(typeof(Tensor));
                break;
            case Delegate inner:
                statics.Add(inner.Method);
                if (inner.Target is { } target) ReadObject(target, tensors, statics, seen);
                break;
            case string or Enum: statics.Add(value); break;
            case Array numbers when value.GetType().GetElementType()!.IsPrimitive: statics.Add(ArraySnapshot.Of(numbers)); break;
            default:
                Type type = value.GetType();
                if (IsClosure(type)) ReadObject(value, tensors, statics, seen);
                else if (type.IsPrimitive) statics.Add(value);
                else if (TreeType.Of(type) is { } tree) ReadTree(tree, value, tensors, statics, seen);
                else statics.Add(type.IsValueType ? value : new Identity(value));
                break;
        }
    }

    private static void ReadTree(TreeType type, object tree, List<Tensor> tensors, List<object?> statics, List<object> seen)
    {
        (object?[] children, object? keys) = type.Open(tree);
        statics.Add((type, children.Length));
        if (keys is string[] names) statics.AddRange(names);
        foreach (object? child in children) ReadValue(child, tensors, statics, seen);
    }

    private static bool IsClosure(Type type) => Closures.GetOrAdd(type, static t => t.IsDefined(typeof(CompilerGeneratedAttribute), false));

    /// <summary>An object, equal only to itself.</summary>
    private readonly record struct Identity(object Object)
    {
        public bool Equals(Identity other) => ReferenceEquals(Object, other.Object);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(Object);
    }
}
