namespace PD12M.Scheduling;

/// <summary>Commands to be run every night; all paths are full ones.</summary>
internal sealed record NightlyTask
{
    public string Name { get; init; } = "";

    public TaskWindow Window { get; init; } = new(default, default);

    /// <summary>The commands, as they are written to the script.</summary>
    public string Commands { get; init; } = "";

    /// <summary>The folder of the script and of what describes the task.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The folder that the commands' relative paths start from.</summary>
    public string Location { get; init; } = "";

    /// <summary>The module's manifest.</summary>
    public string ModulePath { get; init; } = "";

    /// <summary>The shell's program.</summary>
    public string PowerShellPath { get; init; } = "";

    public string User { get; init; } = "";

    public string ScriptPath => PathOf(".ps1");

    /// <summary>Tells in each file who wrote it.</summary>
    public static string Author { get; } = $"New-PD12MScheduledTask (PD12M {typeof(NightlyTask).Assembly.GetName().Version!.ToString(3)})";

    public string PathOf(string extension) => Path.Combine(Folder, Name + extension);
}

/// <summary>A file that a task consists of.</summary>
internal sealed record TaskFile(string Path, byte[] Content);
