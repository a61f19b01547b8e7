using System.Net.Http;

namespace PD12M.Transfer;

/// <summary>Text that a server or the data wrote, as messages may show it: without the control characters that a terminal obeys.</summary>
internal static class ForeignText
{
    /// <summary>The text with U+FFFD in place of each control character.</summary>
    public static string? Of(string? text)
    {
        // Asked for every item: without an enumerator.
        for (int i = 0; i < text?.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return new string([.. text.Select(c => char.IsControl(c) ? '\uFFFD' : c)]);
            }
        }
        return text;
    }

    /// <summary>An answer's status: its number, and its code or what the server says beside it.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="code">The error code in its body; null where there is none.</param>
    public static string StatusOf(HttpResponseMessage response, string? code = null) =>
        $"{(int)response.StatusCode} {code ?? Of(response.ReasonPhrase)}".TrimEnd();
}
