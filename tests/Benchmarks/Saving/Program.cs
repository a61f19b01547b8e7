using System.Globalization;
using PD12M.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks/Saving -- [peers|large|concurrency|faults|present|huge] [objects]
// The other arguments are for the processes that it starts.
switch (args)
{
    case ["serve", string folder, string nature]:
        await ChildServer.RunAsync(folder, nature);
        break;
    case ["engine" or "durable", string endpoint, string destination, string list, string limit, string warmUp]:
        await SaveWork.EngineAsync(new Uri(endpoint), destination, list, Number(limit), Number(warmUp), durable: args[0] == "durable");
        break;
    case ["loop", string endpoint, string destination, string list, string limit, string warmUp]:
        await SaveWork.LoopAsync(new Uri(endpoint), destination, list, Number(limit), Number(warmUp));
        break;
    case ["present", string destination, string told, string count]:
        await SavePresent.WorkAsync(destination, told == "told", Number(count));
        break;
    default:
        string part = args.Length > 0 ? args[0] : "";
        int? objects = args.Length > 1 ? Number(args[1]) : null;
        if (part is "" or "peers" or "concurrency" or "faults")
        {
            using SaveData small = SaveData.Create(objects ?? 20_000, 100_000);
            if (part is "" or "peers")
            {
                SavePeers.Run(small);
            }
            if (part is "" or "concurrency")
            {
                SaveConcurrency.Run(small);
            }
            if (part is "" or "faults")
            {
                SaveConcurrency.Faults(small);
            }
        }
        if (part is "" or "large")
        {
            using SaveData large = SaveData.Create(objects ?? 2000, 2_000_000);
            SavePeers.Run(large);
        }
        if (part is "" or "huge")
        {
            SaveHuge.Run();
        }
        if (part is "" or "present")
        {
            SavePresent.Run(objects ?? 1_000_000);
        }
        break;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
