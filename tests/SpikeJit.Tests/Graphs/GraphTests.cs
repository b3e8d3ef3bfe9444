using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Tests.Graphs;

public sealed class GraphTests
{
    private static readonly TensorType s_vector = new(DType.F32, [3]);

    private static readonly TensorType s_scalar = new(DType.F32, Shape.Scalar);

    /// <summary>sin(x)·y, its two operands in either order.</summary>
    private static Graph Product(bool swapped = false, Primitive? first = null)
    {
        Value x = new(s_vector), y = new(s_vector), s = new(s_vector), p = new(s_vector);
        return new Graph([x, y], [new Equation(first ?? new Sin(), [x], [s]), new Equation(new Mul(), swapped ? [y, s] : [s, y], [p])], [p]);
    }

    [Fact]
    public void Graphs_are_equal_when_only_the_identity_of_their_values_differs()
    {
        Assert.Equal(Product(), Product());
        Assert.Equal(Product().GetHashCode(), Product().GetHashCode());
    }

    [Fact]
    public void Graphs_differ_by_operations_parameters_operands_and_outputs()
    {
        Assert.NotEqual(Product(), Product(swapped: true));
        Assert.NotEqual(Product(), Product(first: new Cos()));
        Assert.NotEqual(Product(first: new IntegerPower(2)), Product(first: new IntegerPower(3)));
        Graph product = Product();
        Assert.NotEqual(product, product.With(outputs: [product.Inputs[0]]));
        Assert.NotEqual(product, product.With(outputs: [product.Outputs[0], product.Outputs[0]]));
        Assert.NotEqual(product, product.With(inputs: [product.Inputs[0], product.Inputs[1], new Value(s_scalar)]));
    }

    [Fact]
    public void Loops_are_equal_when_their_bodies_are()
    {
        static Graph Loop(Primitive step, int length)
        {
            Value c = new(s_vector), next = new(s_vector), start = new(s_vector), end = new(s_vector);
            return new Graph([start], [new Equation(new Scan(length, false, 0, 1, new Graph([c], [new Equation(step, [c], [next])], [next])), [start], [end])], [end]);
        }
        Assert.Equal(Loop(new Sin(), 4), Loop(new Sin(), 4));
        Assert.NotEqual(Loop(new Sin(), 4), Loop(new Sin(), 5));
        Assert.NotEqual(Loop(new Sin(), 4), Loop(new Cos(), 4));
        GraphVerifier.Check(Loop(new Sin(), 4));
    }

    [Fact]
    public void A_graph_prints_one_equation_a_line()
    {
        Assert.Equal("{ a:f32[3] b:f32[3] .\n  c:f32[3] = sin a\n  d:f32[3] = mul c b\n  return d }", Product().ToString());
        string loop = Fn.Trace((Tensor c, Tensor xs) => Fn.Scan((Tensor c, Tensor x) => (c * x, c), c, xs))(2f, Tensor.Ones([4])).ToString();
        Assert.Equal(
            "{ a:f32[] b:f32[4] .\n  c:f32[] d:f32[4] = scan[length 4, 0 constants, 1 carries] a b\n    body = { a:f32[] b:f32[] .\n      c:f32[] = mul a b\n      return c a }\n  return c d }",
            loop);
    }

    [Fact]
    public void Dead_equations_go()
    {
        Value x = new(s_vector), s = new(s_vector), c = new(s_vector);
        Graph graph = new([x], [new Equation(new Sin(), [x], [s]), new Equation(new Cos(), [x], [c])], [c]);
        Assert.Equal("{ a:f32[3] .\n  b:f32[3] = cos a\n  return b }", DeadCode.Remove(graph).ToString());
    }
}
