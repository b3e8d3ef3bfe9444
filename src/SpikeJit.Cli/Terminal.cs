namespace SpikeJit.Cli;

/// <summary>Where a command writes.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Interactive">Whether <paramref name="Out"/> is a screen, on which a progress bar can move.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool Interactive)
{
    public static Terminal OfProcess { get; } = new(Console.Out, Console.Error, !Console.IsOutputRedirected);
}
