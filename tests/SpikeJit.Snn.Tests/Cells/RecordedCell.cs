using System.Text.Json;

namespace SpikeJit.Snn.Tests.Cells;

/// <summary>A recorded neuron of another library as one of ours, run over a sequence.</summary>
/// <param name="Outputs">From the currents <c>[T, N]</c> to the outputs and the named states of all steps.</param>
internal sealed record RecordedCell(Func<Tensor, (Tensor Outputs, Dictionary<string, Tensor> States)> Outputs)
{
    private static RecordedCell From<TState>(ICell<TState> cell, Func<TState, Dictionary<string, Tensor>> named, Func<TState, Tensor, (TState, Tensor)>? step = null)
        where TState : class => new(x =>
        {
            (_, (Tensor outputs, Dictionary<string, Tensor> states)) = Fn.Scan<TState, Tensor, (Tensor, Dictionary<string, Tensor>)>(
                (s, i) =>
                {
                    (TState next, Tensor output) = (step ?? cell.Step)(s, i);
                    return (next, (output, named(next)));
                },
                cell.Initial(x.Shape.Without(0)), x);
            return (outputs, states);
        });

    private static RecordedCell V(ICell<LifState> cell, string name) => From(cell, s => new() { [name] = s.V });

    private static RecordedCell Two(ICell<SynapticState> cell, string i, string v) => From(cell, s => new() { [i] = s.I, [v] = s.V });

    private static RecordedCell Adapting(ICell<AdaptiveState> cell, string v, string? a) => From(cell, s => a is null ? new() { [v] = s.V } : new() { [v] = s.V, [a] = s.A });

