namespace SpikeJit.Tests.Transforms;

/// <summary>What is refused: here too, with a message that says what was wrong, or already by the compiler.</summary>
[JaxPrograms]
internal static class ProgramsOfErrors
{
    public static void Errors(JaxProgram p)
    {
        Tensor x = Tensor.Ones([4]);
        Func<Tensor, Tensor> id = v => v, square = v => v * v, sum = v => v.Sum();
        p.Refuses<DTypeException>("grad at i32", () => square.Grad()(3), "argument 0 is i32[]; only floating-point values have a gradient");
        p.Refuses<DTypeException>("grad at python int", () => square.Grad()(3), "Convert it with As(DType.F32)");
        p.Refuses<DTypeException>("grad at bool", () => id.Grad()(true), "argument 0 is bool[]");
        p.Refuses<DTypeException>("grad of i32 output", () => Fn.Grad((Tensor v) => v.As(DType.I32))(1f), "the result is i32[]");
        p.Refuses<DifferentiationException>("grad of vector output", () => id.Grad()(x), "the result is f32[4]; a gradient is of a scalar");
        p.Refuses<DifferentiationException>("grad of [1] output", () => id.Grad()(Tensor.Ones([1])), "the result is f32[1]; a gradient is of a scalar");
        p.DoesNotCompile("grad of tuple output", "Grad takes a function that returns a Tensor");
        p.Refuses<DifferentiationException>("grad of None output", () => Fn.Grad((Tensor _) => (Tensor)null!)(1f), "the result is null, not one scalar");
        p.Refuses<ArgumentOutOfRangeException>("value_and_grad argnums out of range", () => sum.Grad(1)(x), "1");
        p.Refuses<DTypeException>("jacfwd at i32", () => id.JacobianForward()(Tensor.From([1, 2])), "only floating-point values have a derivative");
        p.Stricter<DTypeException>("grad allow_int", () => square.Grad()(3), "only floating-point values have a gradient");
        p.Refuses<DTypeException>("jvp tangent dtype differs", () => id.Jvp(1f, 1), "argument 0 is f32[], its tangent i32[]");
        p.Refuses<ShapeException>("jvp tangent shape differs", () => id.Jvp(x, 1f), "argument 0 is f32[4], its tangent f32[]");
        Func<Tensor[], Tensor> first = v => v[0];
        p.Refuses<TreeException>("jvp tuple lengths differ", () => first.Jvp([x], []), "is not the arguments'");
        p.Refuses<ShapeException>("vjp cotangent shape differs", () => id.Vjp(x).Pullback(Tensor.Ones([2])), "output 0 is f32[4], its cotangent f32[2]");
        p.DoesNotCompile("bool of a traced value", "a Tensor has no truth value: if (x > 0) does not compile");
        p.Refuses<TraceException>("float of a traced value", () => Fn.Jit((Tensor v) => v * v.ToSingle())(2f), "The values of a symbolic f32[] were asked for");
        p.Stricter<TraceException>("bool of a value in grad (allowed: concrete)", () => Fn.Grad((Tensor v) => v.ToSingle() > 0 ? 2f * v : v)(1f), "Fn.Cond");
        p.Refuses<TraceException>("shape from a traced value", () => Fn.Jit((Tensor n) => Tensor.Zeros([n.Item<int>()]))(3), "is being traced");
        p.Refuses<ShapeException>("matmul sizes differ", () => Tensor.Ones([2, 3]).Dot(Tensor.Ones([2, 3])), "the inner dimensions differ: [2, 3] · [2, 3]");
        p.Refuses<ShapeException>("add shapes differ", () => Tensor.Ones([3]) + Tensor.Ones([4]), "the shapes do not broadcast: [3] and [4]");
        p.Refuses<ShapeException>("reshape sizes differ", () => Tensor.Ones([6]).Reshape(4), "has 6 elements");
        p.Refuses<ShapeException>("concatenate ranks differ", () => Tensor.Concatenate([Tensor.Ones([2]), Tensor.Ones([2, 2])]), "f32[2], f32[2,2]");
        p.DoesNotCompile("item assignment", "the indexer of Tensor has no setter; With makes a changed copy");
        p.Refuses<ShapeException>("max of empty", () => Tensor.Zeros([0]).Max(), "nothing has no largest");
        p.Refuses<ShapeException>("vmap of a scalar", () => id.VMap()(1f), "argument 0 is f32[], which has no axis 0");
        Func<object?, Tensor> constant = _ => 1f;
        p.Refuses<ShapeException>("vmap without arrays", () => constant.VMap()(null), "no argument has a mapped axis");
        p.Refuses<DTypeException>("boolean mask under jit", () => Fn.Jit((Tensor v) => v[v > 0])(x), "use Select for a mask");
        p.Differs("index out of range, constant", Tensor.From([0f, 1f]).Take(9), (Tensor)1f, "an index that is a value is clamped; a constant one throws, see below");
        Assert.Throws<ShapeException>(() => Tensor.From([0f, 1f])[9]);
        p.Refuses<ShapeException>("transpose wrong permutation", () => Tensor.Ones([2, 3]).Permute(0, 0), "no order of the axes");
        p.Refuses<DTypeException>("float index", () => x[(Tensor)1.5f], "An index must be an integer tensor");
        p.DoesNotCompile("key used as array", "a RandomKey is no Tensor");
    }
}
