using System.Text.Json.Serialization;

namespace PD12M.Benchmarks.ParquetNet;

/// <summary>A row of metadata, as Parquet.Net's serializer fills it.</summary>
internal sealed record Row
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("url")]
    public string? Url { get; set; }

    [JsonPropertyName("caption")]
    public string? Caption { get; set; }

    [JsonPropertyName("width")]
    public long? Width { get; set; }

    [JsonPropertyName("height")]
    public long? Height { get; set; }

    [JsonPropertyName("mime_type")]
    public string? MimeType { get; set; }

    [JsonPropertyName("hash")]
    public string? Hash { get; set; }

    [JsonPropertyName("license")]
    public string? License { get; set; }

    [JsonPropertyName("source")]
    public string? Source { get; set; }
}
