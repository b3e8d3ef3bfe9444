namespace SpikeJit;

/// <summary>Einstein's notation with a letter for every axis: the dots replaced by letters of their own.</summary>
internal sealed record EinsumNotation(string[] Operands, string Result)
{
    private const string Dots = "...";

    // Private-use characters, one for each axis the dots stand for, counted from the last.
    private const char DotLabel = '\ue000';

    public static EinsumNotation Parse(string subscripts, Tensor[] operands)
    {
        ArgumentException Bad(string what) => new($"Einsum: '{subscripts}' {what}");
        string text = subscripts.Replace(" ", "");
        string[] sides = text.Split("->");
        if (sides.Length > 2) throw Bad("has two arrows.");
        string[] terms = sides[0].Split(',');
        if (terms.Length != operands.Length) throw Bad($"names {terms.Length} operands, but {operands.Length} were given.");
        int dotted = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            string letters = terms[i].Replace(Dots, "");
            if (!letters.All(char.IsAsciiLetter) || terms[i].Length - letters.Length is not (0 or 3)) throw Bad($"has the term '{terms[i]}', which is not letters with at most one '...'.");
            int rest = operands[i].Rank - letters.Length;
            if (rest < 0 || (rest > 0 && !terms[i].Contains(Dots))) throw Bad($"gives {letters.Length} letters to operand {i}, which is {operands[i].Type}.");
            if (terms[i].Contains(Dots)) dotted = Math.Max(dotted, rest);
            terms[i] = terms[i].Replace(Dots, Labels(rest));
        }
        string all = string.Concat(terms);
        string result = sides.Length == 2
            ? sides[1].Replace(Dots, Labels(dotted))
            : Labels(dotted) + string.Concat(all.Where(l => l < DotLabel && all.Count(m => m == l) == 1).Order());
        if (result.Distinct().Count() != result.Length) throw Bad("has a letter twice in its result.");
        if (result.FirstOrDefault(l => !all.Contains(l)) is not '\0' and char missing) throw Bad($"has the result letter '{missing}', which no operand has.");
        CheckExtents(subscripts, terms, operands);
        return new EinsumNotation(terms, result);
    }

    private static string Labels(int count) => string.Concat(Enumerable.Range(0, count).Reverse().Select(i => (char)(DotLabel + i)));

    private static void CheckExtents(string subscripts, string[] terms, Tensor[] operands)
    {
        var extents = new Dictionary<char, int>();
        for (int i = 0; i < terms.Length; i++)
            for (int a = 0; a < terms[i].Length; a++)
            {
                int extent = operands[i].Shape[a];
                if (!extents.TryAdd(terms[i][a], extent) && extents[terms[i][a]] != extent)
                    throw new ShapeException(
                        $"Einsum: '{subscripts}': axis {a} of operand {i}, {operands[i].Type}, has the extent {extent}, but the same letter has {extents[terms[i][a]]} elsewhere.");
            }
    }
}
