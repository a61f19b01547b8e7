using System.Xml;
using System.Xml.Linq;
using PD12M.Help;

// docs folder, folder for the help files, where Get-Help -Online leads
if (args.Length is not (2 or 3))
{
    Console.Error.WriteLine("Usage: PD12M.Help <docs folder> <output folder> [<address for Get-Help -Online>]");
    return 2;
}
string docs = args[0];
string output = args[1];
bool failed = false;
CommandPage?[] pages = [.. Directory.GetFiles(Path.Combine(docs, "cmdlets"), "*.md").Order(StringComparer.Ordinal).Select(file => Read(file, CommandPageReader.Read))];
(string Name, string? Text)[] topics = [.. Directory.GetFiles(docs, "about_*.md").Order(StringComparer.Ordinal)
    .Select(file => (Path.GetFileNameWithoutExtension(file), Read(file, lines => AboutTopic.Write(Path.GetFileNameWithoutExtension(file), lines))))];
if (failed)
{
    return 1;
}
Directory.CreateDirectory(output);
XDocument help = MamlWriter.Write(pages.OfType<CommandPage>(), args.ElementAtOrDefault(2) is { Length: > 0 } home ? home : null);
using (var writer = XmlWriter.Create(Path.Combine(output, "PD12M.dll-Help.xml"), new XmlWriterSettings { Indent = true }))
{
    help.Save(writer);
}
foreach ((string name, string? text) in topics)
{
    // Windows PowerShell reads a file without a byte order mark in the machine's code page.
    File.WriteAllText(Path.Combine(output, name + ".help.txt"), text, System.Text.Encoding.UTF8);
}
return 0;

T? Read<T>(string file, Func<IReadOnlyList<string>, T> read)
    where T : class
{
    try
    {
        string name = Path.GetFileNameWithoutExtension(file);
        T page = read(File.ReadAllLines(file));
        return page is not CommandPage command || command.Name == name
            ? page
            : throw new PageException(1, $"The page is of '{command.Name}', the file's name is '{name}'.");
    }
    catch (PageException error)
    {
        // The form that MSBuild takes for an error of the build: https://learn.microsoft.com/visualstudio/msbuild/msbuild-diagnostic-format-for-tasks
        Console.Error.WriteLine($"{Path.GetFullPath(file)}({error.Line}): error PD12MHELP: {error.Message}");
        failed = true;
        return null;
    }
}
