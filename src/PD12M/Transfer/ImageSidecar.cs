namespace PD12M;

/// <summary>A file that goes with an image, under the image's name with another extension.</summary>
public enum ImageSidecar
{
    /// <summary>The caption, as .txt.</summary>
    Caption,
    /// <summary>The record, as .json.</summary>
    Record,
}
