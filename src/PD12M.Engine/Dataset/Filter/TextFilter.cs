using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A test of a column of text: once for each entry of a dictionary, on the bytes of all other values.</summary>
internal sealed class TextFilter(FilterTest test, ByteArrayColumnReader reader) : RowFilter
{
    private const byte Passed = 2;
    private const byte Refused = 1;

    private readonly TextPredicate _predicate = test.Text;
    private readonly bool _ofNull = test.Evaluate(null);
    private readonly ulong[] _matches = new ulong[ColumnFilter.MostRows / 64];
    private byte[] _answers = [];

    public override int Cost => _predicate.Cost;

    public override bool MayPass()
    {
        if (!reader.TryLoadDictionary() || (_ofNull && reader.MayHaveNulls))
        {
            return true;
        }
        ResizeAnswers();
        for (int index = 0; index < _answers.Length; index++)
        {
            if (Answer(index) != 0)
            {
                return true;
            }
        }
        return false;
    }

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        ReadOnlySpan<int> places = reader.GetValuePlaces(rows, out int first);
        if (reader.IsDictionaryEncoded)
        {
            RefineByDictionary(rows, places, first, mask);
        }
        else if (RowMask.Count(mask) < rows / 4 || !TryRefineAll(rows, places, first, mask))
        {
            RefineOneByOne(places, mask);
        }
    }

    private void RefineByDictionary(int rows, ReadOnlySpan<int> places, int first, Span<ulong> mask)
    {
        ResizeAnswers();
        ReadOnlySpan<int> indices = reader.DictionaryIndices;
        for (int word = 0; word < mask.Length; word++)
        {
            if (mask[word] == 0)
            {
                continue;
            }
            ulong passed = 0;
            int start = word * 64;
            int count = Math.Min(64, rows - start);
            for (int i = 0; i < count; i++)
            {
                int place = places.IsEmpty ? first + start + i : places[start + i];
                passed |= (place < 0 ? _ofNull ? 1UL : 0 : Answer(indices[place])) << i;
            }
            mask[word] &= passed;
        }
    }

    private void ResizeAnswers()
    {
        if (_answers.Length != reader.DictionarySize)
        {
            _answers = new byte[reader.DictionarySize];
        }
    }

    private ulong Answer(int index)
    {
        byte answer = _answers[index];
        if (answer == 0)
        {
            _answers[index] = answer = _predicate.IsMatch(reader.GetDictionaryBytes(index)) != test.IsNegated ? Passed : Refused;
        }
        return (ulong)answer >> 1;
    }

    private bool TryRefineAll(int rows, ReadOnlySpan<int> places, int first, Span<ulong> mask)
    {
        int values = rows;
        if (!places.IsEmpty)
        {
            (first, values) = (0, 0);
            foreach (int place in places)
            {
                if (place >= 0)
                {
                    first = values++ == 0 ? place : first;
                }
            }
        }
        Span<ulong> matches = _matches.AsSpan(0, mask.Length);
        matches.Clear();
        ReadOnlySpan<byte> bytes = reader.GetPlainBytes(first, values, out ReadOnlySpan<int> starts, out int gap);
        if (values > 0 && !_predicate.TryMatchAll(bytes, starts, gap, matches))
        {
            return false;
        }
        ulong flip = test.IsNegated ? ulong.MaxValue : 0;
        if (places.IsEmpty)
        {
            for (int word = 0; word < mask.Length; word++)
            {
                mask[word] &= matches[word] ^ flip;
            }
            return true;
        }
        for (int row = RowMask.Next(mask, 0); row >= 0; row = RowMask.Next(mask, row + 1))
        {
            int value = places[row] - first;
            bool isPassed = places[row] < 0 ? _ofNull : ((matches[value >> 6] ^ flip) >> (value & 63) & 1) != 0;
            if (!isPassed)
            {
                mask[row >> 6] &= ~(1UL << (row & 63));
            }
        }
        return true;
    }

    private void RefineOneByOne(ReadOnlySpan<int> places, Span<ulong> mask)
    {
        for (int row = RowMask.Next(mask, 0); row >= 0; row = RowMask.Next(mask, row + 1))
        {
            bool isPassed = !places.IsEmpty && places[row] < 0 ? _ofNull : _predicate.IsMatch(reader.GetBytes(row)) != test.IsNegated;
            if (!isPassed)
            {
                mask[row >> 6] &= ~(1UL << (row & 63));
            }
        }
    }
}
