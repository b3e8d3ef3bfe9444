using SpikeJit.Graphs;
using SpikeJit.Memory;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation;

/// <summary>
/// Runs graphs in the plainest way, one operation after another, one element after another. It is the definition that every compiled result is
/// compared with, and what runs where code cannot be generated.
/// </summary>
internal static unsafe class Interpreter
{
    public static Tensor[] Run(Graph graph, ReadOnlySpan<Tensor> inputs)
    {
        var values = new Dictionary<Value, Tensor>();
        for (int i = 0; i < inputs.Length; i++) values[graph.Inputs[i]] = inputs[i];
        foreach (Equation e in graph.Equations)
        {
            Tensor[] results = Run(e.Primitive, Array.ConvertAll(e.Inputs, v => values[v]));
            for (int o = 0; o < results.Length; o++) values[e.Outputs[o]] = results[o];
        }
        return Array.ConvertAll(graph.Outputs, v => values[v]);
    }

    public static Tensor[] Run(Primitive primitive, Tensor[] inputs)
    {
        TensorType[] types = Array.ConvertAll(inputs, t => t.Type), results = primitive.Infer(types);
        Lowering lowering = primitive.Lower(types, results);
        if (lowering is Lowering.Control) return ControlInterpreter.Run(primitive, inputs);
        if (lowering is Lowering.Generate generate) return [new Tensor(generate.Operation)];
        if (lowering is Lowering.SameOrder) return [new Tensor(results[0], inputs[0].Storage.Shared())];
        Storage[] storages = Array.ConvertAll(results, t => new Storage(Math.Max(t.Bytes, 1)));
        Storage[] operands = Array.ConvertAll(inputs, t => t.Storage);
        Run(lowering, operands, types, storages, results);
        GC.KeepAlive(operands);
        return [.. results.Select((t, o) => new Tensor(t, storages[o]))];
    }

    private static void Run(Lowering lowering, Storage[] inputs, TensorType[] types, Storage[] outputs, TensorType[] results)
    {
        void* y = outputs.Length > 0 ? outputs[0].Pointer : null;
        switch (lowering)
        {
            case Lowering.Scalars scalars:
                ScalarProgram.For(scalars.Operation, types, results[0].DType).Run(inputs, outputs[0], results[0].Size);
                break;
            case Lowering.View view:
                (long offset, long[] steps) = view.Flat(types[0].Shape, results[0].Shape.Rank);
                Copy(inputs[0].Pointer, offset, steps, y, 0, results[0].Shape.Strides(), results[0].Shape, results[0].DType);
                break;
            case Lowering.Place place:
                if (place.HasFill)
                {
                    ulong fill = Numbers.Read(inputs[^1].Pointer, 0, results[0].DType);
                    for (long i = 0; i < results[0].Size; i++) Numbers.Write(y, i, results[0].DType, fill);
                }
                for (int i = 0; i < place.Offsets.Length; i++)
                    Copy(inputs[i].Pointer, 0, types[i].Shape.Strides(), y, place.Offsets[i], place.Steps[i], types[i].Shape, types[i].DType);
                break;
            case Lowering.Reduce reduce:
                ReduceInterpreter.Run(reduce.Op, reduce.Axes, inputs[0].Pointer, types[0], y);
                break;
            case Lowering.Product product:
                ProductInterpreter.Run(product.Dot, inputs[0].Pointer, types[0], inputs[1].Pointer, types[1], y);
                break;
            case Lowering.Plain plain:
                void** from = stackalloc void*[inputs.Length];
                void** to = stackalloc void*[outputs.Length];
                for (int i = 0; i < inputs.Length; i++) from[i] = inputs[i].Pointer;
                for (int o = 0; o < outputs.Length; o++) to[o] = outputs[o].Pointer;
                plain.Run(from, to);
                break;
            default: throw new InvalidOperationException($"The interpreter does not know the lowering {lowering.GetType().Name}.");
        }
    }

    /// <summary>Copies elements between two strided places.</summary>
    private static void Copy(void* from, long fromOffset, long[] fromSteps, void* to, long toOffset, long[] toSteps, Shape shape, DType dtype)
    {
        foreach (int[] index in Indices(shape))
        {
            long source = fromOffset, target = toOffset;
            for (int a = 0; a < index.Length; a++)
            {
                source += fromSteps[a] * index[a];
                target += toSteps[a] * index[a];
            }
            Numbers.Write(to, target, dtype, Numbers.Read(from, source, dtype));
        }
    }

    /// <summary>All indices of a shape in row-major order; the array is reused.</summary>
    public static IEnumerable<int[]> Indices(Shape shape)
    {
        if (shape.Size == 0) yield break;
        var index = new int[shape.Rank];
        while (true)
        {
            yield return index;
            int a = index.Length - 1;
            while (a >= 0 && ++index[a] == shape[a]) index[a--] = 0;
            if (a < 0) yield break;
        }
    }
}
