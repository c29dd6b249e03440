using System.Diagnostics;
using System.Formats.Tar;
using DockerOps.BaseImages;
using Xunit;

namespace DockerOps.Tests.BaseImages;

/// <summary>The scripts of a build against roots that packages have made hostile. Most tests here need no root.</summary>
public sealed class BuildScriptsTests : IDisposable
{
    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("build-scripts-");
    private readonly DirectoryInfo outside = Directory.CreateTempSubdirectory("build-outside-");

    private string Root => Path.Combine(work.FullName, "root");

    public void Dispose()
    {
        work.Delete(recursive: true);
        outside.Delete(recursive: true);
    }

    [Fact]
    public async Task Minimising_never_follows_a_link_out_of_the_root()
    {
        var precious = Path.Combine(outside.FullName, "locale");
        File.WriteAllText(precious, "host");
        Directory.CreateDirectory(Path.Combine(Root, "usr"));
        File.CreateSymbolicLink(Path.Combine(Root, "usr", "share"), outside.FullName);

        var (code, _, errors) = await RunAsync(BuildScripts.Finish(work.FullName, [MinimizeStep.Locales]));
        Assert.Equal(BuildScripts.Escapes, code);
        Assert.Contains(outside.FullName, errors, StringComparison.Ordinal);
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public async Task The_network_file_is_never_written_outside_of_the_root()
    {
        Directory.CreateDirectory(Root);
        File.CreateSymbolicLink(Path.Combine(Root, "etc"), outside.FullName);
        var (code, _, _) = await RunAsync(BuildScripts.Finish(work.FullName, []));
        Assert.Equal(BuildScripts.Escapes, code);
        Assert.Empty(outside.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_release_file_that_is_a_link_to_the_hosts_own_is_not_read()
    {
        var host = Path.Combine(outside.FullName, "release");
        File.WriteAllText(host, "Host release 42\n");
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        File.CreateSymbolicLink(Path.Combine(Root, "etc", "redhat-release"), host);
        var (_, output, _) = await RunAsync(BuildScripts.Finish(work.FullName, []));
        Assert.DoesNotContain("release=", output, StringComparison.Ordinal);
        Assert.Contains("size=", output, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task The_rights_of_programs_are_kept()
    {
        Directory.CreateDirectory(Root);
        foreach (var name in (string[])["ping", "plain"]) File.Copy("/bin/true", Path.Combine(Root, name));
        // cap_net_raw, permitted and effective (capabilities(7), linux/capability.h); not every machine has setcap.
        const string Set = "import os, sys; os.setxattr(sys.argv[1], 'security.capability', bytes.fromhex('01000002' + '00200000' + '0' * 24))";
        Assert.Equal((0, "", ""), await RunAsync(["python3", "-c", Set, Path.Combine(Root, "ping")]));
        var file = Path.Combine(outside.FullName, "root.tar");
        foreach (var command in (IReadOnlyList<string>[])[["sh", "-c", "f=$1; shift; \"$@\" >\"$f\"", "sh", file, .. BuildScripts.Tar(work.FullName)], BuildScripts.PipeInto(work.FullName, ["dd", "status=none", "of=" + file])])
        {
            Assert.Equal((0, "", ""), await RunAsync(command));
            using var tar = new TarReader(File.OpenRead(file));
            var entries = new Dictionary<string, TarEntry>();
            while (tar.GetNextEntry() is { } entry) entries.Add(entry.Name, entry);
            Assert.Contains("SCHILY.xattr.security.capability", Assert.IsType<PaxTarEntry>(entries["./ping"]).ExtendedAttributes);
            // Nothing that makes every file of an image larger.
            Assert.IsType<UstarTarEntry>(entries["./plain"]);
        }
    }

    [Fact]
    public void A_root_with_nothing_in_it_is_no_system()
    {
        var facts = new RootFacts();
        facts.Line("size=60");
        facts.Line("databaseSize=0");
        Assert.Equal("no shell (/bin/sh), no echo (/bin/echo), no package database (/var/lib/rpm), only 61,440 bytes of files", facts.Implausible());
    }

    [Theory]
    [InlineData("CentOS release 6.5 (Final)", "6.5")]
    [InlineData("CentOS Linux release 7.9.2009 (Core)", "7.9.2009")]
    [InlineData("Fedora release 40 (Forty)", "40")]
    [InlineData("no digits", null)]
    public void The_version_is_the_first_number_of_the_release(string release, string? version)
    {
        var facts = new RootFacts();
        facts.Line("release=" + release);
        Assert.Equal(version, facts.Version);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(IReadOnlyList<string> command)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
