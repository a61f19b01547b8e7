namespace PD12M.Dataset;

/// <summary>What can stand on the left of an operator.</summary>
internal abstract record FilterOperand
{
    /// <summary>What it is as a condition: a bare value counts as true or not.</summary>
    public abstract FilterExpression ToCondition(int position, int length);
}

internal sealed record ColumnOperand(FilterColumn Column) : FilterOperand
{
    public override FilterExpression ToCondition(int position, int length) => new TestExpression(Column, FilterTest.Truth, position, length);
}

internal sealed record ConstantOperand(object? Value) : FilterOperand
{
    public override FilterExpression ToCondition(int position, int length) => new ConstantExpression(FilterComparison.IsTrue(Value));
}

internal sealed record ConditionOperand(FilterExpression Condition) : FilterOperand
{
    public override FilterExpression ToCondition(int position, int length) => Condition;
}
