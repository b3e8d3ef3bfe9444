using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Execution;

/// <summary>One thing a program does. Arrays are given by their place in a table of addresses.</summary>
internal abstract unsafe class Step
{
    /// <param name="table">The addresses of the program's arrays.</param>
    public abstract void Run(nint* table);

    /// <summary>Waits for its code.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>What it does; null where it only runs the steps of programs inside it.</summary>
    public virtual StepText? Text => null;

    /// <summary>Programs inside it, with a line about each.</summary>
    public virtual IReadOnlyList<(string Title, Program Program)> Inside => [];
}

/// <summary>A kernel of the backend; each of its buffers starts at an offset (bytes) of an array.</summary>
internal sealed unsafe class KernelStep(Lazy<CompiledKernel> kernel, int[] slots, long[] offsets, StepText text, LoopNest? nest = null) : Step
{
    private CompiledKernel? _code;

    /// <summary>What it was compiled from; null for a product.</summary>
    public LoopNest? Nest => nest;

    public override void Run(nint* table)
    {
        nint* buffers = stackalloc nint[slots.Length];
        for (int i = 0; i < slots.Length; i++) buffers[i] = table[slots[i]] + (nint)offsets[i];
        _code!.Run(buffers);
    }

    public override void Prepare() => _code = kernel.Value;

    public override StepText Text => text;
}

/// <summary>Plain code over whole arrays.</summary>
internal sealed unsafe class PlainStep(PlainKernel run, int[] inputs, int[] outputs, StepText text) : Step
{
    public override void Run(nint* table)
    {
        void** from = stackalloc void*[inputs.Length];
        void** to = stackalloc void*[outputs.Length];
        for (int i = 0; i < inputs.Length; i++) from[i] = (void*)table[inputs[i]];
        for (int o = 0; o < outputs.Length; o++) to[o] = (void*)table[outputs[o]];
        run(from, to);
    }

    public override StepText Text => text;
}