    /// <summary>Null for a case that says of itself that it is faulty.</summary>
    public static RecordedCell? Of(JsonElement c)
    {
        if (c.TryGetProperty("faulty", out _)) return null;
        JsonElement p = c.GetProperty("params");
        double N(string key) => p.GetProperty(key).GetDouble();
        bool B(string key) => p.GetProperty(key).GetBoolean();
        bool Has(string key) => p.TryGetProperty(key, out _);
        Tensor T(string key) => p.Read(key);
        string name = c.Text("name")!;
        string library = name[..name.IndexOf('.')], neuron = name[(name.LastIndexOf('.') + 1)..];
        return (library, neuron) switch
        {
            ("snntorch", "Leaky") => V(new Lif(N("beta"), SnnTorch(p)), "mem"),
            ("snntorch", "RLeaky") => From(
                new Recurrent<SynapticState>(new Synaptic(0, N("beta"), SnnTorch(p)), Weight(p), Has("recurrent_bias") ? T("recurrent_bias") : null),
                s => new() { ["mem"] = s.Inner.V, ["spk"] = s.Output }),
            ("snntorch", "Synaptic") => Two(new Synaptic(N("alpha"), N("beta"), SnnTorch(p)), "syn", "mem"),
            ("snntorch", "RSynaptic") => From(
                new Recurrent<SynapticState>(new Synaptic(N("alpha"), N("beta"), SnnTorch(p)), Weight(p), T("recurrent_bias")),
                s => new() { ["syn"] = s.Inner.I, ["mem"] = s.Inner.V, ["spk"] = s.Output }),
            ("snntorch", "Alpha") => From(
                new AlphaNeuron(N("alpha"), N("beta"), SnnTorch(p)), s => new() { ["syn_exc"] = s.Excitatory, ["syn_inh"] = s.Inhibitory, ["mem"] = s.V }),
            ("snntorch", "Lapicque") => V(new Lapicque(N("R") * N("C"), N("R"), N("time_step"), 0, SnnTorch(p)), "mem"),
            ("snntorch", "LeakyParallel") => From(
                new RectifiedLeaky(N("beta")), s => new() { ["mem"] = s.V },
                (s, x) => new RectifiedLeaky(N("beta")).Step(s, x.Dot(T("weight_ih").Transpose()) + T("bias_ih"))),

            ("norse", "lif_feed_forward_step") => Two(Norse(p), "i", "v"),
            ("norse", "lif_step") => From(
                new Recurrent<SynapticState>(Norse(p, detach: true), T("recurrent_weights").Transpose()),
                s => new() { ["z"] = s.Output, ["i"] = s.Inner.I, ["v"] = s.Inner.V }),
            ("norse", "lif_refrac_feed_forward_step") => From(
                new Refractory(Norse(p), (int)N("rho_reset")), s => new() { ["i"] = s.Inner.I, ["v"] = s.Inner.V, ["rho"] = s.Rest }),
            ("norse", "lif_adex_feed_forward_step") => From(
                new CurrentAdEx(
                    N("dt") * N("tau_syn_inv"), N("dt") * N("tau_mem_inv"), N("dt") * N("tau_ada_inv"), N("delta_T"), N("adaptation_current"), N("adaptation_spike")),
                s => new() { ["i"] = s.I, ["v"] = s.V, ["a"] = s.A }),
            ("norse", "lsnn_feed_forward_step") => From(NorseLsnn(p, false), s => new() { ["i"] = s.I, ["v"] = s.V, ["b"] = s.A }),
            ("norse", "lsnn_step") => From(
                new Recurrent<CurrentAdaptiveState>(NorseLsnn(p, true), T("recurrent_weights").Transpose()),
                s => new() { ["z"] = s.Output, ["i"] = s.Inner.I, ["v"] = s.Inner.V, ["b"] = s.Inner.A }),
            ("norse", "izhikevich_feed_forward_step") => Adapting(new Izhikevich(N("a"), N("b"), N("c"), N("d"), N("tau_inv") * N("dt")), "v", "u"),
            ("norse", "li_feed_forward_step") => Two(new CurrentIntegrator(N("dt") * N("tau_syn_inv"), N("dt") * N("tau_mem_inv")), "i", "v"),
            ("norse", "coba_lif_feed_forward_step") => From(
                new ConductanceLif(
                    N("dt") * N("tau_syn_exc_inv"), N("dt") * N("tau_syn_inh_inv"), N("dt") * N("c_m_inv"), N("g_l"), N("e_rev_E"), N("e_rev_I"), N("v_rest"),
                    Firing.Norse(N("v_thresh"), resetValue: N("v_reset"))),
                s => new() { ["g_e"] = s.Excitatory, ["g_i"] = s.Inhibitory, ["v"] = s.V }),
            ("norse", "lif_box_feed_forward_step") => V(
                Lif.Norse(N("dt") * N("tau_mem_inv"), N("v_th"), p.Text("reset_method") == "subtract" ? Reset.Subtract : Reset.ToValue), "v"),
            ("norse", "iaf_feed_forward_step") => V(Lif.IntegrateAndFire(Firing.Norse(N("v_th"))), "v"),

            ("spikingjelly", "IFNode") => V(new Lif(1, Jelly(p), ResetValue(p) ?? 0), "v"),
            ("spikingjelly", "LIFNode") => V(Lif.SpikingJelly(N("tau"), N("v_threshold"), ResetValue(p), B("decay_input"), B("detach_reset")), "v"),
            ("spikingjelly", "ParametricLIFNode") => V(new ParametricLif(ParametricLif.WeightOf(N("init_tau")), B("decay_input"), Jelly(p)), "v"),
            ("spikingjelly", "KLIFNode") => V(new KLif((float)N("k"), N("tau"), B("decay_input"), B("scale_reset"), Jelly(p)), "v"),
            ("spikingjelly", "QIFNode") => Adapting(new QuadraticLif(N("tau"), N("a0"), N("v_c"), N("v_rest"), Firing: Jelly(p)), "v", null),
            ("spikingjelly", "EIFNode") => V(ExponentialLif.SpikingJelly(N("tau"), N("delta_T"), N("theta_rh"), N("v_rest"), N("v_threshold"), N("v_reset")), "v"),
            ("spikingjelly", "IzhikevichNode") => Adapting(
                new QuadraticLif(N("tau"), N("a0"), N("v_c"), N("v_rest"), N("a"), N("b"), N("tau_w"), Jelly(p)), "v", "w"),
            ("spikingjelly", "CUBALIFNode") => Two(
                new Synaptic(N("c_decay"), N("v_decay"), Firing.SpikingJelly(N("v_threshold"), Surrogate.Boxcar(1, 1))), "c", "v"),
            ("spikingjelly", "ComplementaryLIFNode") => Adapting(new ComplementaryLif(N("tau")), "v", "m"),
            ("spikingjelly", "ILIFNode") => V(new IntegerLif(N("tau"), N("v_threshold"), (int)N("max_spike_count"), B("detach_reset")), "v"),
            ("spikingjelly", "PSN") => new(x => (ParallelSpiking.Full(x, T("weight"), T("bias")), [])),
            ("spikingjelly", "SlidingPSN") => new(x => (ParallelSpiking.Sliding(x, T("weight"), (float)N("bias")), [])),
            ("spikingjelly", "GatedLIFNode") => Gated(p),

            ("spyx", "LIF") => V(Lif.Spyx(N("beta"), N("threshold")), "V"),
            ("spyx", "IF") => V(Lif.IntegrateAndFire(Firing.Spyx(N("threshold"))), "V"),
            ("spyx", "ALIF") => Adapting(AdaptiveLif.Spyx(N("beta"), N("gamma"), N("threshold")), "V", "T"),
            ("spyx", "CuBaLIF") => Two(new Synaptic(N("alpha"), N("beta"), Firing.Spyx(N("threshold"))), "I", "V"),
            ("spyx", "LI") => V(new LeakyIntegrator(N("beta")), "V"),
            ("spyx", "RLIF") => LateRecurrent(p),
            ("spyx", "PSU_LIF") => V(new Lif(N("beta"), new Firing(N("threshold"), Surrogate.FastSigmoid(), Reset.None, atThreshold: false)), "V"),

            ("sc_neurocore", "LIFCell") => V(Lif.ScNeurocore(N("beta"), N("threshold")), "v"),
            ("sc_neurocore", "IFCell") => V(Lif.IntegrateAndFire(Firing.ScNeurocore(N("threshold"))), "v"),
            ("sc_neurocore", "SynapticCell") => Two(new Synaptic(N("alpha"), N("beta"), Firing.ScNeurocore(N("threshold"))), "i_syn", "v"),
            ("sc_neurocore", "SecondOrderLIFCell") => Two(new Synaptic(N("alpha"), N("beta"), Firing.ScNeurocore(N("threshold"))), "a", "v"),
            ("sc_neurocore", "ALIFCell") => Adapting(new AdaptiveLif(N("beta"), N("rho"), N("beta_adapt"), 1, Firing.ScNeurocore(N("threshold"))), "v", "a"),
            ("sc_neurocore", "ExpIFCell") => V(ExponentialLif.ScNeurocore(N("beta"), N("threshold"), N("delta_t"), N("v_rh")), "v"),
            ("sc_neurocore", "AdExCell") => Adapting(
                new AdEx(ExponentialLif.ScNeurocore(N("beta"), N("threshold"), N("delta_t"), N("v_rh")), N("a"), N("b"), N("rho")), "v", "w"),
            ("sc_neurocore", "LapicqueCell") => V(new Lapicque(N("tau"), N("r"), N("dt"), N("v_rest"), Firing.ScNeurocore(N("threshold"))), "v"),
            ("sc_neurocore", "AlphaCell") => Dual(new DualSynaptic(N("alpha_exc"), N("alpha_inh"), N("beta"), Firing.ScNeurocore(N("threshold")))),
            ("sc_neurocore", "RecurrentLIFCell") => From(
                new Recurrent<LifState>(Lif.ScNeurocore(N("beta"), N("threshold")), Weight(p)), s => new() { ["v"] = s.Inner.V, ["spk"] = s.Output }),
            _ => throw new InvalidDataException($"No cell of ours stands for {name}."),
        };
    }

