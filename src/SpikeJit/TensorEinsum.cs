using SpikeJit.Primitives;

namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>
    /// A sum of products in Einstein's notation, <c>"tbi,oi-&gt;tbo"</c>: a letter names an axis, letters missing after the arrow are summed over, a letter
    /// twice in one operand takes its diagonal, <c>…</c> written as three dots stands for all further axes. Without an arrow the result has the letters that
    /// occur once, in alphabetical order. Operands are contracted from left to right.
    /// </summary>
    /// <exception cref="ArgumentException">The notation is malformed, or does not fit the operands.</exception>
    /// <exception cref="ShapeException">Axes of one letter differ in extent.</exception>
    public static Tensor Einsum(string subscripts, params Tensor[] operands)
    {
        EinsumNotation notation = EinsumNotation.Parse(subscripts, operands);
        DType dtype = operands.Select(t => t.DType).Aggregate(DTypes.Promote);
        Labelled result = Labelled.Of(operands[0].As(dtype), notation.Operands[0]);
        for (int i = 1; i < operands.Length; i++)
        {
            string later = string.Concat(notation.Operands.Skip(i + 1)) + notation.Result;
            Labelled next = Labelled.Of(operands[i].As(dtype), notation.Operands[i]);
            result = result.Kept(next.Labels + later).Times(next.Kept(result.Labels + later), later);
        }
        result = result.Kept(notation.Result);
        return result.Values.Permute([.. notation.Result.Select(l => result.Labels.IndexOf(l))]);
    }

    /// <summary>A tensor with a letter for each axis, all different.</summary>
    private readonly record struct Labelled(Tensor Values, string Labels)
    {
        /// <summary>Takes the diagonal of letters that occur twice.</summary>
        public static Labelled Of(Tensor x, string labels)
        {
            for (int second = labels.Length - 1; second > 0; second--)
            {
                int first = labels.IndexOf(labels[second]);
                if (first == second) continue;
                int place = second;
                Tensor last = x.MoveAxis(second, -1);
                x = last.MoveAxis(first, -2).Diagonal().MoveAxis(-1, first);
                labels = labels.Remove(place, 1);
            }
            return new Labelled(x, labels);
        }

        /// <summary>Sums over the axes whose letters nobody needs.</summary>
        public Labelled Kept(string needed)
        {
            string labels = Labels;
            int[] gone = [.. Enumerable.Range(0, labels.Length).Where(a => !needed.Contains(labels[a]))];
            return gone.Length == 0 ? this : new Labelled(Values.Sum(gone), string.Concat(labels.Where(needed.Contains)));
        }

        /// <summary>The product, summed over shared letters that are not needed later.</summary>
        public Labelled Times(Labelled other, string later)
        {
            string left = Labels, right = other.Labels;
            string shared = string.Concat(left.Where(right.Contains)), batch = string.Concat(shared.Where(later.Contains)), contract = string.Concat(shared.Except(batch));
            Ints Axes(string labels, string of) => [.. of.Select(l => labels.IndexOf(l))];
            Tensor product = Bind1(new Dot(Axes(left, contract), Axes(right, contract), Axes(left, batch), Axes(right, batch)), Values, other.Values);
            return new Labelled(product, batch + string.Concat(left.Except(shared)) + string.Concat(right.Except(shared)));
        }
    }
}
