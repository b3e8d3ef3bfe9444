using System.Diagnostics;
using SpikeJit.Compilation.Execution;

namespace SpikeJit.Primitives;

/// <summary>The keys that a run of a checked function has used so far, by their words, and where.</summary>
internal sealed class KeyLedger
{
    [ThreadStatic] private static KeyLedger? t_active;

    private readonly Dictionary<ulong, string> _used = [];

    /// <summary>The ledger of the function that is being checked, if one is.</summary>
    public static KeyLedger? Active => t_active;

    /// <summary>Notes what is done with a key, if a function is being checked.</summary>
    public static void Note(Tensor key, string operation)
    {
        // What is no key is refused by whoever uses it.
        if (t_active is { } ledger && key is { DType: DType.U32, Rank: 1, Size: 2 }) Tensor.Bind(new KeyUse(ledger, Place(operation)), key);
    }

    /// <summary>Runs a function that is checked.</summary>
    public object? Watch(Func<object?> run)
    {
        KeyLedger? outer = t_active;
        t_active = this;
        try
        {
            Tensor.Bind(new KeyLedgerStart(this));
            return run();
        }
        finally
        {
            t_active = outer;
        }
    }

    public void Start() => _used.Clear();

    public void Use(ulong key, string place)
    {
        string loops = LoopPlace.Describe(), where = loops.Length > 0 ? $"{place} {loops}" : place;
        if (_used.TryGetValue(key, out string? before))
            throw new KeyReuseException(
                $"CheckKeys: one random key is used twice: by {before}, and by {where}. What it gives is the same both times, or part of it. Split the key and " +
                "use each part once (in a loop: carry the key, or run over SplitMany).");
        _used[key] = where;
    }

    /// <summary>What the user called, and where: <c>Normal at Program.cs:12</c>.</summary>
    private static string Place(string operation)
    {
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method) continue;
            if (method.DeclaringType?.Assembly != typeof(Tensor).Assembly)
                return frame.GetFileName() is { } file ? $"{operation} at {Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : $"{operation} in {method.DeclaringType?.Name}.{method.Name}";
            if (method.DeclaringType == typeof(RandomKey) && method.IsPublic) operation = method.Name;
        }
        return operation;
    }
}

/// <summary>Begins a run of a checked function.</summary>
internal sealed record KeyLedgerStart(KeyLedger Ledger) : Effect
{
    protected override Effect Batched(int size, bool[] batched) => this;

    protected override void Run(Tensor[] values) => Ledger.Start();
}

/// <summary>A key, or keys of many examples, are used up.</summary>
internal sealed record KeyUse(KeyLedger Ledger, string Place) : Effect
{
    public override string Describe() => $"keyUse[{Place}]";

    protected override Effect Batched(int size, bool[] batched) => this;

    protected override void Run(Tensor[] values)
    {
        uint[] words = values[0].ToArray<uint>();
        for (int i = 0; i < words.Length; i += 2) Ledger.Use((ulong)words[i] << 32 | words[i + 1], Place);
    }
}
