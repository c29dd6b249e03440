using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DockerOps.Backups;
using DockerOps.Tests.CannedEngines;
using Xunit;

namespace DockerOps.Tests.Backups;

/// <summary>Backups that somebody has made by hand or changed: one clear error, and never one of the program itself.</summary>
public sealed class BackupHostileTests
{
    private static readonly string[] Lists = ["Include", "Files", "Images", "Volumes", "Containers", "Networks", "Packages", "Omitted"];

    private static readonly BackupManifest Good = new()
    {
        DockerHost = "local", HostName = "h", Created = DateTimeOffset.UnixEpoch, EngineVersion = "1", Architecture = "amd64", Distribution = "", Include = [BackupPart.Volumes],
        Files = [new BackupFile { Part = BackupPart.Volumes, Name = "v", Path = "volumes/v.tar", Size = 1, Sha256 = new string('0', 64), Members = 1 }],
        Images = [], Volumes = [], Containers = [], Networks = [], Packages = [], Omitted = [],
    };

    public static TheoryData<string> ListNames => [.. Lists];

    [Theory]
    [MemberData(nameof(ListNames))]
    public void A_manifest_with_a_list_that_is_null_is_corrupt(string name)
    {
        var manifest = Parsed(Good);
        manifest[name] = null;
        AssertCorrupt(manifest);
    }

    [Fact]
    public void Nor_may_a_list_hold_null_or_a_file_be_without_a_hash()
    {
        Assert.Equal(Good.Files, BackupManifest.Read(Signed(Parsed(Good)), "m").Files);

        var manifest = Parsed(Good);
        manifest["Files"]!.AsArray().Add(null);
        AssertCorrupt(manifest);

        manifest = Parsed(Good);
        manifest["Files"]![0]!["Path"] = null;
        AssertCorrupt(manifest);

        manifest = Parsed(Good);
        manifest["Files"]![0]!["Sha256"] = "0";
        AssertCorrupt(manifest);
    }

    [Fact]
    public void What_a_manifest_leaves_out_or_says_to_a_terminal_does_no_harm()
    {
        var manifest = Parsed(Good with { HostName = "h\u001b[2J", EngineVersion = "1\u009b2J" });
        manifest["Omitted"]!.AsArray().Add(new JsonObject());
        var backup = BackupManifest.Read(Signed(manifest), "m").ToBackup(DockerHost.Local, "/b", onHost: false);
        Assert.Equal(("h?[2J", "1?2J", ""), (backup.HostName, backup.EngineVersion, backup.Omitted[0].Name));
    }

    [Fact]
    public void Sizes_beyond_all_numbers_are_added_up_to_the_largest_one() => Assert.Equal(
        long.MaxValue, (Good with { Files = [Good.Files[0] with { Size = long.MaxValue }, Good.Files[0]] }).ToBackup(DockerHost.Local, "/b", onHost: false).Size);

    [Theory]
    [InlineData("""[{"Name":1}]""")]
    [InlineData("""[{"Name":""}]""")]
    [InlineData("""[{"Id":"a","Name":"/../../x"}]""")]
    [InlineData("""[{"Id":"a","Name":"/x\u001b[2J"}]""")]
    [InlineData("""[{"Id":"a","Name":"/x","HostConfig":"none"}]""")]
    [InlineData("""[{"Id":"a","Name":"/x","Mounts":[{"Type":"volume","Name":[]}]}]""")]
    [InlineData("""[{"Id":"a","Name":"/x","NetworkSettings":{"Networks":{"n":{"Aliases":[1]}}}}]""")]
    [InlineData("""[{"Id":"a","Name":"/x"},{"Id":"a","Name":"/y"}]""")]
    [InlineData("""[{"Id":"a","Name":"/x"},{"Id":"b","Name":"/x"}]""")]
    public void A_definition_that_is_none_is_corrupt(string json)
    {
        var backup = Good.ToBackup(DockerHost.Local, "/b", onHost: false);
        IReadOnlyList<JsonObject> documents = [.. JsonNode.Parse(json)!.AsArray().OfType<JsonObject>()];
        Assert.Equal(FailureKind.Corrupt, Assert.Throws<DockerOpsException>(() => BackupDefinitions.Containers(backup, documents)).Kind);
    }

    // The name becomes that of a file in the backup.
    [Theory]
    [InlineData("../../../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("..")]
    public async Task An_engine_that_gives_a_container_a_path_as_its_name_is_not_backed_up(string name)
    {
        await using var engine = new CannedEngine();
        engine.On("GET /containers/json", CannedEngine.Json(200, """[{"Id":"cc","Names":["/web"],"ImageID":"sha256:aa"}]"""));
        engine.On("GET /containers/cc/json", CannedEngine.Json(200, new JsonObject { ["Id"] = "cc", ["Name"] = "/" + name, ["Image"] = "sha256:aa" }.ToJsonString()));
        engine.On("GET /volumes", CannedEngine.Json(200, "{}"));
        engine.On("GET /networks", CannedEngine.Json(200, "[]"));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => EngineState.ReadAsync(engine.Client, default));

        Assert.Equal(FailureKind.EngineError, failure.Kind);
    }

    // A tar that meets a packed archive reads no more of it.
    [LabFact]
    public async Task A_tar_that_ends_early_says_why_when_configuration_is_put_back()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var host = await RestoreHost.LookAsync(lab.Session, default);
        var bytes = new byte[4_000_000];
        (bytes[0], bytes[1], bytes[2]) = (0x1f, 0x8b, 8);
        await File.WriteAllBytesAsync(Path.Combine(lab.Folder, "configuration.tar"), bytes);
        var file = Good.Files[0] with { Part = BackupPart.Configuration, Path = "configuration.tar" };
        var step = new ConfigurationStep(new(BackupPart.Configuration, "c"), host.Tar!, new BackupFolder.Here(lab.Folder), file, KeepIdentity: true);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => step.RunAsync(new TransferMeter(), default));

        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Contains("compressed", failure.Message, StringComparison.Ordinal);
    }

    private static JsonObject Parsed(BackupManifest manifest) => JsonNode.Parse(manifest.Write())!.AsObject();

    private static void AssertCorrupt(JsonObject manifest) =>
        Assert.Equal(FailureKind.Corrupt, Assert.Throws<DockerOpsException>(() => BackupManifest.Read(Signed(manifest), "m")).Kind);

    // As who makes one by hand may do: the checksum keeps out accidents, not people.
    private static byte[] Signed(JsonObject manifest)
    {
        manifest.Remove("Checksum");
        BackupManifest read;
        try
        {
            read = System.Text.Json.JsonSerializer.Deserialize(manifest, BackupJson.Default.BackupManifest)!;
        }
        catch (System.Text.Json.JsonException)
        {
            return Encoding.UTF8.GetBytes(manifest.ToJsonString());
        }

        var bytes = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(read, BackupJson.Default.BackupManifest);
        manifest["Checksum"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return Encoding.UTF8.GetBytes(manifest.ToJsonString());
    }
}
