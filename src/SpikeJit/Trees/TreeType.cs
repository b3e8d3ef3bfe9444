using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SpikeJit.Trees;

/// <summary>How containers of one C# type are taken apart and put together. Found once for each type.</summary>
internal abstract class TreeType(Type type)
{
    private static readonly ConditionalWeakTable<Type, object> Known = [];
    private static readonly object NoTree = new();

    public string Name => type.Name.Split('`')[0];

    protected Type Type => type;

    public abstract (object?[] Children, object? Keys) Open(object tree);

    public abstract object Build(object?[] children, object? keys);

    public abstract string NameOf(int child, object? keys);

    public virtual bool SameKeys(object? a, object? b) => Equals(a, b);

    /// <summary>The tree type of a C# type, or null for one that holds no tensors.</summary>
    public static TreeType? Of(Type type) => Known.GetValue(type, static t => (object?)Find(t) ?? NoTree) as TreeType;

    private static TreeType? Find(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || typeof(Delegate).IsAssignableFrom(type)) return null;
        if (type.IsArray && type.GetArrayRank() == 1) return type.GetElementType()!.IsPrimitive ? null : new ArrayType(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>)) return new ListType(type);
        if (typeof(IDictionary).IsAssignableFrom(type) && type.IsGenericType && type.GetGenericArguments()[0] == typeof(string)) return new DictionaryType(type);
        return MemberType.TryCreate(type);
    }

    private sealed class ArrayType(Type type) : TreeType(type)
    {
        public override (object?[] Children, object? Keys) Open(object tree) => ([.. ((Array)tree).Cast<object?>()], null);

        public override object Build(object?[] children, object? keys)
        {
            var array = Array.CreateInstance(Type.GetElementType()!, children.Length);
            for (int i = 0; i < children.Length; i++) array.SetValue(children[i], i);
            return array;
        }

        public override string NameOf(int child, object? keys) => $"[{child}]";
    }

    private sealed class ListType(Type type) : TreeType(type)
    {
        public override (object?[] Children, object? Keys) Open(object tree) => ([.. ((IList)tree).Cast<object?>()], null);

        public override object Build(object?[] children, object? keys)
        {
            var list = (IList)Activator.CreateInstance(Type)!;
            foreach (object? child in children) list.Add(child);
            return list;
        }

        public override string NameOf(int child, object? keys) => $"[{child}]";
    }

    /// <summary>Leaves in the order of the sorted keys.</summary>
    private sealed class DictionaryType(Type type) : TreeType(type)
    {
        public override (object?[] Children, object? Keys) Open(object tree)
        {
            var dictionary = (IDictionary)tree;
            string[] keys = [.. dictionary.Keys.Cast<string>().Order(StringComparer.Ordinal)];
            return ([.. keys.Select(k => dictionary[k])], keys);
        }

        public override object Build(object?[] children, object? keys)
        {
            var dictionary = (IDictionary)Activator.CreateInstance(Type)!;
            for (int i = 0; i < children.Length; i++) dictionary.Add(((string[])keys!)[i], children[i]);
            return dictionary;
        }

        public override string NameOf(int child, object? keys) => $"[\"{((string[])keys!)[child]}\"]";

        public override bool SameKeys(object? a, object? b) => ((string[])a!).AsSpan().SequenceEqual((string[])b!);
    }

    /// <summary>Tuples and records: a constructor whose parameters are readable members.</summary>
    private sealed class MemberType(Type type, string[] names, Func<object, object?[]> open, Func<object?[], object> build) : TreeType(type)
    {
        public override (object?[] Children, object? Keys) Open(object tree) => (open(tree), null);

        public override object Build(object?[] children, object? keys) => build(children);

        public override string NameOf(int child, object? keys) => "." + names[child];

        public static MemberType? TryCreate(Type type)
        {
            if (type.IsAbstract || type.IsInterface) return null;
            foreach (ConstructorInfo constructor in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).OrderByDescending(c => c.GetParameters().Length))
            {
                ParameterInfo[] parameters = constructor.GetParameters();
                MemberInfo?[] members = [.. parameters.Select(p => Member(type, p))];
                if (parameters.Length == 0 || members.Any(m => m is null)) continue;
                return new MemberType(type, [.. members.Select(m => m!.Name)], Opener(type, members!), Builder(constructor));
            }
            return null;
        }

        private static MemberInfo? Member(Type type, ParameterInfo parameter)
        {
            const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.IgnoreCase;
            PropertyInfo? property = type.GetProperty(parameter.Name!, Any);
            if (property?.PropertyType == parameter.ParameterType && property.CanRead) return property;
            FieldInfo? field = type.GetField(parameter.Name!, Any);
            return field?.FieldType == parameter.ParameterType ? field : null;
        }

        private static Func<object, object?[]> Opener(Type type, MemberInfo[] members)
        {
            ParameterExpression tree = Expression.Parameter(typeof(object));
            Expression typed = Expression.Convert(tree, type);
            Expression children = Expression.NewArrayInit(typeof(object),
                members.Select(m => Expression.Convert(Expression.MakeMemberAccess(typed, m), typeof(object))));
            return Expression.Lambda<Func<object, object?[]>>(children, tree).Compile();
        }

        private static Func<object?[], object> Builder(ConstructorInfo constructor)
        {
            ParameterExpression children = Expression.Parameter(typeof(object?[]));
            IEnumerable<Expression> arguments = constructor.GetParameters()
                .Select((p, i) => Expression.Convert(Expression.ArrayIndex(children, Expression.Constant(i)), p.ParameterType));
            return Expression.Lambda<Func<object?[], object>>(Expression.Convert(Expression.New(constructor, arguments), typeof(object)), children).Compile();
        }
    }
}
