namespace PD12M.Transfer.Runs;

/// <summary>One image that a run is to save.</summary>
/// <param name="Request">What the metadata say of it.</param>
/// <param name="Record">The record that it comes from; null where it comes from properties of other objects.</param>
/// <param name="GivenCaption">The caption where there is no record.</param>
internal sealed record SaveItem(ImageRequest Request, Record? Record = null, string? GivenCaption = null)
{
    /// <summary>The caption; null where there is none.</summary>
    public string? Caption => Record is null ? GivenCaption : Record.Caption;
}

/// <summary>What became of one image in a run.</summary>
/// <param name="Item">The image.</param>
/// <param name="Result">Saved, there before, or failed; null where the run was over before.</param>
internal sealed record SaveOutcome(SaveItem Item, SaveResult? Result);
