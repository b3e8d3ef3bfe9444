using System.Reflection;

namespace SpikeJit.Tests.Transforms;

public sealed class JaxProgramTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, MethodInfo> s_programs = typeof(JaxProgramTests).Assembly.GetTypes()
        .Where(t => t.GetCustomAttribute<JaxProgramsAttribute>() is not null)
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .ToDictionary(m => m.Name.ToLowerInvariant());

    public static TheoryData<string> Names => [.. JaxProgram.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_result_of_every_program_is_what_JAX_gives(string name)
    {
        Assert.True(s_programs.TryGetValue(name.Replace("_", ""), out MethodInfo? method), $"There is no test of the program {name}.");
        var program = new JaxProgram(name);
        method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [program], null);
        Assert.Empty(program.Unchecked);
    }

    [Fact]
    public void Nothing_that_is_recorded_is_left_out()
    {
        int results = JaxProgram.Names.Sum(n => new JaxProgram(n).Unchecked.Count);
        output.WriteLine($"jax_transforms.json: all {results} results of {JaxProgram.Names.Count()} programs are checked");
        Assert.Equal(357, results);
    }
}