    private static Firing SnnTorch(JsonElement p)
    {
        bool late = !p.TryGetProperty("reset_delay", out JsonElement delay) || delay.GetBoolean();
        Reset reset = p.Text("reset_mechanism") switch
        {
            "subtract" => Reset.Subtract,
            "zero" => Reset.ToValue,
            _ => Reset.None,
        };
        Firing preset = Firing.SnnTorch(p.GetProperty("threshold").GetDouble(), reset: reset);
        return late ? preset : new(preset.Threshold, preset.Surrogate, reset, 0, ResetTiming.Both, detachReset: false, atThreshold: false);
    }

    /// <summary>PyTorch keeps recurrent weights as [to, from].</summary>
    private static Tensor Weight(JsonElement p) => p.TryGetProperty("recurrent_weight", out _) ? p.Read("recurrent_weight").Transpose() : p.Read("V");

    private static CurrentLif Norse(JsonElement p, bool detach = false) => new(
        p.Number("dt") * p.Number("tau_syn_inv"), p.Number("dt") * p.Number("tau_mem_inv"), p.Number("v_leak"),
        Firing.Norse(p.Number("v_th"), resetValue: p.Number("v_reset"), detachReset: detach));

    private static Lsnn NorseLsnn(JsonElement p, bool detach) => new(
        p.Number("dt") * p.Number("tau_syn_inv"), p.Number("dt") * p.Number("tau_mem_inv"), p.Number("dt") * p.Number("tau_adapt_inv"), p.Number("beta"),
        p.Number("v_leak"), Firing.Norse(p.Number("v_th"), resetValue: p.Number("v_reset"), detachReset: detach));

