using System.Collections;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;

namespace System.Management.Automation.Language
{
    public abstract class Ast
    {
    }

    public class CommandAst : Ast
    {
    }
}

namespace System.Management.Automation
{
    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = true)]
    public sealed class ParameterAttribute : ParsingBaseAttribute
    {
        public const string AllParameterSets = "__AllParameterSets";

        public int Position { get; set; } = int.MinValue;

        public string ParameterSetName { get; set; } = AllParameterSets;

        public bool Mandatory { get; set; }

        public bool ValueFromPipeline { get; set; }

        public bool ValueFromPipelineByPropertyName { get; set; }

        public bool ValueFromRemainingArguments { get; set; }

        public string? HelpMessage { get; set; }

        public string? HelpMessageBaseName { get; set; }

        public string? HelpMessageResourceId { get; set; }

        public bool DontShow { get; set; }
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AliasAttribute(params string[] aliasNames) : ParsingBaseAttribute
    {
        public IList<string> AliasNames { get; } = aliasNames;
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class SupportsWildcardsAttribute : ParsingBaseAttribute
    {
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class PSDefaultValueAttribute : ParsingBaseAttribute
    {
        public object? Value { get; set; }

        public string? Help { get; set; }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AllowNullAttribute : CmdletMetadataAttribute
    {
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AllowEmptyStringAttribute : CmdletMetadataAttribute
    {
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AllowEmptyCollectionAttribute : CmdletMetadataAttribute
    {
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public abstract class ArgumentTransformationAttribute : CmdletMetadataAttribute
    {
        public virtual bool TransformNullOptionalParameters => true;

        public abstract object Transform(EngineIntrinsics engineIntrinsics, object inputData);
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class CredentialAttribute : ArgumentTransformationAttribute
    {
        public override bool TransformNullOptionalParameters => false;

        public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData;
    }

    public enum CompletionResultType
    {
        Text,
        History,
        Command,
        ProviderItem,
        ProviderContainer,
        Property,
        Method,
        ParameterName,
        ParameterValue,
        Variable,
        Namespace,
        Type,
        Keyword,
        DynamicKeyword,
    }

    public class CompletionResult
    {
        public CompletionResult(string completionText)
            : this(completionText, completionText, CompletionResultType.Text, completionText)
        {
        }

        public CompletionResult(string completionText, string listItemText, CompletionResultType resultType, string toolTip)
        {
            CompletionText = completionText;
            ListItemText = listItemText;
            ResultType = resultType;
            ToolTip = toolTip;
        }

        public string CompletionText { get; }

        public string ListItemText { get; }

        public CompletionResultType ResultType { get; }

        public string ToolTip { get; }
    }

    public interface IArgumentCompleter
    {
        IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters);
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public class ArgumentCompleterAttribute : Attribute
    {
        public ArgumentCompleterAttribute(Type type)
        {
            Type = type;
        }

        public ArgumentCompleterAttribute(ScriptBlock scriptBlock)
        {
            ScriptBlock = scriptBlock;
        }

        public Type? Type { get; }

        public ScriptBlock? ScriptBlock { get; }
    }

    public interface IDynamicParameters
    {
        object GetDynamicParameters();
    }
}
