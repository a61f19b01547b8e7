using System.Collections.ObjectModel;
using System.Globalization;
using System.Security;

namespace System.Management.Automation
{
    [Flags]
    public enum PSCredentialTypes
    {
        Generic = 1,
        Domain = 2,
        Default = 3,
    }

    [Flags]
    public enum PSCredentialUIOptions
    {
        None = 0,
        ValidateUserNameSyntax = 1,
        Default = 1,
        AlwaysPrompt = 2,
        ReadOnlyUserName = 3,
    }
}

namespace System.Management.Automation.Host
{
    public class HostException : RuntimeException
    {
        public HostException(string message)
            : base(message)
        {
            ErrorId = "PromptNotInteractive";
        }
    }

    public abstract class PSHost
    {
        public abstract CultureInfo CurrentCulture { get; }

        public abstract CultureInfo CurrentUICulture { get; }

        public abstract Guid InstanceId { get; }

        public abstract string Name { get; }

        public virtual PSObject? PrivateData => null;

        public abstract PSHostUserInterface? UI { get; }

        public abstract Version Version { get; }

        public abstract void EnterNestedPrompt();

        public abstract void ExitNestedPrompt();

        public abstract void NotifyBeginApplication();

        public abstract void NotifyEndApplication();

        public abstract void SetShouldExit(int exitCode);
    }

    public abstract class PSHostRawUserInterface
    {
    }

    public class FieldDescription(string name)
    {
        public string Name { get; } = name;
    }

    public sealed class ChoiceDescription
    {
        public ChoiceDescription(string label)
            : this(label, "")
        {
        }

        public ChoiceDescription(string label, string helpMessage)
        {
            Label = label;
            HelpMessage = helpMessage;
        }

        public string Label { get; }

        public string HelpMessage { get; set; }
    }

    public abstract class PSHostUserInterface
    {
        public abstract PSHostRawUserInterface? RawUI { get; }

        public virtual bool SupportsVirtualTerminal => false;

        public abstract Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions);

        public abstract int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice);

        public abstract PSCredential PromptForCredential(string caption, string message, string userName, string targetName);

        public abstract PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options);

        public abstract string ReadLine();

        public abstract SecureString ReadLineAsSecureString();

        public abstract void Write(string value);

        public abstract void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value);

        public abstract void WriteLine(string value);

        public virtual void WriteLine()
        {
            WriteLine("");
        }

        public virtual void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        {
            WriteLine(value);
        }

        public abstract void WriteErrorLine(string value);

        public abstract void WriteDebugLine(string message);

        public abstract void WriteVerboseLine(string message);

        public abstract void WriteWarningLine(string message);

        public abstract void WriteProgress(long sourceId, ProgressRecord record);

        public virtual void WriteInformation(InformationRecord record)
        {
        }
    }

    internal sealed class HostWithoutUI : PSHost
    {
        public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

        public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override string Name => "Default Host";

        public override PSHostUserInterface? UI => null;

        public override Version Version { get; } = new(7, 0);

        public override void EnterNestedPrompt() => throw new NotImplementedException();

        public override void ExitNestedPrompt() => throw new NotImplementedException();

        public override void NotifyBeginApplication()
        {
        }

        public override void NotifyEndApplication()
        {
        }

        public override void SetShouldExit(int exitCode)
        {
        }
    }
}
