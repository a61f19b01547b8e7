using System.Management.Automation.Internal;
using System.Management.Automation.Pipeline;

namespace System.Management.Automation.Internal
{
    public abstract class InternalCommand
    {
        internal InternalCommand()
        {
        }

        internal CommandRuntime? Runtime { get; set; }
    }
}

namespace System.Management.Automation
{
    public enum CommandOrigin
    {
        Runspace,
        Internal,
    }

    [Flags]
    public enum ShouldProcessReason
    {
        None = 0,
        WhatIf = 1,
    }

    public abstract class Cmdlet : InternalCommand
    {
        private ICommandRuntime? _assigned;

        public ICommandRuntime CommandRuntime
        {
            get => _assigned ?? Engine;
            set => _assigned = value;
        }

        public CommandOrigin CommandOrigin => CommandOrigin.Runspace;

        public bool Stopping => Runtime is { } runtime && runtime.Pipeline.IsStopping;

        private CommandRuntime Engine => Runtime ?? throw new NotImplementedException("The cmdlet has no command runtime: run it in a pipeline.");

        public void WriteObject(object? sendToPipeline) => CommandRuntime.WriteObject(sendToPipeline);

        public void WriteObject(object? sendToPipeline, bool enumerateCollection) => CommandRuntime.WriteObject(sendToPipeline, enumerateCollection);

        public void WriteError(ErrorRecord errorRecord) => CommandRuntime.WriteError(errorRecord);

        public void WriteWarning(string text) => CommandRuntime.WriteWarning(text);

        public void WriteVerbose(string text) => CommandRuntime.WriteVerbose(text);

        public void WriteDebug(string text) => CommandRuntime.WriteDebug(text);

        public void WriteProgress(ProgressRecord progressRecord) => CommandRuntime.WriteProgress(progressRecord);

        public void WriteInformation(InformationRecord informationRecord) => Engine.WriteInformation(informationRecord);

        public void WriteInformation(object messageData, string[]? tags)
        {
            InformationRecord record = new(messageData, GetType().Name);
            record.Tags.AddRange(tags ?? []);
            WriteInformation(record);
        }

        public void WriteCommandDetail(string text)
        {
        }

        public void ThrowTerminatingError(ErrorRecord errorRecord)
        {
            ArgumentNullException.ThrowIfNull(errorRecord);
            CommandRuntime.ThrowTerminatingError(errorRecord);
        }

        public bool ShouldProcess(string target) => CommandRuntime.ShouldProcess(target);

        public bool ShouldProcess(string target, string action) => CommandRuntime.ShouldProcess(target, action);

        public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) =>
            CommandRuntime.ShouldProcess(verboseDescription, verboseWarning, caption);

        public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason) =>
            CommandRuntime.ShouldProcess(verboseDescription, verboseWarning, caption, out shouldProcessReason);

        public bool ShouldContinue(string query, string caption) => CommandRuntime.ShouldContinue(query, caption);

        public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) =>
            CommandRuntime.ShouldContinue(query, caption, ref yesToAll, ref noToAll);

        public bool ShouldContinue(string query, string caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll) =>
            CommandRuntime.ShouldContinue(query, caption, ref yesToAll, ref noToAll);

        internal void DoBegin() => BeginProcessing();

        internal void DoProcess() => ProcessRecord();

        internal void DoEnd() => EndProcessing();

        internal void DoStop() => StopProcessing();

        protected virtual void BeginProcessing()
        {
        }

        protected virtual void ProcessRecord()
        {
        }

        protected virtual void EndProcessing()
        {
        }

        protected virtual void StopProcessing()
        {
        }
    }

    public interface ICommandRuntime
    {
        Host.PSHost Host { get; }

        void WriteDebug(string text);

        void WriteError(ErrorRecord errorRecord);

        void WriteObject(object? sendToPipeline);

        void WriteObject(object? sendToPipeline, bool enumerateCollection);

        void WriteProgress(ProgressRecord progressRecord);

        void WriteVerbose(string text);

        void WriteWarning(string text);

        bool ShouldProcess(string target);

        bool ShouldProcess(string target, string action);

        bool ShouldProcess(string verboseDescription, string verboseWarning, string caption);

        bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason);

        bool ShouldContinue(string query, string caption);

        bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll);

        void ThrowTerminatingError(ErrorRecord errorRecord);
    }
}
