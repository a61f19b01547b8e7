# What the test files share: the packaged module, a bucket on this machine, and shells of their own.

function Get-PackagedModule {
    [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PD12M/PD12M.psd1")
}

# Serves a folder as the bucket pd12m on a loopback port; Stop-Bucket ends it.
function Start-Bucket {
    param([Parameter(Mandatory)] [string] $Folder)
    $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $address = "http://127.0.0.1:$($probe.LocalEndpoint.Port)/"
    $probe.Stop()
    $listener = [System.Net.HttpListener]::new()
    $listener.Prefixes.Add($address)
    $listener.Start()
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
        param($listener, $folder)
        while ($listener.IsListening) {
            # In short turns: the pipeline can be stopped only between them, and Abort does not wake everyone who waits.
            $asked = $listener.BeginGetContext($null, $null)
            while (-not $asked.AsyncWaitHandle.WaitOne(50)) {
                if (-not $listener.IsListening) { return }
            }
            $context = $listener.EndGetContext($asked)
            $file = [System.IO.Path]::Combine($folder, $context.Request.Url.AbsolutePath.Substring('/pd12m/'.Length))
            if ([System.IO.File]::Exists($file)) {
                $bytes = [System.IO.File]::ReadAllBytes($file)
                $context.Response.ContentLength64 = $bytes.Length
                $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
            } else {
                $context.Response.StatusCode = 404
            }
            $context.Response.Close()
        }
    }).AddArgument($listener).AddArgument($Folder)
    [pscustomobject]@{ Address = $address; Listener = $listener; Shell = $shell; Run = $shell.BeginInvoke() }
}

function Stop-Bucket {
    param([Parameter(Mandatory)] $Bucket)
    $Bucket.Listener.Abort()
    $stop = $Bucket.Shell.BeginStop($null, $null)
    # A server that stays keeps the shell from ending.
    if (-not $stop.AsyncWaitHandle.WaitOne(30000)) {
        throw "The server at $($Bucket.Address) does not end."
    }
    $Bucket.Shell.Dispose()
}

# Runs a script block in a fresh process of this shell, and gives its output as objects.
function Invoke-FreshShell {
    param([Parameter(Mandatory)] [scriptblock] $Script, [object[]] $Arguments = @())
    # Installed as a .NET tool the shell's process is dotnet, which cannot be handed a script block.
    $shell = (Get-Process -Id $PID).Path
    if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') {
        $shell = 'pwsh'
    }
    & $shell -NoProfile -NonInteractive -Command $Script -args $Arguments
}

Export-ModuleMember -Function Get-PackagedModule, Start-Bucket, Stop-Bucket, Invoke-FreshShell
