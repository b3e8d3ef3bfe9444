using System.Globalization;
using SpikeJit.Cpu.Emit;

namespace SpikeJit.Compilation;

/// <summary>
/// What can be set from outside, for looking into the compiler and for finding what is at fault: SPIKEJIT_DISABLE (names of passes, comma-separated),
/// SPIKEJIT_VECTOR_BITS (the widest vectors: 512, 256, 128, or 32 for none) and SPIKEJIT_DUMP (a folder for all that is compiled). None changes a result,
/// but that sums over time round differently without the passes that make them.
/// </summary>
/// <param name="Disabled">Passes that do not run.</param>
/// <param name="VectorBits">The widest vectors.</param>
/// <param name="DumpFolder">Where compilations are written down; null for nowhere.</param>
internal sealed record CompilerSettings(IReadOnlySet<string> Disabled, int VectorBits, string? DumpFolder)
{
    public const string Reroll = "re-roll", Simplify = "simplify", Strips = "strips", SplitScans = "split-scans", SumTimeFirst = "sum-time-first",
        ArrangeConstants = "arrange-constants", SpikeOperands = "spike-operands", Fuse = "fuse";

    private const string DisableVariable = "SPIKEJIT_DISABLE", BitsVariable = "SPIKEJIT_VECTOR_BITS", DumpVariable = "SPIKEJIT_DUMP";

    [ThreadStatic] private static CompilerSettings? t_current;

    private static readonly Lazy<CompilerSettings> Given = new(() => From(Environment.GetEnvironmentVariable));

    /// <summary>Passes that can be left out.</summary>
    public static IReadOnlyList<string> Passes { get; } = [Reroll, Simplify, Strips, SplitScans, SumTimeFirst, ArrangeConstants, SpikeOperands, Fuse];

    /// <summary>The settings of this thread: those of the environment, unless it has others.</summary>
    public static CompilerSettings Current => t_current ?? Given.Value;

    /// <summary>Whether a pass runs.</summary>
    public static bool IsOn(string pass) => !Current.Disabled.Contains(pass);

    /// <summary>Other settings for what this thread compiles, until the result is disposed.</summary>
    public static IDisposable Use(CompilerSettings settings)
    {
        var restore = new Restore(t_current);
        t_current = settings;
        return restore;
    }

    /// <exception cref="InvalidOperationException">A variable has a value that means nothing.</exception>
    public static CompilerSettings From(Func<string, string?> variable)
    {
        string[] disabled = (variable(DisableVariable) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(disabled, name => !Passes.Contains(name)) is { } unknown)
            throw new InvalidOperationException($"The environment variable {DisableVariable} names the pass \"{unknown}\". Passes are {string.Join(", ", Passes)}.");
        int bits = Strategy.MachineBits;
        if (variable(BitsVariable) is { Length: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) || asked is not (32 or 128 or 256 or 512))
                throw new InvalidOperationException($"The environment variable {BitsVariable} is \"{text}\". Set it to 32, 128, 256 or 512, or unset it.");
            bits = Math.Min(bits, asked);
        }
        return new CompilerSettings(disabled.ToHashSet(), bits, variable(DumpVariable) is { Length: > 0 } folder ? folder : null);
    }

    private sealed class Restore(CompilerSettings? before) : IDisposable
    {
        public void Dispose() => t_current = before;
    }
}
