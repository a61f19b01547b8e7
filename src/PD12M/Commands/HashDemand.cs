namespace PD12M.Commands;

/// <summary>When a file's MD5 is compared.</summary>
internal enum HashDemand
{
    /// <summary>Always; an item without a hash is an error.</summary>
    Always,
    /// <summary>Where the item has a hash.</summary>
    WhereGiven,
    /// <summary>Never.</summary>
    None,
}
