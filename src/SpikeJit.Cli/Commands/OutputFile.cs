namespace SpikeJit.Cli.Commands;

/// <summary>Checks of a file that is to be written, made before the work and not after it.</summary>
internal static class OutputFile
{
    public static void Check(string path)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (Directory.Exists(path)) throw new CommandException($"--out {path} is a directory. Name a file.");
        if (!Directory.Exists(directory)) throw new CommandException($"--out {path}: there is no directory {directory}. Make it, or choose another place.");
    }
}
