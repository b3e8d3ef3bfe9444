using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Tests.Graphs;

/// <summary>Each law of a graph, broken once.</summary>
public sealed class GraphVerifierTests
{
    private static readonly TensorType s_vector = new(DType.F32, [3]), s_scalar = new(DType.F32, Shape.Scalar), s_truth = new(DType.Bool, Shape.Scalar);

    private static Value Of(TensorType type) => new(type);

    private static void Breaks(Graph graph, string law)
    {
        string message = Assert.Throws<InvalidOperationException>(() => GraphVerifier.Check(graph)).Message;
        Assert.Contains(law, message);
    }

    /// <summary>One operation on fresh inputs.</summary>
    private static Graph One(Primitive primitive, TensorType[] operands, TensorType[] results)
    {
        Value[] inputs = Array.ConvertAll(operands, Of), outputs = Array.ConvertAll(results, Of);
        return new Graph(inputs, [new Equation(primitive, inputs, outputs)], outputs);
    }

    private static Graph Identity(params TensorType[] types)
    {
        Value[] values = Array.ConvertAll(types, Of);
        return new Graph(values, [], values);
    }

    [Fact]
    public void Values_are_defined_once_and_before_they_are_used()
    {
        Value x = Of(s_vector), y = Of(s_vector), z = Of(s_vector);
        Breaks(new Graph([x], [new Equation(new Sin(), [y], [z]), new Equation(new Sin(), [x], [y])], [z]), "an operand is not defined before in equation 0, sin");
        Breaks(new Graph([x], [new Equation(new Sin(), [x], [y]), new Equation(new Cos(), [x], [y])], [y]), "was defined before in equation 1, cos");
        Breaks(new Graph([x], [new Equation(new Sin(), [x], [x])], [x]), "was defined before");
        Breaks(new Graph([x, x], [], [x]), "is listed twice");
        Breaks(new Graph([x], [], [y]), "an output is not defined");
    }

    [Fact]
    public void Results_have_the_types_that_are_inferred()
    {
        Breaks(One(new Sin(), [s_vector], [s_scalar]), "inferred results and results differ: (f32[3]) and (f32[])");
        Breaks(One(new Less(), [s_vector, s_vector], [s_vector]), "(bool[3]) and (f32[3])");
    }

    [Fact]
    public void Bodies_obey_the_laws_too()
    {
        Graph body = new([Of(s_scalar)], [], [Of(s_scalar)]);
        Breaks(One(new Scan(3, false, 0, 1, body), [s_scalar], [s_scalar]), "an output is not defined, of body in equation 0, scan");
    }

    [Fact]
    public void Loops_fit_their_operands()
    {
        GraphVerifier.Check(One(new Scan(3, false, 0, 1, Identity(s_scalar, s_scalar)), [s_scalar, s_vector], [s_scalar, s_vector]));
        Breaks(One(new Scan(4, false, 0, 1, Identity(s_scalar, s_scalar)), [s_scalar, s_vector], [s_scalar, s_vector]), "operands and inputs of the body differ");
        Graph turned = Identity(s_scalar, s_vector);
        Breaks(One(new Scan(2, false, 0, 2, turned.With(outputs: turned.Outputs.Reverse())), [s_scalar, s_vector], [s_vector, s_scalar]), "carries into and out of the body differ");
        Graph test = One(new IsFinite(), [s_scalar], [s_truth]);
        GraphVerifier.Check(One(new While(0, 0, test, Identity(s_scalar)), [s_scalar], [s_scalar]));
        Breaks(One(new While(0, 0, Identity(s_scalar), Identity(s_scalar)), [s_scalar], [s_scalar]), "the condition's result and a Bool scalar differ");
        Breaks(One(new While(0, 0, test, Identity(s_vector)), [s_vector], [s_vector]), "carries of condition and body differ");
    }

    [Fact]
    public void Branches_fit_each_other()
    {
        TensorType index = new(DType.I32, Shape.Scalar);
        GraphVerifier.Check(One(new Switch(Identity(s_scalar), Identity(s_scalar)), [index, s_scalar], [s_scalar]));
        Breaks(One(new Switch(Identity(s_scalar)), [s_scalar, s_scalar], [s_scalar]), "operands and index, inputs of a branch differ");
        Value v = Of(s_scalar);
        Breaks(One(new Switch(Identity(s_scalar), new Graph([v], [], [v, v])), [index, s_scalar], [s_scalar]), "results of a branch and of the first differ");
    }

    [Fact]
    public void Custom_rules_fit_their_function()
    {
        Graph id = Identity(s_scalar);
        Value x = Of(s_scalar), r = Of(s_scalar), g = Of(s_scalar);
        Graph forward = new([x], [], [x, x]), backward = new([r, g], [], [g]);
        GraphVerifier.Check(One(new CustomVjpCall(0, id, forward, backward), [s_scalar], [s_scalar]));
        Breaks(One(new CustomVjpCall(0, id, forward, id), [s_scalar], [s_scalar]), "residuals, cotangents and inputs of the backward rule differ");
        Breaks(One(new CustomVjpCall(1, id, forward, backward), [s_scalar], [s_scalar]), "arguments and cotangents of the backward rule differ");
        Breaks(One(new CustomJvpCall(0, id, forward), [s_scalar], [s_scalar]), "inputs of the rule differ");
    }
}
