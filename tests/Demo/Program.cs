using PD12M.Demo;
using PD12M.Hosting;

// The engine is chosen before any type that needs it is touched.
if (ShellEngine.Find() is null)
{
    ShellEngine.UseStandIn(ShellEngine.WhyNoReal ?? "");
}
else
{
    ShellEngine.UseReal();
}
string folder = Directory.CreateTempSubdirectory("pd12m-demo-").FullName;
try
{
    return await Walkthrough.RunAsync(folder);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
