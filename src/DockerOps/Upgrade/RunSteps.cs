using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>The steps of a run, made of nothing but its record: the same ones for the plan, the run, and whoever finishes it.</summary>
internal static class RunSteps
{
    /// <summary>The first step of the way back of an upgrade that came to its end, which has nothing to undo.</summary>
    public const string InventoryBack = "inventory-back";

    /// <summary>The last step of the way back, which has nothing to undo.</summary>
    public const string VerifyBack = "verify-back";

    /// <summary>The step that changes packages.</summary>
    public const string Packages = "packages";

    /// <summary>The steps in order.</summary>
    public static IReadOnlyList<RunStep> Forward(RunContext context)
    {
        var record = context.Record;
        List<RunStep> steps = [Keep(context), Download(context), new("inventory", "write down what the engine holds", [new TakeInventory(context)], [], "the file is there, whole")];
        if (record.DrainedNode is { } node)
        {
            steps.Add(new(
                "drain", "let the node's tasks go elsewhere", [new SetNodeAvailability(context, node, Drain: true)],
                [new SetNodeAvailability(context, node, Drain: false)], "no task of the node is to run"));
        }

        if (record.Running.Count > 0)
        {
            // What runs again afterwards is started by the last step of the way back.
            steps.Add(new(
                "stop-containers", $"stop the {record.Running.Count} containers that run", [new StopContainers(context, record.Running)], [], "the engine says so"));
        }

        // It may be on its way down while the client is gone, so the way back sees it end before it starts it.
        steps.Add(new(
            "stop-engine", "stop the engine", [new StopEngine(context)], [new StopEngine(context), new StartEngine(context)],
            "its process is gone", IsDowntime: true));
        steps.Add(Change(context));
        steps.Add(new(
            "start-engine", $"start the engine {record.ToVersion}", [new StartEngine(context)],
            [new StopContainers(context, null), new StopEngine(context)], "it answers", IsDowntime: true));
        if (record.Running.Count > 0)
            steps.Add(new("start-containers", "start what ran before and does not run", [.. StartContainers(context)], [], "the next step compares"));
        steps.Add(new(
            "verify", "compare with what was there before", [new CompareInventory(context, record.ToVersion)], [],
            "the version is the new one, and nothing is gone"));
        if (record.DrainedNode is { } drained)
        {
            steps.Add(new(
                "activate", "give the node tasks again", [new SetNodeAvailability(context, drained, Drain: false)],
                [new SetNodeAvailability(context, drained, Drain: true)], "the swarm says so"));
        }

        return steps;
    }

    /// <summary>What comes first on the way back once the engine has been in use: its containers are others by then.</summary>
    public static RunStep First(RunContext context) => new(
        InventoryBack, "write down what the engine holds now", [new TakeInventory(context, UpgradeJournal.BeforeBack)], [], "the file is there, whole");

    /// <summary>What comes last on the way back, once anything was stopped.</summary>
    /// <param name="context">The run.</param>
    /// <param name="inUse">Whether <see cref="First"/> came first.</param>
    public static RunStep Last(RunContext context, bool inUse) => new(
        VerifyBack, "start what ran before, and compare",
        [
            .. inUse ? [new StartAgain(context)] : StartContainers(context),
            new CompareInventory(context, context.Record.FromVersion, IsBack: true, inUse ? UpgradeJournal.BeforeBack : UpgradeJournal.Before),
        ],
        [], "the version is the old one; what is gone is told");

    /// <summary>The commands that see whether all is there that a way back needs.</summary>
    public static IEnumerable<IReadOnlyList<string>> Kept(RunContext context)
    {
        var (record, folder) = (context.Record, context.Folder);
        if (record.Configuration.Count > 0) yield return ["test", "-f", folder + "/config.tar"];
        yield return record.Manager is null ? StaticScripts.IsKept(folder + "/old")
            : record.KeepsPackages ? PackageTool.For(record.Manager).Count(folder + "/old", Old(record).Count)
            : ["test", "-f", folder + "/files.tar"];
    }

    private static List<HostPackage> Old(UpgradeRecord record) =>
        [.. record.Packages.Where(change => change.From is not null).Select(change => new HostPackage(change.Name, change.From!, change.Architecture))];

