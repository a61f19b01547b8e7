using System.Management.Automation.Internal;

namespace System.Management.Automation.Internal
{
    public abstract class CmdletMetadataAttribute : Attribute
    {
    }

    public abstract class ParsingBaseAttribute : CmdletMetadataAttribute
    {
    }
}

namespace System.Management.Automation
{
    public enum ConfirmImpact
    {
        None,
        Low,
        Medium,
        High,
    }

    public enum RemotingCapability
    {
        None,
        PowerShell,
        SupportedByCommand,
        OwnedByCommand,
    }

    public abstract class CmdletCommonMetadataAttribute : CmdletMetadataAttribute
    {
        public string? DefaultParameterSetName { get; set; }

        public bool SupportsShouldProcess { get; set; }

        public bool SupportsPaging { get; set; }

        public bool SupportsTransactions { get; set; }

        public ConfirmImpact ConfirmImpact { get; set; } = ConfirmImpact.Medium;

        public string HelpUri { get; set; } = "";

        public RemotingCapability RemotingCapability { get; set; } = RemotingCapability.PowerShell;
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CmdletAttribute(string verbName, string nounName) : CmdletCommonMetadataAttribute
    {
        public string VerbName { get; } = verbName;

        public string NounName { get; } = nounName;
    }

    public class PSTypeName
    {
        public PSTypeName(Type type)
        {
            Type = type;
            Name = type.FullName!;
        }

        public PSTypeName(string name)
        {
            Name = name;
        }

        public string Name { get; }

        public Type? Type { get; }

        public override string ToString() => Name;
    }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class OutputTypeAttribute : CmdletMetadataAttribute
    {
        public OutputTypeAttribute(params Type[] type)
        {
            Type = [.. type.Select(t => new PSTypeName(t))];
        }

        public OutputTypeAttribute(params string[] type)
        {
            Type = [.. type.Select(t => new PSTypeName(t))];
        }

        public PSTypeName[] Type { get; }

        public string? ProviderCmdlet { get; set; }

        public string[] ParameterSetName { get; set; } = [ParameterAttribute.AllParameterSets];
    }
}
