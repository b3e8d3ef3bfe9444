using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SpikeJit.Cli.Tests;

/// <summary>The command as a process of its own that is sent signals.</summary>
public sealed partial class SignalTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    // More lines than a pipe holds (64 KiB): a run that nobody reads waits, so that the signal comes before its end however busy the machine is.
    private const string Run = "train --epochs 1500 --hidden 12 --steps 4 --batch 100";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [Theory]
    [InlineData(SigInt)]
    [InlineData(SigTerm)]
    public async Task A_signal_ends_training_after_the_batch_and_leaves_a_checkpoint(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send.");
        using Process process = Start($"{Run} --out m.safetensors");
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            output.Add(line);
            if (!line.StartsWith("epoch 1/", StringComparison.Ordinal)) continue;
            Assert.SkipWhen(Ignores(process.Id, signal), "The signal is ignored in this environment, and so by its processes.");
            Assert.Equal(0, Kill(process.Id, signal));
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + signal, process.ExitCode);
        Assert.Equal("stopped; resume with: spikejit train --resume m.checkpoint.safetensors --out m.safetensors", output[^1]);
        Assert.False(File.Exists(_place["m.safetensors"]));

        _place.Success("train --resume @m.checkpoint.safetensors --out @m.safetensors");
        _place.Success($"{Run} --out @whole.safetensors");
        Assert.Equal(File.ReadAllBytes(_place["whole.safetensors"]), File.ReadAllBytes(_place["m.safetensors"]));
    }

    [Fact]
    public async Task Errors_go_to_the_error_stream_of_the_process_with_exit_code_1()
    {
        using Process process = Start("info nothing.safetensors");
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Empty(output);
        Assert.Equal(["spikejit: There is no model file nothing.safetensors. 'spikejit train' makes one."], Workplace.Lines(error));
    }

    private Process Start(string commandLine)
    {
        // The host that runs this very test, wherever it is installed.
        string host = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(Path.GetFullPath(host), [Path.Combine(AppContext.BaseDirectory, "SpikeJit.Cli.dll"), .. commandLine.Split(' ')])
        {
            WorkingDirectory = _place.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static bool Ignores(int process, int signal)
    {
        if (!OperatingSystem.IsLinux()) return false;
        string mask = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)).Split(':')[1].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) != 0;
    }
}
