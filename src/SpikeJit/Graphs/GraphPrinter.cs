using System.Text;

namespace SpikeJit.Graphs;

/// <summary>Graphs as text, one equation a line: <c>{ a:f32[3] b:f32[3] . c:f32[3] = mul a b ; return c }</c>, values named in order.</summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        Print(graph, text, "");
        return text.ToString();
    }

    private static void Print(Graph graph, StringBuilder text, string indent)
    {
        var names = new Dictionary<Value, string>();
        string Name(Value v) => names.TryGetValue(v, out string? name) ? name : names[v] = NameOf(names.Count);
        string Typed(Value v) => $"{Name(v)}:{v.Type}";

        text.Append("{ ").Append(string.Join(" ", graph.Inputs.Select(Typed))).Append(" .\n");
        foreach (Equation e in graph.Equations)
        {
            text.Append(indent).Append("  ").Append(string.Join(" ", e.Outputs.Select(Typed))).Append(e.Outputs.Length > 0 ? " = " : "").Append(e.Primitive.Describe());
            foreach (Value v in e.Inputs) text.Append(' ').Append(Name(v));
            foreach ((string label, Graph inner) in e.Primitive.Subgraphs)
            {
                text.Append('\n').Append(indent).Append("    ").Append(label).Append(" = ");
                Print(inner, text, indent + "    ");
            }
            text.Append('\n');
        }
        text.Append(indent).Append("  return ").Append(string.Join(" ", graph.Outputs.Select(Name))).Append(" }");
    }

    /// <summary>a, b, …, z, ba, bb, …</summary>
    private static string NameOf(int index)
    {
        string name = "";
        do
        {
            name = (char)('a' + index % 26) + name;
            index /= 26;
        }
        while (index > 0);
        return name;
    }
}
