namespace PD12M;

/// <summary>The kinds of images that are told by their headers.</summary>
public enum ImageKind
{
    /// <summary>JPEG (ITU-T T.81): image/jpeg.</summary>
    Jpeg,
    /// <summary>PNG (W3C): image/png.</summary>
    Png,
    /// <summary>GIF 87a and 89a: image/gif.</summary>
    Gif,
    /// <summary>WebP (RFC 9649): image/webp.</summary>
    WebP,
    /// <summary>TIFF 6.0 and BigTIFF: image/tiff.</summary>
    Tiff,
}
