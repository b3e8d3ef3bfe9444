using System.Numerics;

namespace SpikeJit.Memory;

/// <summary>
/// The memory of a tensor, 64-byte aligned, that goes back to the <see cref="MemoryPool"/> when the garbage collector finds that nobody holds it any
/// more. Whoever uses <see cref="Pointer"/> keeps the storage alive meanwhile. Small ones of about one size share a block.
/// </summary>
internal sealed unsafe class Storage
{
    // A block costs a finalizer, so small tensors share one. Those of other sizes do not, lest a number that is kept of each training step keeps the step's
    // gradients too.
    private const int Small = 2048;
    private const int Smallest = 64;
    private const int SharedBytes = 16384;

    [ThreadStatic] private static Shelf[]? t_shelves;

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
        int sizeClass = BitOperations.Log2((uint)Math.Max(bytes - 1, Smallest - 1)) - 5, size = Smallest << sizeClass;
        ref Shelf shelf = ref (t_shelves ??= new Shelf[6])[sizeClass];
        if (shelf.Block is null || shelf.Used + size > SharedBytes) shelf = new Shelf { Block = new Block(SharedBytes) };
        _block = shelf.Block;
        _address = _block.Address + shelf.Used;
        shelf.Used += size;
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

    /// <summary>A block that storages of one size are cut from.</summary>
    private struct Shelf
    {
        public Block? Block;
        public int Used;
    }

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
