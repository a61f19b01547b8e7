namespace PD12M.Transfer;

/// <summary>Where an object is asked for, as messages say it: never with a signature.</summary>
/// <param name="Address">The object; null for one that <paramref name="Endpoint"/> already says.</param>
/// <param name="Endpoint">Where every object is asked; null for the address's own host.</param>
internal readonly record struct ObjectPlace(ImageAddress? Address, string? Endpoint)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Address is null ? Endpoint! : Address.UriAt(Endpoint ?? Address.Service, Endpoint is not null || Address.IsPathStyle).AbsoluteUri;
}
