namespace System.Management.Automation.Binding;

internal sealed class ParameterBinder
{
    private readonly Cmdlet _cmdlet;
    private readonly InvocationInfo _invocation;
    private readonly IReadOnlyList<Argument> _arguments;
    private readonly ArgumentBinder _binder;
    private readonly ShouldProcessParameters _shouldProcess;
    private readonly HashSet<BindableParameter> _bound = [];
    private readonly List<BindableParameter> _boundFromPipeline = [];
    private readonly Dictionary<BindableParameter, object?> _defaults = [];
    private uint _sets;
    private uint _setsBeforePipeline;

    public ParameterBinder(Cmdlet cmdlet, InvocationInfo invocation, IReadOnlyList<Argument> arguments, EngineIntrinsics intrinsics)
    {
        _cmdlet = cmdlet;
        _invocation = invocation;
        _arguments = arguments;
        Metadata = CmdletMetadata.Of(cmdlet.GetType());
        _binder = new ArgumentBinder(invocation, intrinsics);
        _shouldProcess = new ShouldProcessParameters(Common);
        Paging = Metadata.Cmdlet.SupportsPaging ? new PagingParameters() : null;
        _sets = Metadata.AllSets;
    }

    public CmdletMetadata Metadata { get; }

    public CommonParameters Common { get; } = new();

    public PagingParameters? Paging { get; }

    public string ParameterSetName { get; private set; } = ParameterAttribute.AllParameterSets;

    private IEnumerable<BindableParameter> Unbound => Metadata.Parameters.Where(p => !_bound.Contains(p));

    public void BindCommandLine(bool expectsInput)
    {
        foreach (Argument argument in _arguments.Where(a => a.Name is not null))
        {
            BindableParameter parameter = Find(argument.Name!);
            if (_bound.Contains(parameter))
            {
                throw Fault("ParameterAlreadyBound", $"Cannot bind parameter because parameter '{parameter.Name}' is specified more than once.", parameter.Name);
            }

            Bind(parameter, argument.Value, coerce: true);
        }

        List<object?> remaining = BindPositional([.. _arguments.Where(a => a.Name is null).Select(a => a.Value)]);
        SelectSet(beforePipeline: true, useDefault: false);
        BindRemaining(remaining);
        SelectSet(beforePipeline: expectsInput, useDefault: !expectsInput);
        CheckMandatory(expectsInput);
        _setsBeforePipeline = _sets;
        NameSet();
    }

