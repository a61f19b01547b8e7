using System.Collections;
using System.Text.RegularExpressions;

namespace PD12M.Dataset;

/// <summary>
/// Makes an expression of a filter's text. -and and -or have the same rank and go from left to right, -not binds tighter
/// than a comparison. Source: about_Operator_Precedence.
/// </summary>
internal sealed class FilterParser
{
    private const int MostDepth = 100;

    private readonly string _text;
    private readonly FilterLexer _lexer;
    private readonly FilterValueParser _values;
    private FilterToken _token;
    private int _depth;
    private int _end;

    private FilterParser(string text, FilterVariables variables)
    {
        _text = text;
        _lexer = new FilterLexer(text);
        _values = new FilterValueParser(text, variables);
        _token = _lexer.Next();
    }

    /// <exception cref="FilterException">The text is no filter.</exception>
    public static FilterExpression Parse(string text, FilterVariables variables)
    {
        var parser = new FilterParser(text, variables);
        bool hasBraces = parser.Take(FilterTokenKind.OpenBrace);
        int start = parser._token.Position;
        FilterOperand operand = parser.ParseLogical();
        if (hasBraces && !parser.Take(FilterTokenKind.CloseBrace))
        {
            throw parser.Unexpected("Expected } or an operator");
        }
        return parser._token.Kind == FilterTokenKind.End
            ? operand.ToCondition(start, parser._end - start)
            : throw parser.Unexpected("Expected an operator or the end");
    }

    private FilterOperand ParseLogical()
    {
        if (++_depth > MostDepth)
        {
            throw new FilterException($"Brackets and -not are nested more than {MostDepth} deep.", _text, _token.Position, _token.Length);
        }
        int start = _token.Position;
        FilterOperand left = ParseNegation();
        while (_token is { Kind: FilterTokenKind.Operator, Value: "and" or "or" })
        {
            FilterExpression leftCondition = left.ToCondition(start, _end - start);
            bool isAnd = (string)_token.Value == "and";
            Advance();
            int rightStart = _token.Position;
            FilterExpression right = ParseNegation().ToCondition(rightStart, _end - rightStart);
            left = new ConditionOperand(isAnd ? FilterExpression.And(leftCondition, right) : FilterExpression.Or(leftCondition, right));
        }
        _depth--;
        return left;
    }

    private FilterOperand ParseNegation()
    {
        if (_token is not { Kind: FilterTokenKind.Operator, Value: "not" })
        {
            return ParseComparison();
        }
        if (++_depth > MostDepth)
        {
            throw new FilterException($"Brackets and -not are nested more than {MostDepth} deep.", _text, _token.Position, _token.Length);
        }
        int start = _token.Position;
        Advance();
        FilterOperand operand = _token is { Kind: FilterTokenKind.Operator, Value: "not" } ? ParseNegation() : ParseOperand();
        var negation = new ConditionOperand(operand.ToCondition(start, _end - start).Negate());
        if (_token.Kind == FilterTokenKind.Operator && WrittenOperator.Find((string)_token.Value!) is not null)
        {
            throw new FilterException(
                $"-not binds tighter than -{_token.Value}, so it would apply to the left side alone; put the comparison into brackets: -not (...).",
                _text,
                start,
                _token.Position + _token.Length - start);
        }
        _depth--;
        return negation;
    }

    private FilterOperand ParseComparison()
    {
        int start = _token.Position;
        FilterOperand left = ParseOperand();
        if (_token.Kind != FilterTokenKind.Operator || _token.Value is "and" or "or")
        {
            return left;
        }
        FilterToken symbol = _token;
        WrittenOperator written = WrittenOperator.Find((string)symbol.Value!) ?? throw UnknownOperator(symbol);
        Advance();
        int rightStart = _token.Position;
        object? right = _values.ParseList(ref _token, Next);
        FilterTest test = MakeTest(written, right, rightStart);
        ConditionOperand comparison = Compare(left, test, start);
        return _token.Kind == FilterTokenKind.Operator && WrittenOperator.Find((string)_token.Value!) is not null
            ? throw Unexpected("Expected -and, -or or a bracket")
            : comparison;
    }

