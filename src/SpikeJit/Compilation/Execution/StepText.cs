using System.Globalization;

namespace SpikeJit.Compilation.Execution;

/// <summary>What a step does, for people.</summary>
/// <param name="What">The kernel and its operations.</param>
/// <param name="Arrays">Types of the arrays that it touches.</param>
/// <param name="Read">Bytes of the arrays that it reads.</param>
/// <param name="Written">Bytes of the arrays that it writes.</param>
/// <param name="Operations">Scalar operations; two for each multiply-add of a product.</param>
/// <param name="Scratch">Bytes of temporary memory a thread needs.</param>
internal sealed record StepText(string What, string Arrays, long Read, long Written, double Operations, long Scratch = 0)
{
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{What} | {Arrays} | reads {Read} bytes, writes {Written} bytes, {Operations:G4} operations");
        return Scratch == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}, {Scratch} bytes of scratch a thread");
    }
}