    public bool BindPipeline(PSObject? input)
    {
        foreach (BindableParameter parameter in _boundFromPipeline)
        {
            _bound.Remove(parameter);
            // Bound anew rather than forgotten: PowerShell leaves the name in BoundParameters.
            _invocation.BoundParameters[parameter.Name] = _defaults[parameter];
            parameter.Set(_cmdlet, _defaults[parameter]);
        }

        _boundFromPipeline.Clear();
        _sets = _setsBeforePipeline;
        bool isBound = false;
        foreach ((bool byName, bool coerce) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
        {
            if (BindPhase(input, byName, coerce))
            {
                isBound = true;
                SelectSet(beforePipeline: true, useDefault: true);
            }
        }

        SelectSet(beforePipeline: false, useDefault: true);
        BindableParameter[] missing = [.. Missing(_sets)];
        if (isBound && missing.Length > 0)
        {
            throw Fault(
                "InputObjectMissingMandatory",
                $"The input object cannot be bound because it did not contain the information required to bind all mandatory parameters: {string.Join(" ", missing.Select(m => m.Name))}",
                "");
        }

        NameSet();
        return isBound;
    }

    private bool BindPhase(PSObject? input, bool byName, bool coerce)
    {
        uint sets = _sets;
        if (Metadata.DefaultSet != 0 && (sets & Metadata.DefaultSet) != 0)
        {
            if (BindPhaseInSets(input, byName, coerce, Metadata.DefaultSet))
            {
                return true;
            }

            sets &= ~Metadata.DefaultSet;
        }

        return BindPhaseInSets(input, byName, coerce, sets);
    }

    private bool BindPhaseInSets(PSObject? input, bool byName, bool coerce, uint sets)
    {
        bool isBound = false;
        foreach (BindableParameter parameter in Unbound.Reverse().ToArray())
        {
            bool takes = parameter.In(sets & _sets).Any(s => byName ? s.Attribute.ValueFromPipelineByPropertyName : s.Attribute.ValueFromPipeline);
            if (!takes)
            {
                continue;
            }

            object? value = input;
            if (byName)
            {
                PSPropertyInfo? property = input?.Properties[parameter.Name] ?? parameter.Aliases.Select(a => input?.Properties[a]).FirstOrDefault(p => p is not null);
                if (property is null)
                {
                    continue;
                }

                value = property.Value;
            }

            if (BindFromPipeline(parameter, value, coerce))
            {
                isBound = true;
            }
        }

        return isBound;
    }

    private bool BindFromPipeline(BindableParameter parameter, object? value, bool coerce)
    {
        object? original = parameter.Get(_cmdlet);
        try
        {
            if (!Bind(parameter, value, coerce))
            {
                return false;
            }
        }
        catch (ParameterBindingArgumentTransformationException failure) when (failure.InnerException is PSInvalidCastException)
        {
            return false;
        }

        _defaults.TryAdd(parameter, original);
        _boundFromPipeline.Add(parameter);
        return true;
    }

    private bool Bind(BindableParameter parameter, object? value, bool coerce)
    {
        bool isMandatory = parameter.In(_sets).Any(s => s.Attribute.Mandatory);
        if (!_binder.TryPrepare(parameter, value, coerce, isMandatory, out object? prepared))
        {
            return false;
        }

        parameter.Set(OwnerOf(parameter), prepared);
        _bound.Add(parameter);
        _invocation.BoundParameters[parameter.Name] = prepared;
        _sets &= parameter.SetFlags;
        return _sets != 0 ? true : throw Ambiguous();
    }

    private object OwnerOf(BindableParameter parameter) => parameter.Owner switch
    {
        ParameterOwner.Common => Common,
        ParameterOwner.ShouldProcess => _shouldProcess,
        ParameterOwner.Paging => Paging!,
        _ => _cmdlet,
    };

    private List<object?> BindPositional(List<object?> values)
    {
        while (values.Count > 0)
        {
            var next = Unbound
                .SelectMany(p => p.In(_sets).Where(s => s.Attribute.Position != int.MinValue && !s.Attribute.ValueFromRemainingArguments).Select(s => (Parameter: p, Set: s)))
                .GroupBy(p => p.Set.Attribute.Position)
                .MinBy(g => g.Key);
            if (next is null)
            {
                break;
            }

            BindPosition([.. next.Select(n => (n.Parameter, n.Set))], values[0]);
            values.RemoveAt(0);
        }

        return values;
    }

    private void BindPosition((BindableParameter Parameter, SetMembership Set)[] candidates, object? value)
    {
        ParameterBindingException? failure = null;
        foreach ((bool inDefault, bool coerce) in ((bool, bool)[])[(true, false), (false, false), (true, true), (false, true)])
        {
            foreach ((BindableParameter parameter, SetMembership set) in candidates.Where(c => c.Set.IsIn(Metadata.DefaultSet) == inDefault))
            {
                try
                {
                    if (Bind(parameter, value, coerce))
                    {
                        return;
                    }
                }
                catch (ParameterBindingArgumentTransformationException thrown) when (candidates.Length > 1)
                {
                    failure = thrown;
                }
            }
        }

        throw failure ?? Fault("PositionalParameterNotFound", $"A positional parameter cannot be found that accepts argument '{value}'.", null);
    }

    private void BindRemaining(List<object?> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        BindableParameter? taker = Unbound.FirstOrDefault(p => p.In(_sets).Any(s => s.Attribute.ValueFromRemainingArguments));
        if (taker is null)
        {
            throw Fault("PositionalParameterNotFound", $"A positional parameter cannot be found that accepts argument '{values[0]}'.", null);
        }

        object? all = values.Count == 1 && LanguagePrimitives.GetEnumerable(values[0]) is not null ? values[0] : values.ToArray();
        Bind(taker, all, coerce: true);
    }

    private BindableParameter Find(string name)
    {
        string plain = name.TrimStart('-').TrimEnd(':');
        BindableParameter? exact = Metadata.Parameters.FirstOrDefault(p => p.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? Metadata.Parameters.FirstOrDefault(p => p.Aliases.Contains(plain, StringComparer.OrdinalIgnoreCase));
        if (exact is not null)
        {
            return exact;
        }

        BindableParameter[] starts =
        [
            .. Metadata.Parameters.Where(p => plain.Length > 0 && p.Aliases.Append(p.Name).Any(n => n.StartsWith(plain, StringComparison.OrdinalIgnoreCase))),
        ];
        BindableParameter[] own = [.. starts.Where(p => p.Owner == ParameterOwner.Cmdlet)];
        return starts.Length == 1 ? starts[0]
            : own.Length == 1 ? own[0]
            : starts.Length == 0 ? throw Fault("NamedParameterNotFound", $"A parameter cannot be found that matches parameter name '{plain}'.", plain)
            : throw Fault("AmbiguousParameter", $"Parameter cannot be processed because the parameter name '{plain}' is ambiguous. Possible matches include: {string.Join(" ", starts.Select(s => "-" + s.Name))}.", plain);
    }

    private void SelectSet(bool beforePipeline, bool useDefault)
    {
        if (_sets == uint.MaxValue || uint.IsPow2(_sets))
        {
            return;
        }

        if ((_sets & Metadata.DefaultSet) != 0)
        {
            _sets = useDefault ? Metadata.DefaultSet : _sets;
            return;
        }

        if (beforePipeline && Unbound.Any(p => p.In(_sets).Any(TakesPipeline)))
        {
            return;
        }

        uint complete = SetsWithout(p => true);
        _sets = complete != 0 && uint.IsPow2(complete) ? complete : throw Ambiguous();
    }

    private void CheckMandatory(bool expectsInput)
    {
        if (expectsInput && _sets != uint.MaxValue && !uint.IsPow2(_sets))
        {
            uint taking = Unbound.SelectMany(p => p.In(_sets)).Where(TakesPipeline).Aggregate(0u, (all, s) => all | s.Flag) & _sets;
            uint possible = SetsWithout(s => !TakesPipeline(s)) & (taking == 0 ? _sets : taking);
            _sets = possible != 0 ? possible : (_sets & Metadata.DefaultSet) != 0 ? Metadata.DefaultSet : _sets;
        }

        string[] missing = [.. Unbound.Where(p => p.In(_sets).Any(s => s.Attribute.Mandatory && !(expectsInput && TakesPipeline(s)))).Select(p => p.Name)];
        if (missing.Length > 0 && (_sets == uint.MaxValue || uint.IsPow2(_sets) || SetsWithout(s => !(expectsInput && TakesPipeline(s))) == 0))
        {
            throw Fault("MissingMandatoryParameter", $"Cannot process command because of one or more missing mandatory parameters: {string.Join(" ", missing)}.", missing[0]);
        }
    }

    private uint SetsWithout(Func<SetMembership, bool> counts) =>
        _sets & ~Unbound.SelectMany(p => p.Sets).Where(s => s.Attribute.Mandatory && counts(s)).Aggregate(0u, (all, s) => all | s.Flag);

    private IEnumerable<BindableParameter> Missing(uint sets) => Unbound.Where(p => p.In(sets).Any(s => s.Attribute.Mandatory));

    private void NameSet() => ParameterSetName = Metadata.NameOf((_sets & Metadata.DefaultSet) != 0 ? Metadata.DefaultSet : _sets);

    private static bool TakesPipeline(SetMembership set) => set.Attribute.ValueFromPipeline || set.Attribute.ValueFromPipelineByPropertyName;

    private ParameterBindingException Ambiguous() => Fault(
        "AmbiguousParameterSet", "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.", null);

    private ParameterBindingException Fault(string id, string message, string? parameter) => new(id, message, parameter, _invocation);
}
