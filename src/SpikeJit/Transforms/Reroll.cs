using SpikeJit.Graphs;

namespace SpikeJit.Transforms;

/// <summary>
/// Finds the turns of a plain loop that was traced one after another, and makes a scan of them:
/// <c>a = x[0]·w; v = add v a; a = x[1]·w; v = add v a; …</c> → <c>scan { v x . a = x·w; n = add v a; return n }</c>. Inner loops first.
/// </summary>
internal static class Reroll
{
    private const int FewestTurns = 4;
    private const int FewestEquations = 16;

    public static Graph Run(Graph graph)
    {
        for (int round = 0; round < 16 && graph.Equations.Length >= FewestEquations; round++)
        {
            var sequence = new EquationSequence(graph);
            List<RepeatedRun> runs = Find(sequence);
            if (runs.Count == 0) return graph;
            graph = DeadCode.Remove(new RunRoller(graph, sequence, runs).Roll());
        }
        return graph;
    }

    /// <summary>All runs of the smallest period that has any.</summary>
    private static List<RepeatedRun> Find(EquationSequence sequence)
    {
        foreach (int period in sequence.Periods(FewestTurns))
        {
            var runs = new List<RepeatedRun>();
            int at = 0, n = sequence.Count;
            while (at + FewestTurns * period <= n)
            {
                int length = 0;
                while (at + length + period < n && sequence.Signature(at + length) == sequence.Signature(at + length + period)) length++;
                int turns = length / period + 1;
                if (turns < FewestTurns || turns * period < FewestEquations)
                {
                    at += length + 1;
                    continue;
                }
                if (FindValid(sequence, at, length, period) is { } run)
                {
                    runs.Add(run);
                    at = run.End;
                }
                else at += length + 1;
            }
            if (runs.Count > 0) return runs;
        }
        return [];
    }

    /// <summary>The first turns may differ in what they read; they are left as they are.</summary>
    private static RepeatedRun? FindValid(EquationSequence sequence, int start, int length, int period)
    {
        int last = start + Math.Min(2 * period, length);
        for (int at = start; at <= last; at++)
        {
            int turns = (start + length - at) / period + 1;
            if (turns < FewestTurns || turns * period < FewestEquations) return null;
            if (RepeatedRun.TryCreate(sequence, at, period, turns, FewestTurns) is { } run && run.Turns * period >= FewestEquations) return run;
        }
        return null;
    }
}
