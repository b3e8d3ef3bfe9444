using SpikeJit.Compilation.Execution;

namespace SpikeJit.Tests.Compilation;

public sealed class WarmUpTests
{
    [Fact]
    public void What_warms_up_the_code_generator_is_valid() => Assert.Null(Record.Exception(WarmUp.Run));
}
