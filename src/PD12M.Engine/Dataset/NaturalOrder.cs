namespace PD12M.Dataset;

/// <summary>Compares names as people order them: runs of digits by their value, the rest by letters without case.</summary>
internal static class NaturalOrder
{
    public static int Compare(string left, string right)
    {
        int i = 0;
        int j = 0;
        while (i < left.Length && j < right.Length)
        {
            int order = IsDigit(left[i]) && IsDigit(right[j])
                ? CompareNumbers(left, ref i, right, ref j)
                : char.ToUpperInvariant(left[i++]).CompareTo(char.ToUpperInvariant(right[j++]));
            if (order != 0)
            {
                return order;
            }
        }
        int rest = (left.Length - i).CompareTo(right.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(left, right);
    }

    private static int CompareNumbers(string left, ref int i, string right, ref int j)
    {
        ReadOnlySpan<char> first = Digits(left, ref i);
        ReadOnlySpan<char> second = Digits(right, ref j);
        return first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
    }

    private static bool IsDigit(char letter) => letter is >= '0' and <= '9';

    private static ReadOnlySpan<char> Digits(string text, ref int position)
    {
        int start = position;
        while (position < text.Length && IsDigit(text[position]))
        {
            position++;
        }
        return text.AsSpan(start, position - start).TrimStart('0');
    }
}