    private FilterTest MakeTest(WrittenOperator written, object? right, int rightStart)
    {
        try
        {
            return new FilterTest(written, right);
        }
        catch (FormatException exception)
        {
            throw new FilterException(exception.Message, _text, rightStart, _end - rightStart, exception);
        }
        catch (ArgumentException exception)
        {
            throw new FilterException($"The text is no valid regular expression: {exception.Message}", _text, rightStart, _end - rightStart, exception);
        }
    }

    private ConditionOperand Compare(FilterOperand left, FilterTest test, int start)
    {
        try
        {
            switch (left)
            {
                case ColumnOperand column:
                    _ = test.Evaluate(column.Column.Sample);
                    return new ConditionOperand(new TestExpression(column.Column, test, start, _end - start));
                case ConstantOperand { Value: IList }:
                    throw new FilterException("A list can stand on the right only; write: column -in list.", _text, start, _end - start);
                case ConstantOperand constant:
                    return new ConditionOperand(new ConstantExpression(test.Evaluate(constant.Value)));
            }
            FilterExpression condition = ((ConditionOperand)left).Condition;
            bool ofTrue = test.Evaluate(true);
            return new ConditionOperand(ofTrue == test.Evaluate(false) ? new ConstantExpression(ofTrue) : ofTrue ? condition : condition.Negate());
        }
        catch (InvalidCastException exception)
        {
            throw new FilterException($"This cannot be compared: {exception.Message}.", _text, start, _end - start, exception);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new FilterException("The regular expression takes too long; make it simpler.", _text, start, _end - start, exception);
        }
    }

    private FilterOperand ParseOperand()
    {
        switch (_token.Kind)
        {
            case FilterTokenKind.Word or FilterTokenKind.RowMember:
                var column = new ColumnOperand(FilterColumn.Find((string)_token.Value!));
                Advance();
                return column;
            case FilterTokenKind.Value or FilterTokenKind.Expandable or FilterTokenKind.Variable or FilterTokenKind.OpenArray:
                return new ConstantOperand(_values.ParseItem(ref _token, Next));
            case FilterTokenKind.Open:
                Advance();
                FilterOperand inner = ParseLogical();
                return Take(FilterTokenKind.Close) ? inner : throw Unexpected("Expected ) or an operator");
            default:
                throw Unexpected("Expected a column, as in: width -ge 1024");
        }
    }

    private bool Take(FilterTokenKind kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }
        Advance();
        return true;
    }

    private void Advance() => _token = Next();

    private FilterToken Next()
    {
        _end = _token.Position + _token.Length;
        return _lexer.Next();
    }

    private FilterException Unexpected(string expectation) => new(
        _token.Kind == FilterTokenKind.End ? $"{expectation}; the filter ends here." : $"{expectation}, not '{_text.Substring(_token.Position, _token.Length)}'.",
        _text,
        _token.Position,
        _token.Length);

    private FilterException UnknownOperator(FilterToken symbol)
    {
        string name = (string)symbol.Value!;
        string hint = name switch
        {
            "contains" or "icontains" or "ccontains" => "for a part of a text use -like '*text*', for a list -in",
            "gte" or "gteq" => "use -ge",
            "lte" or "lteq" => "use -le",
            "neq" => "use -ne",
            "xor" or "is" or "isnot" or "as" or "replace" or "split" or "join" or "band" or "bor" or "notcontains" => "use Where-Object for that",
            _ => "known are -eq -ne -lt -le -gt -ge -like -notlike -match -notmatch -in -notin, with c or i in front, and -and -or -not",
        };
        return new FilterException($"A filter has no operator -{name}; {hint}.", _text, symbol.Position, symbol.Length);
    }
}
