using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation.Binding;

namespace System.Management.Automation
{
    public sealed class PSCommand
    {
        public Runspaces.CommandCollection Commands { get; } = [];

        internal HashSet<Runspaces.Command> StatementEnds { get; } = [];

        public PSCommand AddCommand(string command)
        {
            Commands.Add(new Runspaces.Command(command));
            return this;
        }

        public PSCommand AddParameter(string parameterName, object? value)
        {
            Commands[^1].Parameters.Add(parameterName, value);
            return this;
        }

        public PSCommand AddParameter(string parameterName) => AddParameter(parameterName, true);

        public PSCommand AddArgument(object? value)
        {
            Commands[^1].Parameters.Add(null!, value);
            return this;
        }

        public void Clear()
        {
            Commands.Clear();
            StatementEnds.Clear();
        }
    }
}

namespace System.Management.Automation.Runspaces
{
    public sealed class CommandParameter(string? name, object? value)
    {
        public CommandParameter(string? name)
            : this(name, true)
        {
        }

        public string? Name { get; } = name;

        public object? Value { get; } = value;
    }

    public sealed class CommandParameterCollection : Collection<CommandParameter>
    {
        public void Add(string name) => Add(new CommandParameter(name));

        public void Add(string name, object? value) => Add(new CommandParameter(name, value));
    }

    public sealed class Command
    {
        public Command(string command)
        {
            CommandText = command;
        }

        internal Command(CmdletInfo command)
        {
            CommandText = command.Name;
            Resolved = command;
        }

        public string CommandText { get; }

        public CommandParameterCollection Parameters { get; } = [];

        internal CmdletInfo? Resolved { get; }

        internal IReadOnlyList<Argument> Arguments => [.. Parameters.Select(p => new Argument(p.Name, p.Value))];

        public override string ToString() => CommandText;
    }

    public sealed class CommandCollection : Collection<Command>
    {
        public void Add(string command) => Add(new Command(command));
    }
}
