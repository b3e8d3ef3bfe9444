namespace SpikeJit.Holonomic.Tests;

/// <summary>Small adapters of all layers with parameters other than the defaults, and states away from the ends of their ranges.</summary>
internal static class AdapterCases
{
    public const int Length = 64;

    public static TheoryData<int> Layers => [.. Enumerable.Range(1, HolonomicAdapter.Layers)];

    public static HolonomicAdapter Small(int layer) => layer switch
    {
        1 => new L1QuantumAdapter(new(6, Length, 0.4, 0.2, 20)),
        2 => new L2NeurochemicalAdapter(new(5, Length, 0.1, 0.3, 0.9, 0.1, 2, 0.999)),
        3 => new L3GenomicAdapter(new(6, Length, 0.3, 0.4, 1.5)),
        4 => new L4CellularAdapter(new(6, Length, 0.02, 0.7, 0.1, 0.45)),
        5 => new L5OrganismalAdapter(new(13, Length, 4, 3, 0.2)),
        6 => new L6PlanetaryAdapter(new(6, Length, 0.2, 1.5, 0.6, 0.3)),
        7 => new L7SymbolicAdapter(new(13, Length, 1.4, 1.1, 0.2)),
        8 => new L8CosmicAdapter(new(5, Length, 0.3, [0.2, 0.1, 0.3, 0.15, 0.25])),
        9 => new L9MemoryAdapter(new(4, Length, 0.2, 0.1)),
        10 => new L10FirewallAdapter(new(6, Length, 0.5, 0.8, trackIdentity: true)),
        11 => new L11NoosphericAdapter(new(6, Length, -0.6, 0.05)),
        12 => new L12GaianAdapter(new(6, Length, 0.9, 0.3, 0.2)),
        13 => new L13SourceAdapter(new(6, Length, -0.4, 0.02, 0.3)),
        14 => new L14TransdimensionalAdapter(new(6, Length)),
        15 => new L15ConsiliumAdapter(new(7, Length, 0.6, 0.8)),
        _ => new L16MetaAdapter(new(6, Length, 0.3)),
    };

    /// <summary>Densities that drive a layer: few enough that nothing reaches the end of its range within a second.</summary>
    public static Tensor Densities(int layer, DType dtype)
    {
        int rows = layer switch { 7 => 13, 8 => 5, 15 => 7, _ => 6 };
        Tensor u = new RandomKey(100 + layer).Uniform([rows], 0.1, 0.5, dtype);
        return layer == 11 ? u / 4 : u;
    }

    /// <summary>A state with every value moved, so that none lies on a bound of its range or at a kink.</summary>
    public static object Inner(HolonomicAdapter adapter, DType dtype)
    {
        object state = adapter.Initial(new RandomKey(adapter.Layer), dtype);
        RandomKey[] keys = new RandomKey(200 + adapter.Layer).Split(4);
        int leaf = 0;
        return Tree.Map(
            t => adapter is L4CellularAdapter && leaf == 2 ? Next(t) : Next((0.25 + 0.5 * keys[leaf].Uniform(t.Shape, dtype)).As(dtype)),
            state);

        Tensor Next(Tensor t)
        {
            leaf++;
            return t;
        }
    }

    /// <summary>100 steps from a state, driven by densities where the layer takes them, else by bits.</summary>
    public static object Run(HolonomicAdapter adapter, object state, Tensor dt, Tensor? inputs, int steps = 100) =>
        Fn.Scan<object, Tensor?>(s => (adapter.Step(s, dt, inputs), null), state, steps).Carry;

    public static Tensor? Drive(HolonomicAdapter adapter, DType dtype) =>
        adapter is L9MemoryAdapter ? new RandomKey(9).Bernoulli([3, Length], 0.3) : Densities(adapter.Layer, dtype);

    /// <summary>One number that depends on every metric.</summary>
    public static Tensor Sum(Dictionary<string, Tensor> metrics, IReadOnlyList<string> names)
    {
        Tensor sum = metrics[names[0]];
        for (int i = 1; i < names.Count; i++) sum += (i + 1) * metrics[names[i]];
        return sum;
    }
}
