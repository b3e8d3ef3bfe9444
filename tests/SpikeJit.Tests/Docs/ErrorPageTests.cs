using SpikeJit;

namespace Docs;

/// <summary>Each kind of error has its section, and leads to it.</summary>
public sealed class ErrorPageTests
{
    private static string Page => Path.Combine(CodeBlockTests.Root(), ErrorHelp.Page);

    public static TheoryData<Type> Kinds => [.. typeof(Tensor).Assembly.GetExportedTypes().Where(t => t.IsAssignableTo(typeof(Exception)))];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_public_exception_links_to_its_section(Type kind)
    {
        var error = (Exception)Activator.CreateInstance(kind, "It does not fit. Do this.")!;
        string anchor = $"docs/errors.md#{kind.Name.ToLowerInvariant()}";
        Assert.Equal($"It does not fit. Do this. (See {anchor}.)", error.Message);
        Assert.Equal(anchor, error.HelpLink);

        Assert.SkipUnless(Directory.Exists(CodeBlockTests.Root()), "The tests run away from their sources.");
        string[] sections = File.ReadAllText(Page).Split("\n## ")[1..];
        string section = Assert.Single(sections, s => s.StartsWith(kind.Name + "\n", StringComparison.Ordinal));
        Assert.Contains("**Cause.**", section);
        Assert.Contains("**Repair.**", section);
    }

    [Fact]
    public void There_is_no_section_of_an_error_that_does_not_exist()
    {
        Assert.SkipUnless(Directory.Exists(CodeBlockTests.Root()), "The tests run away from their sources.");
        string[] names = [.. File.ReadAllText(Page).Split("\n## ")[1..].Select(s => s.Split('\n')[0])];
        Assert.Equal(typeof(Tensor).Assembly.GetExportedTypes().Where(t => t.IsAssignableTo(typeof(Exception))).Select(t => t.Name).Order(), names.Order());
    }

    public static TheoryData<string, Action> Examples => new()
    {
        { nameof(ShapeException), () => Tensor.Ones([2]).Reshape(3) },
        { nameof(DTypeException), () => Fn.Grad((Tensor x) => x.Sum())(Tensor.From([1])) },
        { nameof(TraceException), () => Fn.Jit((Tensor x) => x * x.Item<float>())(1f) },
        { nameof(TreeException), () => Fn.Cond<Tensor, Tensor[]>(Tensor.From([true]).All(), x => [x], x => [x, x], 1f) },
        { nameof(DifferentiationException), () => Fn.Grad((Tensor x) => x)(Tensor.Ones([2])) },
        { nameof(NonFiniteException), () => Fn.CheckFinite((Tensor x) => x.Log())(-1f) },
        { nameof(KeyReuseException), () => Fn.CheckKeys((RandomKey k) => k.Normal([]) + k.Normal([]))(new RandomKey(1)) },
        { nameof(GradientException), () => Check.Gradients((Tensor x) => x.Floor(), (Tensor)0.9999999) },
        {
            nameof(DonationException), () =>
            {
                Tensor x = Tensor.From([1f]);
                Fn.Jit((Tensor a) => a + 1f, new JitOptions { DonatedArguments = [0] })(x);
                x.ToArray<float>();
            }
        },
    };

    [Theory, MemberData(nameof(Examples))]
    public void The_link_is_in_what_a_user_sees(string kind, Action use)
    {
        Exception error = Assert.ThrowsAny<Exception>(use);
        Assert.Equal(kind, error.GetType().Name);
        Assert.EndsWith($"(See docs/errors.md#{kind.ToLowerInvariant()}.)", error.Message);
        Assert.Equal(error.HelpLink, $"docs/errors.md#{kind.ToLowerInvariant()}");
    }
}
