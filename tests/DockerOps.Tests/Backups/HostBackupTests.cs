using DockerOps.Backups;
using DockerOps.Engine;
using Xunit;

namespace DockerOps.Tests.Backups;

public sealed class HostBackupTests
{
    [LabTheory]
    [InlineData("local")]
    [InlineData("sme")]
    public async Task A_backup_holds_what_was_asked_for_and_says_what_it_lacks(string name)
    {
        await using var lab = await BackupLab.OpenAsync(name == "sme" ? Lab.Current.Sme : Lab.Current.Engine(name));
        var volume = await lab.FilledVolumeAsync("data");
        var container = await lab.ContainerAsync("web", start: true, $"{volume}:/data", "/tmp:/host:ro");
        await lab.Engine.RunAsync(EngineRequest.Post("/networks/create") with { Body = $$"""{"Name":"{{lab.Prefix}}-net"}""" }, default);

        var backup = await lab.BackupAsync(lab.Options with { Include = name == "local" ? BackupOptions.AllParts : [.. BackupOptions.AllParts.Except([BackupPart.Engine])] });

        Assert.Equal([volume], backup.Volumes.Select(one => one.Name));
        Assert.Equal([container], backup.Containers);
        Assert.Equal([lab.Prefix + "-net"], backup.Networks);
        Assert.Contains(backup.Omitted, one => one is { Part: BackupPart.Volumes, Name: "/tmp" });
        Assert.Contains(backup.Packages, package => package.Name is "docker.io" or "docker-ce" or "moby-engine" || name == "local");
        Assert.Equal(ContainerState.Running, await lab.StateAsync(container));
        Assert.False(Directory.Exists(backup.Path + BackupStore.Partial));
        foreach (var file in backup.Files) Assert.Equal(file.Size, new FileInfo(Path.Combine(backup.Path, file.Path)).Length);
        var tar = backup.Files.Single(file => file.Part == BackupPart.Volumes);
        // 50 MB of holes are not in it.
        Assert.InRange(tar.Size, 10_000, 1_000_000);
        if (name == "local") Assert.True(backup.Files.Single(file => file.Part == BackupPart.Engine).Size > 10_000_000);
    }
}
