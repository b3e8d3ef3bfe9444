namespace SpikeJit.Memory;

/// <summary>
/// The memory of a tensor, 64-byte aligned, that goes back to the <see cref="MemoryPool"/> when the garbage collector finds that nobody holds it any
/// more. Whoever uses <see cref="Pointer"/> keeps the storage alive meanwhile. Small ones share a block.
/// </summary>
internal sealed unsafe class Storage
{
    // Blocks cost a finalizer each. What is kept of small tensors may keep the others of its block alive, so only really small ones share.
    private const int Small = 256;
    private const int SharedBytes = 16384;

    [ThreadStatic] private static Block? t_shared;
    [ThreadStatic] private static int t_used;

    private readonly Block _block;
    private readonly nint _address;

    public Storage(long bytes)
    {
        Bytes = bytes;
        if (bytes > Small)
        {
            _block = new Block(bytes);
            _address = _block.Address;
            return;
        }
        int size = Math.Max(64, (int)(bytes + 63) & ~63);
        if (t_shared is null || t_used + size > SharedBytes) (t_shared, t_used) = (new Block(SharedBytes), 0);
        _block = t_shared;
        _address = _block.Address + t_used;
        t_used += size;
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

    /// <summary>Gives the memory back at once, if nothing else lies in its block. Nobody may use this storage afterwards.</summary>
    public void Release()
    {
        if (Bytes > Small) _block.Release();
    }

    public void* Pointer => (void*)_address;

    private sealed class Block(long bytes)
    {
        private readonly long _bytes = bytes;

        public nint Address { get; } = MemoryPool.Rent(bytes);

        public void Release()
        {
            GC.SuppressFinalize(this);
            MemoryPool.Return(Address, _bytes);
        }

        ~Block() => MemoryPool.Return(Address, _bytes);
    }
}
