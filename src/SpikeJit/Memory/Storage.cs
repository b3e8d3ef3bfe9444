namespace SpikeJit.Memory;

/// <summary>
/// The memory of a tensor: a block from the <see cref="MemoryPool"/>, 64-byte aligned, that goes back to the pool when the garbage collector finds
/// that nobody holds it any more. Whoever uses <see cref="Pointer"/> keeps the storage alive meanwhile.
/// </summary>
internal sealed unsafe class Storage
{
    private readonly nint _block;

    public Storage(long bytes)
    {
        Bytes = bytes;
        _block = MemoryPool.Rent(bytes);
    }

    public long Bytes { get; }

    /// <summary>Whether several tensors lie in this memory.</summary>
    public bool IsShared { get; private set; }

    /// <summary>Notes that another tensor lies in this memory.</summary>
    public Storage Shared()
    {
        IsShared = true;
        return this;
    }

    /// <summary>Gives the block back at once. Nobody may use this storage afterwards.</summary>
    public void Release()
    {
        GC.SuppressFinalize(this);
        MemoryPool.Return(_block, Bytes);
    }

    public void* Pointer => (void*)_block;

    ~Storage() => MemoryPool.Return(_block, Bytes);
}
