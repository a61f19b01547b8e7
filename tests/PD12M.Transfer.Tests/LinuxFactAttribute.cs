namespace PD12M.Transfer.Tests;

/// <summary>A fact about what only Linux has, such as SSL_CERT_FILE; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = Obstacle;

    /// <summary>Why such tests are skipped; null if they are not.</summary>
    public static string? Obstacle { get; } = OperatingSystem.IsLinux() ? null : "Trusted certificates come from SSL_CERT_FILE on Linux only.";
}
