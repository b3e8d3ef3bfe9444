using System.Reflection;
using System.Reflection.Emit;
using System.Text;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Writes the instructions of one method, and their listing when asked. Locals are handed out and taken back, since the compiler below keeps
/// only about a thousand of them in registers.
/// </summary>
internal sealed class Il(ILGenerator generator, StringBuilder? listing)
{
    private readonly Dictionary<Type, Stack<LocalBuilder>> _free = [];

    /// <summary>A local of this type that nobody uses now.</summary>
    public LocalBuilder Take(Type type) =>
        _free.TryGetValue(type, out Stack<LocalBuilder>? free) && free.TryPop(out LocalBuilder? local) ? local : generator.DeclareLocal(type);

    /// <summary>A local for the rest of the method, apart from the ones that go round: its address may be taken.</summary>
    public LocalBuilder Own(Type type) => generator.DeclareLocal(type);

    public void Release(LocalBuilder local)
    {
        if (!_free.TryGetValue(local.LocalType, out Stack<LocalBuilder>? free)) _free[local.LocalType] = free = new();
        free.Push(local);
    }

    public Label Label() => generator.DefineLabel();

    public void Mark(Label label)
    {
        listing?.Append("L").Append(label.Id).AppendLine(":");
        generator.MarkLabel(label);
    }

    public void Op(OpCode code)
    {
        listing?.Append("  ").AppendLine(code.Name);
        generator.Emit(code);
    }

    public void Branch(OpCode code, Label target)
    {
        listing?.Append("  ").Append(code.Name).Append(" L").Append(target.Id).AppendLine();
        generator.Emit(code, target);
    }

    public void Call(MethodInfo method)
    {
        listing?.Append("  call ").Append(method.DeclaringType!.Name).Append('.').Append(method.Name).Append('(')
            .AppendJoin(", ", method.GetParameters().Select(p => Short(p.ParameterType))).Append(") → ").AppendLine(Short(method.ReturnType));
        generator.Emit(OpCodes.Call, method);
    }

    public void Load(LocalBuilder local)
    {
        Note("ldloc", local);
        generator.Emit(OpCodes.Ldloc, local);
    }

    public void Address(LocalBuilder local)
    {
        Note("ldloca", local);
        generator.Emit(OpCodes.Ldloca, local);
        generator.Emit(OpCodes.Conv_U);
    }

    public void Store(LocalBuilder local)
    {
        Note("stloc", local);
        generator.Emit(OpCodes.Stloc, local);
    }

    public void Argument(int index)
    {
        listing?.Append("  ldarg ").Append(index).AppendLine();
        generator.Emit(OpCodes.Ldarg, (short)index);
    }

    public void Int(int value)
    {
        listing?.Append("  ldc.i4 ").Append(value).AppendLine();
        generator.Emit(OpCodes.Ldc_I4, value);
    }

    public void Long(long value)
    {
        listing?.Append("  ldc.i8 ").Append(value).AppendLine();
        generator.Emit(OpCodes.Ldc_I8, value);
    }

    public void Single(float value)
    {
        listing?.Append("  ldc.r4 ").Append(value).AppendLine();
        generator.Emit(OpCodes.Ldc_R4, value);
    }

    public void Double(double value)
    {
        listing?.Append("  ldc.r8 ").Append(value).AppendLine();
        generator.Emit(OpCodes.Ldc_R8, value);
    }

    /// <summary>A constant of pointer size.</summary>
    public void Native(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue) Int((int)value);
        else Long(value);
        Op(OpCodes.Conv_I);
    }

    /// <summary>Adds a constant of pointer size to what is on the stack.</summary>
    public void AddNative(long value)
    {
        if (value == 0) return;
        Native(value);
        Op(OpCodes.Add);
    }

    /// <summary>local ← local + value.</summary>
    public void Increment(LocalBuilder local, long value)
    {
        Load(local);
        if (local.LocalType == typeof(int)) Int((int)value);
        else if (local.LocalType == typeof(long)) Long(value);
        else Native(value);
        Op(OpCodes.Add);
        Store(local);
    }

    /// <summary>for (counter = 0; counter &lt; trips; counter++) body, with at least one trip. The counter is an int the body may read.</summary>
    public void Repeat(int trips, Action<LocalBuilder> body)
    {
        LocalBuilder counter = Take(typeof(int));
        Int(0);
        Store(counter);
        Label top = Label();
        Mark(top);
        body(counter);
        Increment(counter, 1);
        Load(counter);
        Int(trips);
        Branch(OpCodes.Blt, top);
        Release(counter);
    }

    private void Note(string name, LocalBuilder local) =>
        listing?.Append("  ").Append(name).Append(" v").Append(local.LocalIndex).Append("  ; ").AppendLine(Short(local.LocalType));

    private static string Short(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{type.GetGenericArguments()[0].Name}>" : type.Name;
}
