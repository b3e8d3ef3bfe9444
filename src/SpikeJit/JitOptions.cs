namespace SpikeJit;

/// <summary>How <see cref="Fn"/>'s Jit treats a function's arguments. Arguments are given by number, 0 being the first.</summary>
public sealed record JitOptions
{
    /// <summary>
    /// Arguments whose values are part of the compiled code, tensors among them included: the function sees their numbers, and each new value compiles anew.
    /// Arguments that are no trees of tensors (numbers, strings, enums, other objects) are static in any case.
    /// </summary>
    public IReadOnlyList<int> StaticArguments { get; init; } = [];

    /// <summary>
    /// Arguments that the caller gives away: their memory may be used for the results. Afterwards their tensors cannot be used any more
    /// (<see cref="DonationException"/>). Inside of another traced function donation means nothing.
    /// </summary>
    public IReadOnlyList<int> DonatedArguments { get; init; } = [];
}
