#if NET
namespace PD12M.Hashing;

/// <summary>How it goes on with a file in a lane.</summary>
internal enum LaneStep
{
    /// <summary>A piece is to be read.</summary>
    Read,
    /// <summary>A reader is at it.</summary>
    Wait,
    /// <summary>A piece was read and is to be hashed.</summary>
    Feed,
    /// <summary>All was hashed; the message is to be ended.</summary>
    Finish,
    /// <summary>The digest is there.</summary>
    Compare,
}
#endif
