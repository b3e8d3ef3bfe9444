namespace SpikeJit;

/// <summary>Where the documentation says more about a kind of error: causes and repairs, one section a kind.</summary>
internal static class ErrorHelp
{
    public const string Page = "docs/errors.md";

    public static string Link(string kind) => $"{Page}#{kind.ToLowerInvariant()}";

    public static string Linked(string message, string kind) => $"{message} (See {Link(kind)}.)";
}