    private static RunStep Keep(RunContext context)
    {
        var (record, folder) = (context.Record, context.Folder);
        List<HostStep> run = [new CommandStep("mkdir", "-p", "--", folder + "/old", folder + "/new")];
        if (record.Configuration.Count > 0) run.Add(new CommandStep(["tar", "--numeric-owner", "-cf", folder + "/config.tar", "-C", "/", .. record.Configuration.Select(path => path.TrimStart('/'))]));
        if (record.Manager is null)
        {
            run.Add(new CommandStep(StaticScripts.Keep(folder + "/old")));
        }
        else
        {
            var tool = PackageTool.For(record.Manager);
            var old = Old(record);
            if (record.KeepsPackages)
                run.AddRange([new FetchPackages(tool.DownloadInstalled(folder + "/old", old)), new CommandStep(tool.Count(folder + "/old", old.Count)), .. Trial(tool.TryInstalled(folder + "/old", old))]);
            else run.Add(new CommandStep(tool.CopyFiles(folder + "/files.tar", [.. old.Select(package => package.Name)])));
        }

        return new("keep", "keep the old programs and the configuration on the host", run, [], "the files are there");
    }

    private static IEnumerable<HostStep> Trial(IReadOnlyList<string>? words) => words is null ? [] : [new CommandStep(words)];

    private static RunStep Download(RunContext context)
    {
        var (record, folder) = (context.Record, context.Folder);
        if (record.Manager is not null)
        {
            var tool = PackageTool.For(record.Manager);
            return new(
                "download", "fetch the new packages while the engine runs",
                [
                    new FetchPackages(tool.Download(folder + "/new", record.Wanted)),
                    new CommandStep(tool.Count(folder + "/new", record.Packages.Count(change => change.To is not null))),
                    .. Trial(tool.Try(folder + "/new", record.Wanted)),
                ],
                [], "the package manager has checked them, and all are there");
        }

        var archive = folder + "/archive";
        HostStep get = record.Path is { } path ? new SendArchive(path, archive) : new CommandStep(StaticScripts.Fetch(record.Url!, archive));
        return new(
            "download", "fetch the new programs while the engine runs",
            [
                get, new CommandStep(StaticScripts.Unpack(archive, folder + "/new", record.ToVersion, record.Sha256)),
                new CommandStep(StaticScripts.Stage(folder + "/new", folder + "/old", record.ProgramFolder)),
            ],
            [new CommandStep(StaticScripts.Unstage(folder + "/old"))],
            record.Sha256 is null ? "the engine among them tells its version" : "the SHA-256 is the given one, and the engine among them tells its version");
    }

    private static RunStep Change(RunContext context)
    {
        var (record, folder) = (context.Record, context.Folder);
        if (record.Manager is null)
        {
            return new(
                "programs", "put the new programs in the places of the old ones, by renaming",
                [new LastingCommand(context, folder + "/programs.log", StaticScripts.Swap(folder + "/old"))],
                [new LastingCommand(context, folder + "/programs-back.log", StaticScripts.PutBack(folder + "/old")), .. Configuration(context), .. context.Service.ReadUnits()],
                "every rename succeeded", IsDowntime: true);
        }

        var tool = PackageTool.For(record.Manager);
        var added = record.Packages.Where(change => change.Action == PackageAction.Install).Select(change => change.Name).ToList();
        HostStep back = record.KeepsPackages
            ? new LastingCommand(context, folder + "/packages-back.log", tool.PutBack(folder + "/old", added))
            : new LastingCommand(context, folder + "/packages-back.log", StaticScripts.Unpack(folder + "/files.tar"));
        return new(
            Packages, $"install {string.Join(", ", record.Packages.Where(change => change.To is not null).Select(change => $"{change.Name} {change.To}"))}",
            [new LastingCommand(context, folder + "/packages.log", tool.Install(folder + "/new")), .. context.Service.ReadUnits()],
            [back, .. Configuration(context), .. context.Service.ReadUnits()],
            "the package manager says so", IsDowntime: true);
    }

    private static IEnumerable<HostStep> Configuration(RunContext context)
    {
        if (context.Record.Configuration.Count > 0) yield return new PutBackConfiguration(context);
    }

    private static IEnumerable<HostStep> StartContainers(RunContext context) =>
        context.Record.Running.Select(id => new StartContainer(context, id, context.Record.Paused.Contains(id)));
}
