using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace PD12M.Engine.Tests;

/// <summary>What the tests use of .NET and .NET Framework lacks. The tests only: the engine has to do without.</summary>
internal static class FrameworkGaps
{
    extension(Convert)
    {
        public static string ToHexStringLower(byte[] bytes) => string.Concat(bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));

        public static string ToHexStringLower(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes.ToArray());

        public static byte[] FromHexString(string text) => [.. Enumerable.Range(0, text.Length / 2).Select(i => byte.Parse(text.Substring(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    extension(IncrementalHash hash)
    {
        public void AppendData(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes.ToArray());
    }

    extension(BitConverter)
    {
        public static int ToInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

        public static long ToInt64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);

        public static unsafe int SingleToInt32Bits(float value) => *(int*)&value;

        public static unsafe uint SingleToUInt32Bits(float value) => *(uint*)&value;

        public static unsafe ulong DoubleToUInt64Bits(double value) => *(ulong*)&value;

        public static float UInt16BitsToHalf(ushort bits) => Half(bits);
    }

    extension(BinaryPrimitives)
    {
        public static float ReadHalfLittleEndian(ReadOnlySpan<byte> bytes) => Half(BinaryPrimitives.ReadUInt16LittleEndian(bytes));

        public static unsafe float ReadSingleLittleEndian(ReadOnlySpan<byte> bytes)
        {
            int bits = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            return *(float*)&bits;
        }
    }

    extension(Encoding encoding)
    {
        public string GetString(ReadOnlySpan<byte> bytes) => encoding.GetString(bytes.ToArray());
    }

    extension(string)
    {
        public static string Join<T>(char separator, IEnumerable<T> values) => string.Join(separator.ToString(), values);

        [OverloadResolutionPriority(-1)]
        public static string Join(char separator, params object?[] values) => string.Join(separator.ToString(), values);
    }

    extension(string text)
    {
        public bool StartsWith(char value) => text.Length > 0 && text[0] == value;

        public int IndexOf(char value, StringComparison comparison) => text.IndexOf(value.ToString(), comparison);

        public string Replace(string old, string replacement, StringComparison comparison) =>
            comparison == StringComparison.Ordinal ? text.Replace(old, replacement) : throw new NotSupportedException();

        public string[] Split(char separator, int count) => text.Split([separator], count);
    }

    extension<T>(IEnumerable<T> items)
    {
        public IEnumerable<T> Order() => items.OrderBy(item => item);

        public IEnumerable<T> Order(IComparer<T> comparer) => items.OrderBy(item => item, comparer);

        public IEnumerable<T[]> Chunk(int size) => items.Select((item, i) => (item, i)).GroupBy(pair => pair.i / size, pair => pair.item).Select(group => group.ToArray());

        public IEnumerable<T> SkipLast(int count) => items.Take(items.Count() - count);

        public IEnumerable<(T First, TOther Second)> Zip<TOther>(IEnumerable<TOther> others) => items.Zip(others, (first, second) => (first, second));

        public T FirstOrDefault(Func<T, bool> predicate, T fallback) => items.Where(predicate).DefaultIfEmpty(fallback).First();
    }

    extension<TKey, TValue>(Dictionary<TKey, TValue> map)
    {
        public TValue? GetValueOrDefault(TKey key) => map.TryGetValue(key, out TValue? value) ? value : default;

        public TValue GetValueOrDefault(TKey key, TValue otherwise) => map.TryGetValue(key, out TValue? value) ? value : otherwise;
    }

    extension<T>(Span<T> span)
        where T : IEquatable<T>
    {
        public int IndexOfAnyExcept(T value)
        {
            for (int i = 0; i < span.Length; i++)
            {
                if (!span[i].Equals(value))
                {
                    return i;
                }
            }
            return -1;
        }
    }

    extension(Random random)
    {
        public float NextSingle() => random.Next(1 << 24) / (float)(1 << 24);

        public long NextInt64() => (long)(random.Bits() >> 1);

        public long NextInt64(long from, long to) => from == long.MinValue && to == long.MaxValue ? (long)random.Bits() : throw new NotSupportedException();

        private ulong Bits()
        {
            byte[] bytes = new byte[8];
            random.NextBytes(bytes);
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }
    }

    extension(FileStream file)
    {
        public void Write(byte[] bytes) => file.Write(bytes, 0, bytes.Length);
    }

    extension(File)
    {
        public static void CreateSymbolicLink(string path, string target) => throw new NotSupportedException($"{path}, {target}");
    }

    extension(Directory)
    {
        public static DirectoryInfo CreateTempSubdirectory(string prefix) => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), prefix + Guid.NewGuid().ToString("N")));
    }

    extension(Path)
    {
        public static string GetRelativePath(string folder, string path) => path.StartsWith(folder, StringComparison.Ordinal) ? path.Substring(folder.Length + 1) : throw new NotSupportedException();
    }

    private static unsafe float Half(ushort bits)
    {
        if ((bits & 0x7C00) == 0x7C00)
        {
            // Infinity, or a NaN: a quiet one, as the conversion of .NET makes it.
            uint special = ((uint)(bits & 0x8000) << 16) | 0x7F800000 | ((uint)(bits & 1023) << 13) | ((bits & 1023) != 0 ? 0x400000u : 0);
            return *(float*)&special;
        }
        int exponent = (bits >> 10) & 31;
        int fraction = bits & 1023;
        double value = exponent switch
        {
            0 => fraction * Math.Pow(2, -24),
            _ => (1024 + fraction) * Math.Pow(2, exponent - 25),
        };
        return (float)(bits > short.MaxValue ? -value : value);
    }
}

/// <summary>MD5.HashData; in a class of its own, as SHA256.HashData has the same signature.</summary>
internal static class Md5Gap
{
    extension(MD5)
    {
        public static byte[] HashData(byte[] bytes)
        {
            using MD5 hash = MD5.Create();
            return hash.ComputeHash(bytes);
        }
    }
}

/// <summary>SHA256.HashData.</summary>
internal static class Sha256Gap
{
    extension(SHA256)
    {
        public static byte[] HashData(byte[] bytes)
        {
            using SHA256 hash = SHA256.Create();
            return hash.ComputeHash(bytes);
        }
    }
}

/// <summary>Compares by identity.</summary>
internal sealed class ReferenceEqualityComparer : IEqualityComparer<object?>
{
    public static ReferenceEqualityComparer Instance { get; } = new();

    public new bool Equals(object? first, object? second) => ReferenceEquals(first, second);

    public int GetHashCode(object? value) => value is null ? 0 : value.GetHashCode();
}

/// <summary>What the tests use of System.Numerics.BitOperations.</summary>
internal static class BitOperations
{
    public static int LeadingZeroCount(ulong value)
    {
        int zeros = 64;
        for (; value != 0; value >>= 1)
        {
            zeros--;
        }
        return zeros;
    }
}
