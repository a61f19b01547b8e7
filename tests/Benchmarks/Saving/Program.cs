using System.Globalization;
using PD12M.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks/Saving -- [peers|concurrency|faults] [objects]
// The other arguments are for the processes that it starts.
switch (args)
{
    case ["serve", string folder, string nature]:
        await ChildServer.RunAsync(folder, nature);
        break;
    case ["engine", string endpoint, string destination, string list, string limit]:
        await SaveWork.EngineAsync(new Uri(endpoint), destination, list, Number(limit));
        break;
    case ["loop", string endpoint, string destination, string list, string limit]:
        await SaveWork.LoopAsync(new Uri(endpoint), destination, list, Number(limit));
        break;
    default:
        string part = args.Length > 0 ? args[0] : "";
        using (SaveData data = SaveData.Create(args.Length > 1 ? Number(args[1]) : 20_000))
        {
            if (part is "" or "peers")
            {
                SavePeers.Run(data);
            }
            if (part is "" or "concurrency")
            {
                SaveConcurrency.Run(data);
            }
            if (part is "" or "faults")
            {
                SaveConcurrency.Faults(data);
            }
        }
        break;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
