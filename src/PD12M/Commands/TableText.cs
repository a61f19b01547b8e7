using System.Globalization;

namespace PD12M;

/// <summary>How the tables and lists of PD12M.Format.ps1xml show values. Numbers are written as the user's culture has it.</summary>
public static class TableText
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>A size with a unit, powers of 1,024 as in PowerShell's own 1MB: three digits or so, which round down.</summary>
    /// <param name="bytes">Bytes; null gives an empty text.</param>
    public static string Size(long? bytes)
    {
        if (bytes is not { } number)
        {
            return "";
        }
        double value = number;
        int unit = 0;
        while (Math.Abs(value) >= 1024)
        {
            value /= 1024;
            unit++;
        }
        // Rounded up, 1023.9 KB would be a fourth digit of a unit that has three.
        double shown = Math.Abs(value) < 100 ? Math.Truncate(value * 10) / 10 : Math.Truncate(value);
        return $"{shown.ToString(unit == 0 || Math.Abs(value) >= 100 ? "F0" : "F1", CultureInfo.CurrentCulture)} {s_units[unit]}";
    }

    /// <summary>A number in twelve characters at most, but for a sign: whole ones as they are, others in seven significant digits.</summary>
    /// <param name="number">A number of any type; null gives an empty text, what is no number its own.</param>
    public static string Number(object? number) => number switch
    {
        null => "",
        double or float or decimal when Convert.ToDouble(number, CultureInfo.InvariantCulture) is var real =>
            real.ToString(Math.Abs(real) < 1e12 && Math.Truncate(real).Equals(real) ? "F0" : "G7", CultureInfo.CurrentCulture),
        IFormattable other => other.ToString(null, CultureInfo.CurrentCulture),
        _ => number.ToString() ?? "",
    };

    /// <summary>A time in hours, minutes and seconds; below a minute with milliseconds.</summary>
    public static string Duration(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? $"{time.TotalSeconds.ToString("F3", CultureInfo.CurrentCulture)} s"
        : string.Format(CultureInfo.InvariantCulture, "{0}:{1:mm\\:ss}", (long)time.TotalHours, time);

    /// <summary>The last name of a path or an address.</summary>
    public static string Name(string? path) => path is null ? "" : path.Substring(NameStart(path));

    /// <summary>A path or an address without its last name.</summary>
    public static string Folder(string? path) => path is null ? "" : path.Substring(0, Math.Max(0, NameStart(path) - 1));

    private static int NameStart(string path) => Math.Max(path.LastIndexOf('/'), path.LastIndexOf(Path.DirectorySeparatorChar)) + 1;
}
