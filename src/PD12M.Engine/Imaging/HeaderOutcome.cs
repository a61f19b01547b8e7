namespace PD12M.Imaging;

/// <summary>What a look at an image's header came to.</summary>
/// <param name="Header">The header; null where there is a fault.</param>
/// <param name="Fault">Why there is no header; else null.</param>
internal sealed record HeaderOutcome(ImageHeader? Header, ImageHeaderException? Fault)
{
    /// <summary>Looks at a header.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static HeaderOutcome Of(HeaderInput input)
    {
        try
        {
            return new HeaderOutcome(ImageHeader.Read(input), null);
        }
        catch (ImageHeaderException fault)
        {
            return new HeaderOutcome(null, fault);
        }
    }

    /// <summary>Looks at the header of a file that can seek.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static HeaderOutcome Of(Stream stream) => Of(new HeaderInput(stream.Length, (target, offset) =>
    {
        stream.Position = offset;
        return stream.Read(target.Array!, target.Offset, target.Count);
    }));
}
