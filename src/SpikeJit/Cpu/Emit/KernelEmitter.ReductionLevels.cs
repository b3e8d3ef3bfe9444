using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

internal sealed partial class KernelEmitter
{
    /// <summary>
    /// The partials of a reduction in scratch memory: 16 for each level, each as many registers as stand side by side. A full block of one level is
    /// combined and joins the level above.
    /// </summary>
    private sealed class ReductionLevels
    {
        private readonly KernelEmitter _k;
        private readonly ReduceInstruction _reduce;
        private readonly DType _dtype;
        private readonly long[] _counts;
        private readonly long[] _starts;
        private readonly LocalBuilder[] _indices;

        public ReductionLevels(KernelEmitter kernel, ReduceInstruction reduce)
        {
            _k = kernel;
            _reduce = reduce;
            _dtype = kernel._nest.Registers[reduce.Value];
            var counts = new List<long> { reduce.Trips() };
            while (counts[^1] > Block) counts.Add((counts[^1] + Block - 1) / Block);
            _counts = [.. counts];
            _starts = [.. counts.Select(_ => kernel.Section(Partials * Stride))];
            _indices = new LocalBuilder[counts.Count];
            for (int level = 1; level <= Count; level++)
            {
                Clear(level);
                if (level == 1) continue;
                _indices[level - 1] = Il.Own(typeof(int));
                Il.Int(0);
                Il.Store(_indices[level - 1]);
            }
        }

        /// <summary>How many levels there are.</summary>
        public int Count => _counts.Length;

        private Il Il => _k._il;

        private int Copies => _k._frame.Copies;

        private long Bytes => _k._code.Form.Bytes(_dtype);

        private long Stride => Copies * Bytes;

        /// <summary>partial[index mod 16] ← partial op value.</summary>
        public void Join(int level, LocalBuilder index, Action<int> value)
        {
            LocalBuilder place = Il.Take(typeof(nint));
            Il.Argument(ScratchArgument);
            Il.Load(index);
            Il.Int(Partials - 1);
            Il.Op(OpCodes.And);
            Il.Op(OpCodes.Conv_I);
            Il.Native(Stride);
            Il.Op(OpCodes.Mul);
            Il.Op(OpCodes.Add);
            Il.AddNative(_starts[level - 1]);
            Il.Store(place);
            for (int u = 0; u < Copies; u++)
            {
                int copy = u;
                _k._memory.StoreRegister(_dtype, At, () => _k.Combine(_reduce.Op, _dtype, () => Load(), () => value(copy)));

                void At()
                {
                    Il.Load(place);
                    Il.AddNative(copy * Bytes);
                }

                void Load()
                {
                    At();
                    _k._memory.LoadRegister(_dtype);
                }
            }
            Il.Release(place);
        }

        /// <summary>Where a level has another above it and its index says that a block is full, the block joins that level.</summary>
        public void FlushWhenFull(int level, LocalBuilder index)
        {
            if (level >= Count) return;
            Label skip = Il.Label();
            Il.Load(index);
            Il.Int(Block - 1);
            Il.Op(OpCodes.And);
            Il.Branch(OpCodes.Brtrue, skip);
            Flush(level);
            Il.Mark(skip);
        }

        /// <summary>Combines what is in the levels from this one on and names the result.</summary>
        public void Finish(int first)
        {
            for (int level = first; level < Count; level++)
                if (_counts[level - 1] % Block != 0) Flush(level);
            Tree(Count);
            var result = new LocalBuilder[Copies];
            for (int u = 0; u < Copies; u++)
            {
                Partial(Count, u);
                result[u] = _k._code.Temp(_dtype);
            }
            _k._locals[_reduce.Result] = result;
            _k._definitions[_reduce.Result] = null;
            _k._uniform[_reduce.Result] = _k._frame.Along == VectorAxis.None;
        }

        /// <summary>The block result joins the level above.</summary>
        public void JoinAbove(int level, Action<int> value)
        {
            Join(level + 1, _indices[level], value);
            Il.Increment(_indices[level], 1);
            FlushWhenFull(level + 1, _indices[level]);
        }

        private void Flush(int level)
        {
            Tree(level);
            JoinAbove(level, u => Partial(level, u));
            Clear(level);
        }

        private void Partial(int level, int u)
        {
            Il.Argument(ScratchArgument);
            Il.AddNative(_starts[level - 1] + (u * Bytes));
            _k._memory.LoadRegister(_dtype);
        }

        private void Clear(int level) => Il.Repeat(Partials * Copies, k => _k._memory.StoreRegister(
            _dtype,
            () => At(level, k, 0),
            () => _k._code.Constant(_dtype, _reduce.Op.Neutral(_dtype))));

        /// <summary>p[j] ← p[j] op p[j + half] for half = 8, 4, 2, 1.</summary>
        private void Tree(int level)
        {
            for (int half = Partials / 2; half > 0; half /= 2)
            {
                int distance = half * Copies;
                Il.Repeat(distance, k => _k._memory.StoreRegister(
                    _dtype,
                    () => At(level, k, 0),
                    () => _k.Combine(_reduce.Op, _dtype, () => Load(k, 0), () => Load(k, distance))));
            }

            void Load(LocalBuilder k, int further)
            {
                At(level, k, further);
                _k._memory.LoadRegister(_dtype);
            }
        }

        private void At(int level, LocalBuilder k, int further)
        {
            Il.Argument(ScratchArgument);
            Il.Load(k);
            Il.Op(OpCodes.Conv_I);
            Il.Native(Bytes);
            Il.Op(OpCodes.Mul);
            Il.Op(OpCodes.Add);
            Il.AddNative(_starts[level - 1] + (further * Bytes));
        }
    }
}
