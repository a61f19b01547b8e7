namespace Amazon;

/// <summary>All that this copy of the SDK has.</summary>
public static class Decoy;
