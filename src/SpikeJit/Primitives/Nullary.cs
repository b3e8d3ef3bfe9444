using SpikeJit.Memory;

namespace SpikeJit.Primitives;

/// <summary>An operation without operands. Tensors made by one carry it along, so that a trace records it instead of capturing values.</summary>
internal abstract record Nullary(TensorType Type) : SingleResult
{
    protected sealed override TensorType InferResult(TensorType[] inputs) => Type;

    protected sealed override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => null;

    protected sealed override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => new Tensor(this).Repeated(size);

    public sealed override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Generate(this);

    /// <summary>Writes the values.</summary>
    public abstract void Generate(Storage storage);
}

/// <summary>Every element is the same number.</summary>
internal sealed record Fill(TensorType Type, ulong Bits) : Nullary(Type)
{
    public override string Describe() => Numbers.Text(Bits, Type.DType);

    public override unsafe void Generate(Storage storage)
    {
        switch (Type.DType.Size())
        {
            case 1: new Span<byte>(storage.Pointer, Type.Size).Fill((byte)Bits); break;
            case 4: new Span<uint>(storage.Pointer, Type.Size).Fill((uint)Bits); break;
            default: new Span<ulong>(storage.Pointer, Type.Size).Fill(Bits); break;
        }
    }
}

/// <summary>Each element is Σ Steps[a]·index[a], an I32.</summary>
internal sealed record Iota(TensorType Type, Ints Steps) : Nullary(Type)
{
    public override string Describe() => $"iota{Steps}";

    public override unsafe void Generate(Storage storage)
    {
        var values = (int*)storage.Pointer;
        var index = new int[Type.Shape.Rank];
        for (int i = 0; i < Type.Size; i++)
        {
            int value = 0;
            for (int a = 0; a < index.Length; a++) value += Steps[a] * index[a];
            values[i] = value;
            for (int a = index.Length - 1; a >= 0 && ++index[a] == Type.Shape[a]; a--) index[a] = 0;
        }
    }
}