    private static double? ResetValue(JsonElement p) => p.GetProperty("v_reset").ValueKind == JsonValueKind.Null ? null : p.Number("v_reset");

    private static Firing Jelly(JsonElement p) => Firing.SpikingJelly(
        p.Number("v_threshold"), null, ResetValue(p) is null ? Reset.Subtract : Reset.ToValue, ResetValue(p) ?? 0, p.GetProperty("detach_reset").GetBoolean());

    private static RecordedCell Dual(DualSynaptic cell) => From(
        cell, s => new() { ["i_exc"] = s.Excitatory, ["i_inh"] = s.Inhibitory, ["v"] = s.V }, (s, x) => cell.Step(s, x, x * 0.5));

    private static RecordedCell Gated(JsonElement p)
    {
        Tensor gates = p.Read("gates_alpha_beta_gamma_after_sigmoid");
        JsonElement after = p.GetProperty("after_sigmoid");
        Tensor A(string key) => (float)after.Number(key);
        var cell = new GatedLif(gates[0], gates[1], gates[2], A("tau"), A("v_threshold"), A("linear_decay"), A("v_subreset"), A("conduct"));
        return From(cell, s => new() { ["v"] = s.V });
    }

    /// <summary>Spyx gives the spikes of a step in the next: ours with the reset one step late, and outputs moved by a step.</summary>
    private static RecordedCell LateRecurrent(JsonElement p)
    {
        var firing = new Firing(p.Number("threshold"), Surrogate.FastSigmoid(), Reset.Subtract, timing: ResetTiming.NextStep, atThreshold: false);
        RecordedCell now = From(
            new Recurrent<LifState>(new Lif(p.Number("beta"), firing), p.Read("recurrent_w")), s => new() { ["V"] = s.Inner.V });
        return new(x =>
        {
            (Tensor outputs, Dictionary<string, Tensor> states) = now.Outputs(x);
            return (outputs.Pad([1, 0], [0, 0]).SliceAxis(0, 0, x.Shape[0]), states);
        });
    }
}
