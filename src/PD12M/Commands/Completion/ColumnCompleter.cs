using System.Collections;
using PD12M.Dataset;

namespace PD12M.Commands.Completion;

/// <summary>Completes names of properties: the columns of the first file that the line names, and what is made of them.</summary>
public class ColumnCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words(IDictionary bound) => Columns(bound).Where(IsWanted);

    /// <summary>All names that a filter knows too.</summary>
    internal static IReadOnlyList<string> Columns(IDictionary bound) => [
        .. BoundMetadata.Ask(bound, file => [.. file.Info.Columns.Select(column => column.Name).Distinct()], RecordSelection.StoredProperties),
        .. RecordSelection.DerivedProperties];

    private protected virtual bool IsWanted(string column) => true;
}

/// <summary>Completes names of properties that can be measured.</summary>
public sealed class MeasuredColumnCompleter : ColumnCompleter
{
    private protected override bool IsWanted(string column) => new MeasuredColumn(FilterColumn.Find(column)).IsMeasurable;
}

/// <summary>Completes names of properties that a histogram can be made of.</summary>
public sealed class NumberColumnCompleter : ColumnCompleter
{
    private protected override bool IsWanted(string column) => new MeasuredColumn(FilterColumn.Find(column), NumbersOnly: true).IsMeasurable;
}
