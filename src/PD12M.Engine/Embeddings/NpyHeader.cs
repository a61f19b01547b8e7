using System.Buffers.Binary;
using System.Text;

namespace PD12M.Embeddings;

/// <summary>The header of a NumPy file: versions 1.0, 2.0 and 3.0.</summary>
/// <remarks>Source: NEP 1, "A Simple File Format for NumPy Arrays", and numpy.lib.format for version 3.0.</remarks>
/// <param name="Version">The version's major number, 1 to 3.</param>
/// <param name="Text">The description of the array.</param>
/// <param name="DataOffset">Where the values begin, in bytes from the file's start.</param>
internal sealed record NpyHeader(int Version, NpyHeaderText Text, int DataOffset)
{
    /// <summary>More than version 1.0 can have; the header of a matrix takes 118 bytes.</summary>
    private const int MostTextBytes = 1 << 16;

    private const int PrefixBytes = 8;

    private static readonly byte[] s_magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header at the start of a file.</summary>
    /// <param name="stream">The file, at its start.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="NpyException">There is none, it is damaged, or describes no array of numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        byte[] prefix = new byte[PrefixBytes];
        if (StreamBytes.Fill(stream, prefix) < PrefixBytes || !prefix.AsSpan(0, s_magic.Length).SequenceEqual(s_magic))
        {
            throw new NpyException(NpyFault.NotNpy, $"'{name}' is no NumPy file: it does not begin with \\x93NUMPY.");
        }
        int version = prefix[6];
        if (version is < 1 or > 3 || prefix[7] != 0)
        {
            throw new NpyException(NpyFault.Unsupported, $"'{name}' is a NumPy file of version {version}.{prefix[7]}; versions 1.0, 2.0 and 3.0 are read.");
        }
        byte[] lengthBytes = new byte[version == 1 ? 2 : 4];
        if (StreamBytes.Fill(stream, lengthBytes) < lengthBytes.Length)
        {
            throw Truncated(name);
        }
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MostTextBytes)
        {
            throw new NpyException(NpyFault.Corrupt, $"'{name}' says that its header has {length} bytes; {MostTextBytes} are read at most. The file is damaged; fetch it again.");
        }
        byte[] text = new byte[length];
        if (StreamBytes.Fill(stream, text) < text.Length)
        {
            throw Truncated(name);
        }
        // Version 3.0 is UTF-8, the others Latin-1; what is read of either is ASCII.
        return new NpyHeader(version, NpyHeaderText.Parse(Encoding.ASCII.GetString(text), name), PrefixBytes + lengthBytes.Length + text.Length);
    }

    private static NpyException Truncated(string name) => new(NpyFault.Truncated, $"'{name}' ends within its header. Fetch it again.");
}
