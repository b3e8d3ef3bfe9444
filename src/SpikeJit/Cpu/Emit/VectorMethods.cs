using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu.Emit;

/// <summary>Finds the methods that compiled code calls: by class, name and the types of the arguments; a generic one is closed over an element
/// type.</summary>
internal static class VectorMethods
{
    private static readonly ConcurrentDictionary<(Type Owner, string Name, Type A, Type? B, Type? C), MethodInfo?> s_methods = new();

    /// <summary>The static class of the vector operations at a width.</summary>
    public static Type Class(int bits) => bits switch
    {
        128 => typeof(Vector128),
        256 => typeof(Vector256),
        _ => typeof(Vector512),
    };

    /// <summary>The static class that moves parts of vectors at a width.</summary>
    public static Type Memory(int bits) => bits switch
    {
        128 => typeof(Memory128),
        256 => typeof(Memory256),
        _ => typeof(Memory512),
    };

    /// <summary>The method, or null.</summary>
    public static MethodInfo? TryFind(Type owner, string name, Type a, Type? b = null, Type? c = null) =>
        s_methods.GetOrAdd((owner, name, a, b, c), static key => Search(key.Owner, key.Name, [.. new[] { key.A, key.B, key.C }.OfType<Type>()]));

    /// <summary>The method.</summary>
    public static MethodInfo Find(Type owner, string name, Type a, Type? b = null, Type? c = null) =>
        TryFind(owner, name, a, b, c) ?? throw new MissingMethodException(owner.Name, $"{name}({a}, {b}, {c})");

    /// <summary>Create with one argument for each lane.</summary>
    public static MethodInfo Create(int bits, Type element, int lanes) =>
        Class(bits).GetMethod("Create", [.. Enumerable.Repeat(element, lanes)]) ?? throw new MissingMethodException(Class(bits).Name, "Create");

    private static MethodInfo? Search(Type owner, string name, Type[] arguments)
    {
        foreach (MethodInfo candidate in owner.GetMethods(BindingFlags.Static | BindingFlags.Public))
        {
            if (candidate.Name != name || candidate.GetParameters().Length != arguments.Length) continue;
            MethodInfo method = candidate;
            if (candidate.IsGenericMethodDefinition)
            {
                if (candidate.GetGenericArguments().Length != 1) continue;
                method = candidate.MakeGenericMethod(ElementOf(arguments[0]));
            }
            if (method.GetParameters().Select(p => p.ParameterType).SequenceEqual(arguments)) return method;
        }
        return null;
    }

    private static Type ElementOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : type.IsPointer ? type.GetElementType()! : type;
}
