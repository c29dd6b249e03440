using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace DockerOps.Tests.Architecture;

/// <summary>Holds the arrows between the rooms: a room is a namespace below DockerOps, and knows only what stands here.</summary>
public sealed class RoomTests
{
    private const string Values = "DockerOps";
    private const string Files = "DockerOps.Files";
    private const string Transport = "DockerOps.Transport";
    private const string Engine = "DockerOps.Engine";
    private const string Hosts = "DockerOps.Hosts";
    private const string Sessions = "DockerOps.Sessions";

    /// <summary>What the foundations know. A room that is not named holds the operations on one noun.</summary>
    private static readonly Dictionary<string, string[]> Foundations = new()
    {
        [Values] = [],
        [Files] = [Values],
        [Transport] = [Values, Files],
        [Engine] = [Values, Files, Transport],
        [Hosts] = [Values, Files, Transport],
        [Sessions] = [Values, Transport, Engine, Hosts],
    };

    private static readonly string[] Operations = [Values, Files, Engine, Hosts, Sessions];

    /// <summary>Rooms whose operations are made of other rooms' operations.</summary>
    private static readonly Dictionary<string, string[]> Compositions = new()
    {
        ["DockerOps.BaseImages"] = [.. Operations, "DockerOps.Images", "DockerOps.Containers"],
        ["DockerOps.Rpm"] = [.. Operations, "DockerOps.Images", "DockerOps.Containers"],
        ["DockerOps.Volumes"] = [.. Operations, "DockerOps.Containers"],
        ["DockerOps.Backups"] = [.. Operations, "DockerOps.Images", "DockerOps.Containers", "DockerOps.Volumes"],
        ["DockerOps.Installation"] = [.. Operations, "DockerOps.Containers", "DockerOps.Images", "DockerOps.Volumes", "DockerOps.Daemon", "DockerOps.Upgrade"],
        ["DockerOps.Upgrade"] = [.. Operations, "DockerOps.Containers", "DockerOps.Images", "DockerOps.Daemon", "DockerOps.Rpm", "DockerOps.Backups"],
    };

    private static readonly string Library = Path.Combine(Repository.Module, "DockerOps.dll");
    private static readonly string Cmdlets = Path.Combine(Repository.Module, "DockerOps.Cmdlets.dll");

    [Fact]
    public void A_room_knows_only_the_rooms_it_may_know()
    {
        var wrong = (from arrow in ArrowReader.Read(Library, Values)
                     let @from = Room(arrow.FromNamespace)
                     let to = Room(arrow.ToNamespace)
                     where @from != to && !Known(@from).Contains(to)
                     select $"{@from} → {to}: {arrow.From} mentions {arrow.To}").Distinct().ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_rooms_form_no_circle()
    {
        var arrows = ArrowReader.Read(Library, Values).Select(a => (From: Room(a.FromNamespace), To: Room(a.ToNamespace)))
            .Where(a => a.From != a.To).Distinct().ToList();
        // Taking away rooms that nobody left over knows must take away all of them.
        while (arrows.RemoveAll(a => arrows.All(other => other.To != a.From)) > 0)
        {
        }

        Assert.True(arrows.Count == 0, string.Join(", ", arrows));
    }

    [Fact]
    public void The_library_needs_nothing_but_the_shared_framework() =>
        Assert.All(References(Library), name => Assert.True(IsFramework(name), name));

    [Fact]
    public void The_cmdlets_need_the_library_and_PowerShell() =>
        Assert.All(
            References(Cmdlets).Except(["DockerOps", "System.Management.Automation"]),
            name => Assert.True(IsFramework(name), name));

    [Fact]
    public void The_module_holds_no_other_assembly() => Assert.Equal(
        ["DockerOps.Cmdlets.dll", "DockerOps.dll"],
        Directory.GetFiles(Repository.Module, "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Reading_finds_arrows()
    {
        var arrows = ArrowReader.Read(Library, Values);
        Assert.Contains(new TypeArrow(Values, nameof(DockerOpsException), Values, nameof(FailureKind)), arrows);
    }

    private static string[] Known(string room) => Foundations.GetValueOrDefault(room) ?? Compositions.GetValueOrDefault(room, Operations);

    private static string Room(string name) => string.Join('.', name.Split('.').Take(2));

    private static bool IsFramework(string assembly) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assembly + ".dll"));

    private static IReadOnlyList<string> References(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
