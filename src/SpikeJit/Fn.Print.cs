using System.Globalization;
using SpikeJit.Primitives;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>Where <see cref="Print"/> writes to; by default the standard output.</summary>
    public static TextWriter PrintOutput { get; set; } = Console.Out;

    /// <summary>
    /// Prints values while a program runs, compiled or not: one line each time the program comes to it, in the program's order. Inside of VMap a line for each
    /// example, and where VMap runs all sides of a branch, from all of them; derivatives are not disturbed by it. JAX: <c>jax.debug.print</c>.
    /// </summary>
    /// <param name="format">
    /// A composite format: <c>{0}</c> is the first value as <see cref="Tensor.ToString()"/> gives it, <c>{0:F3}</c> formats each element, <c>{step}</c> is the step
    /// of the surrounding scan (<c>outer.inner</c> of nested ones).
    /// </param>
    /// <param name="values">The values.</param>
    /// <exception cref="FormatException">The format names a value that is not there, or is none.</exception>
    public static void Print(string format, params Tensor[] values)
    {
        ArgumentNullException.ThrowIfNull(format);
        try
        {
            string.Format(CultureInfo.InvariantCulture, format.Replace(Primitives.Print.Step, "", StringComparison.Ordinal), [.. values.Select(_ => (object)0.0)]);
        }
        catch (FormatException e)
        {
            throw new FormatException($"Print: \"{format}\" does not fit {values.Length} values ({e.Message}). Number the values from 0, and write a brace twice to print it.", e);
        }
        Tensor.Bind(new Print(format, [], [.. values.Select(_ => 0)]), values);
    }
}
