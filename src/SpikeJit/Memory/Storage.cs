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

    public void* Pointer => (void*)_block;

    ~Storage() => MemoryPool.Return(_block, Bytes);
}
