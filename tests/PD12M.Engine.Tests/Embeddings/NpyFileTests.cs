using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class NpyFileTests : IDisposable
{
    private static readonly string s_fixtures = Path.Combine(TestData.Folder, "npy");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, int, int, string> WrittenByNumPy()
    {
        var data = new TheoryData<string, int, int, string>();
        foreach (string[] fields in File.ReadLines(Path.Combine(s_fixtures, "expected.tsv")).Select(line => line.Split('\t')))
        {
            data.Add(fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture), fields[3]);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(WrittenByNumPy))]
    public void What_NumPy_wrote_is_read_as_NumPy_reads_it(string name, int rows, int dimensions, string values)
    {
        using NpyFile file = NpyFile.Open(Path.Combine(s_fixtures, name));
        Assert.Equal((rows, dimensions), (file.Info.Rows, file.Info.Dimensions));
        byte[] bytes = new byte[rows * dimensions * 4];
        float[] row = new float[dimensions];
        for (int i = 0; i < rows; i++)
        {
            file.CopyRow(i, row);
            Buffer.BlockCopy(row, 0, bytes, i * dimensions * 4, dimensions * 4);
        }
        Assert.Equal(values, Convert.ToHexStringLower(bytes));
    }

    [Theory]
    [InlineData("float16.npy", NpyType.Float16, 1)]
    [InlineData("float64.npy", NpyType.Float64, 1)]
    [InlineData("float32-v2.npy", NpyType.Float32, 2)]
    [InlineData("float32-v3.npy", NpyType.Float32, 3)]
    public void A_file_is_described_by_its_header(string name, NpyType type, int version)
    {
        string path = Path.Combine(s_fixtures, name);
        using NpyFile file = NpyFile.Open(path);
        Assert.Equal(new EmbeddingFileInfo(path, 5, 37, type, new FileInfo(path).Length, version), file.Info);
    }

    [Fact]
    public void Every_half_is_widened_as_the_platform_widens_it()
    {
        byte[] values = new byte[2 << 16];
        for (int i = 0; i < 1 << 16; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(values.AsSpan(2 * i), (ushort)i);
        }
        using NpyFile file = NpyFile.Open(Write("{'descr': '<f2', 'fortran_order': False, 'shape': (1, 65536), }", values));
        float[] row = new float[1 << 16];
        file.CopyRow(0, row);
        Assert.Equal(Enumerable.Range(0, 1 << 16).Select(i => (float)BitConverter.UInt16BitsToHalf((ushort)i)), row);
    }

    [Theory]
    [InlineData("fortran.npy", "Fortran")]
    [InlineData("big-endian.npy", ">f4")]
    [InlineData("integers.npy", "<i8")]
    [InlineData("three-dimensions.npy", "3 dimensions")]
    [InlineData("scalar.npy", "0 dimensions")]
    [InlineData("compound.npy", "compound")]
    public void Another_kind_of_array_is_refused_and_named(string name, string what)
    {
        NpyException error = Assert.Throws<NpyException>(() => NpyFile.Open(Path.Combine(s_fixtures, name)));
        Assert.Equal(NpyFault.Unsupported, error.Fault);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)}", 24)]
    [InlineData("{\"shape\": (3,2,),\"fortran_order\":False ,\"descr\":\"<f4\"}\n", 24)]
    [InlineData("  { 'fortran_order' : False , 'descr' : '<f4' , 'shape' : ( 3 , 2 ) , }  \n", 24)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }", 0)]
    public void Whatever_way_the_dictionary_is_written_it_is_understood(string header, int bytes)
    {
        using NpyFile file = NpyFile.Open(Write(header, new byte[bytes]));
        Assert.Equal(2, file.Info.Dimensions);
        Assert.Equal(bytes / 8, file.Info.Rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)} x")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), 'more': 1}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, -2)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (6)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 99999999999999999999)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (3, 2)}")]
    [InlineData("{'descr': '<f\\x34', 'fortran_order': False, 'shape': (3, 2)}")]
    [InlineData("{'descr: <f4, 'fortran_order': False, 'shape': (3, 2)}")]
    public void A_description_that_is_none_is_corrupt(string header) => Refused(NpyFault.Corrupt, Write(header, new byte[24]));

    [Theory]
    [InlineData("(4, 2)", NpyFault.Truncated)]
    [InlineData("(2, 2)", NpyFault.Corrupt)]
    [InlineData("(9223372036854775799, 2)", NpyFault.Truncated)]
    [InlineData("(4611686018427387907, 4)", NpyFault.Truncated)]
    [InlineData("(2, 9223372036854775799)", NpyFault.Unsupported)]
    [InlineData("(0, 65537)", NpyFault.Unsupported)]
    [InlineData("(3, 0)", NpyFault.Unsupported)]
    public void A_shape_that_the_file_does_not_bear_out_is_refused(string shape, NpyFault fault) =>
        Refused(fault, Write($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}", new byte[24]));

    [Theory]
    [InlineData("", NpyFault.NotNpy)]
    [InlineData("93", NpyFault.NotNpy)]
    [InlineData("504b030414000000", NpyFault.NotNpy)]
    [InlineData("934e554d50590400", NpyFault.Unsupported)]
    [InlineData("934e554d50590101", NpyFault.Unsupported)]
    [InlineData("934e554d5059010076", NpyFault.Truncated)]
    [InlineData("934e554d505901007600", NpyFault.Truncated)]
    [InlineData("934e554d50590200ffffffff", NpyFault.Corrupt)]
    public void A_beginning_that_is_none_is_refused(string bytes, NpyFault fault)
    {
        File.WriteAllBytes(_folder["a.npy"], Convert.FromHexString(bytes));
        Refused(fault, _folder["a.npy"]);
    }

    [Fact]
    public void Damaged_headers_give_no_other_error()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(s_fixtures, "float32-v1.npy"));
        var random = new Random(6);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. whole[..random.Next(8, whole.Length + 1)]];
            for (int change = random.Next(4); change >= 0; change--)
            {
                damaged[random.Next(Math.Min(damaged.Length, 128))] = (byte)random.Next(256);
            }
            File.WriteAllBytes(_folder["a.npy"], damaged);
            try
            {
                using NpyFile file = NpyFile.Open(_folder["a.npy"]);
                Assert.InRange(file.Info.Rows * file.Info.Dimensions, 0, damaged.Length);
            }
            catch (NpyException error)
            {
                Assert.Contains("a.npy", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static void Refused(NpyFault fault, string path) => Assert.Equal(fault, Assert.Throws<NpyException>(() => NpyFile.Open(path)).Fault);

    private string Write(string header, byte[] values)
    {
        using FileStream file = File.Create(_folder["a.npy"]);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(values);
        return file.Name;
    }
}
