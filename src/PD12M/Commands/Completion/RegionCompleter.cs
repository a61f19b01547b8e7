using System.Collections;

namespace PD12M.Commands.Completion;

/// <summary>Completes AWS regions. The list is not the SDK's, which Tab does not load; other regions can be typed.</summary>
/// <remarks>Source: the AWS General Reference, "Regions and endpoints".</remarks>
public sealed class RegionCompleter : WordCompleter
{
    private static readonly string[] s_regions =
    [
        "us-west-2", "us-east-1", "us-east-2", "us-west-1",
        "af-south-1",
        "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7",
        "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1",
        "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
        "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-gov-east-1", "us-gov-west-1",
    ];

    private protected override IEnumerable<string> Words(IDictionary bound) => s_regions;
}
