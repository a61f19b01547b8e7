using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PD12M.Scheduling;

/// <summary>The script that a task runs: its commands, kept within the window, with exit codes.</summary>
internal static class NightlyScript
{
    /// <summary>The exit codes that tell of no fault: the window was too short, it was not begun, the run was stopped.</summary>
    public static IReadOnlyList<int> ExpectedExitCodes { get; } = [3, 5, 130];

    /// <param name="task">The task.</param>
    /// <param name="keepsLog">Whether the script writes a transcript, because nothing else keeps what it prints.</param>
    public static TaskFile Make(NightlyTask task, bool keepsLog)
    {
        string minutes = ((int)task.Window.End.TotalMinutes).ToString(CultureInfo.InvariantCulture);
        string length = ((int)task.Window.Length.TotalMinutes + 1).ToString(CultureInfo.InvariantCulture);
        string log = keepsLog ? $$"""
                $log = Join-Path $PSScriptRoot {{Quote(task.Name + ".log")}}
                Move-Item -LiteralPath $log -Destination "$log.1" -Force -ErrorAction Ignore
                $null = Start-Transcript -LiteralPath $log

            """ : "";
        string text = $$"""
            # {{task.Name}}: every night from {{task.Window.StartText}} until {{task.Window.EndText}}. Written by {{NightlyTask.Author}}.
            # Exit codes: 0 done; 2 done, but some items failed; 3 the window was too short, the next run goes on; 4 another run
            # writes to the same destination; 5 started outside of the window, nothing done; 130 stopped; 1 any other error;
            # a program or script that is called last and fails hands on its own.
            param(
                # Runs whatever the time is.
                [switch] $Now
            )
            $ErrorActionPreference = 'Continue'
            $ConfirmPreference = 'None'
            $ProgressPreference = 'SilentlyContinue'
            # A variable that is not set here is an error.
            Set-StrictMode -Version 1.0

            $until = [datetime]::Today.AddMinutes({{minutes}})
            if ($until -le [datetime]::Now) { $until = $until.AddDays(1) }
            if (-not $Now -and ($until - [datetime]::Now).TotalMinutes -gt {{length}}) {
                Write-Output 'It is not between {{task.Window.StartText}} and {{task.Window.EndText}}: nothing is done. With -Now it is.'
                exit 5
            }
            $PSDefaultParameterValues = @{ 'Save-PD12MImage:StopAfter' = $until }

            # What stays when the run is stopped: then only the block behind finally still runs.
            $code = 130
            try {
            {{log}}    Set-Location -LiteralPath {{Quote(task.Location)}} -ErrorAction Stop
                Import-Module {{Quote(task.ModulePath)}} -ErrorAction Stop
                $Error.Clear()
                $global:LASTEXITCODE = 0
                & {
            {{task.Commands.Trim('\r', '\n')}}
                }
                $code = if ($LASTEXITCODE -ne 0) { $LASTEXITCODE } elseif ($Error.Count -gt 0) { 2 } else { 0 }
            } catch {
                Write-Error $_ -ErrorAction Continue
                $code = switch -Wildcard ($_.FullyQualifiedErrorId) {
                    'TimeLimitReached,*' { 3 }
                    'DestinationInUse,*' { 4 }
                    default { 1 }
                }
            } finally {
                exit $code
            }

            """;
        // Windows PowerShell reads a file without a byte order mark in the machine's code page.
        Encoding encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
        return new TaskFile(task.ScriptPath, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
    }

    /// <summary>A literal of PowerShell; the language takes typographic quotes for quotes, too.</summary>
    private static string Quote(string text) => "'" + Regex.Replace(text, "['\u2018\u2019\u201A\u201B]", "$0$0") + "'";
}
