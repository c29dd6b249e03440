using System.Diagnostics;
using DockerOps.Daemon;
using DockerOps.Daemon.Changes;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>What is mounted below a data root is seen whatever its path is made of: /proc/mounts has octal numbers for blanks.</summary>
public sealed class DataRootMountTests
{
    [LabTheory]
    [InlineData("plain")]
    [InlineData("with blanks in it")]
    [InlineData("c++ [1] back\\slash")]
    public async Task A_data_root_with_a_mount_in_it_is_not_copied(string name)
    {
        var folder = Directory.CreateTempSubdirectory("mounts-").FullName;
        var (from, mount) = (Path.Combine(folder, name), Path.Combine(folder, name, "volumes", "my data"));
        Directory.CreateDirectory(mount);
        var move = await DataRootMove.LookAsync(HostShell.Here, from, Path.Combine(folder, "new"), new DaemonConfigOptions { MoveData = true }, [], default);
        await RunAsync("mount", "-t", "tmpfs", "dockerops-test", mount);
        try
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => move!.Copy[0].RunAsync(HostShell.Here, new TransferMeter(), default));
            Assert.Contains("still mounted below", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", mount);
            Directory.Delete(folder, recursive: true);
        }
    }

    // The root itself may be a mount.
    [LabFact]
    public async Task One_that_is_a_mount_itself_is_copied()
    {
        var folder = Directory.CreateTempSubdirectory("mounts-").FullName;
        var from = Path.Combine(folder, "with blanks");
        Directory.CreateDirectory(from);
        await RunAsync("mount", "-t", "tmpfs", "dockerops-test", from);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(from, "file"), "x");
            var move = await DataRootMove.LookAsync(HostShell.Here, from, Path.Combine(folder, "new"), new DaemonConfigOptions { MoveData = true }, [], default);
            await move!.Copy[0].RunAsync(HostShell.Here, new TransferMeter(), default);
            Assert.Equal("x", await File.ReadAllTextAsync(Path.Combine(folder, "new", "file")));
        }
        finally
        {
            await RunAsync("umount", from);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(command[0], command.Skip(1));
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
