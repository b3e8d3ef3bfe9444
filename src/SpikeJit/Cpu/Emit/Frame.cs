namespace SpikeJit.Cpu.Emit;

/// <summary>What the lanes of a register are.</summary>
internal enum VectorAxis : byte
{
    /// <summary>All the same: one lane of the nest at a time.</summary>
    None,

    /// <summary>Neighbours along an axis of the nest's lanes.</summary>
    Lane,

    /// <summary>Neighbours along an enclosing reduction.</summary>
    Loop,
}

/// <summary>
/// The setting in which a body is emitted: what the lanes of registers are, how many registers stand side by side for each virtual one, and how
/// many lanes of the last of them are inside the extent.
/// </summary>
internal sealed record Frame(VectorAxis Along, int Index, int Copies, int Valid);
