using System.Globalization;
using System.Text;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>A row as text: null, [] or [1,null,x].</summary>
internal static class ListText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        object?[] list => $"[{string.Join(',', list.Select(Of))}]",
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
