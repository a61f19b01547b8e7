namespace PD12M.Package.Tests;

/// <summary>A page with one of everything.</summary>
internal static class SmallPage
{
    public static IReadOnlyList<string> Lines { get; } = """
        ---
        external help file: PD12M.dll-Help.xml
        Module Name: PD12M
        online version:
        schema: 2.0.0
        ---

        # Get-Thing

        ## SYNOPSIS
        Gets a thing
        or two.

        ## SYNTAX

        ### Path (Default)
        ```
        Get-Thing [-Path] <String[]> [[-Count] <Int32>]
         [-Kind <Kind>] [-Force] [<CommonParameters>]
        ```

        ### Id
        ```
        Get-Thing -Id <String> [-Kind <Kind>] [-Force] [<CommonParameters>]
        ```

        ## DESCRIPTION
        Reads *.thing files and **never** `*.other` ones,
        see [the page](Other.md).

        - one item
          of two lines
        - another & <last>

        ## EXAMPLES

        ### Example 1: Everything
        ```powershell
        # not a heading
        Get-Thing ./a |
            Measure-Object
        ```

        Counts them.

        ## PARAMETERS

        ### -Path
        The files.

        ```yaml
        Type: String[]
        Parameter Sets: Path
        Aliases: PSPath, FullName

        Required: True
        Position: 0
        Default value: None
        Accept pipeline input: True (ByValue)
        Accept wildcard characters: True
        ```

        ### -Count
        How many.

        ```yaml
        Type: Int32
        Parameter Sets: Path
        Aliases:

        Required: False
        Position: 1
        Default value: 5
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Id
        The id.

        ```yaml
        Type: String
        Parameter Sets: Id
        Aliases:

        Required: True
        Position: Named
        Default value: None
        Accept pipeline input: True (ByPropertyName)
        Accept wildcard characters: False
        ```

        ### -Kind
        The kind.

        ```yaml
        Type: Kind
        Parameter Sets: (All)
        Aliases:
        Accepted values: Small, Large

        Required: False
        Position: Named
        Default value: Small
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Force
        At any cost.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: (All)
        Aliases:

        Required: False
        Position: Named
        Default value: False
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### CommonParameters
        This cmdlet supports the common parameters.

        ## INPUTS

        ### System.String[]
        Paths.

        ## OUTPUTS

        ### Thing
        What was found.

        ## NOTES
        Error ids: ThingMissing.

        ## RELATED LINKS

        [Other-Thing](Other-Thing.md)

        [The web](https://example.org/things)
        """.Split('\n');

    /// <summary>The page with the first line of that text replaced; null takes the line away.</summary>
    public static IReadOnlyList<string> With(string line, string? replacement)
    {
        List<string> lines = [.. Lines];
        int index = lines.IndexOf(line);
        lines.RemoveAt(index);
        if (replacement is not null)
        {
            lines.InsertRange(index, replacement.Split('\n'));
        }
        return lines;
    }

    /// <summary>The number of the first line of that text, from 1.</summary>
    public static int LineOf(string line) => Lines.ToList().IndexOf(line) + 1;
}
