using DockerOps.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>
/// What rpm does when a scriptlet of a package fails, whichever its version: rpm 6.1 ends with 1 where older ones end with 0. Its stand-in
/// is this machine's rpm, which ends so when it says the words that both have for it.
/// </summary>
public sealed class RpmScriptletTests : IDisposable
{
    private const string Standin = """
        #!/bin/sh
        case "$*" in *-U*) set -- --nodeps "$@" ;; esac
        {real} --dbpath {folder}/db "$@" 2>{folder}/said; c=$?
        cat {folder}/said >&2
        if [ $c = 0 ] && grep -q 'scriptlet failed, exit status\|lua script failed' {folder}/said; then exit 1; fi
        exit $c

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("dockerops-test.").FullName;
    private readonly RpmTool tool = new("dnf");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [LabFact]
    public async Task A_post_scriptlet_that_fails_leaves_the_package_installed()
    {
        await InstalledAsync("post", 1);
        var result = await InstallAsync(await PackageAsync("post", 2, "%post -p <lua>\nerror('no')"));
        Assert.True(result.Success, result.ErrorOutput);
        Assert.Contains("lua script failed", result.ErrorOutput, StringComparison.Ordinal);
        Assert.Equal("post-2-1", await RpmAsync("-q", "post", "--qf", "%{NAME}-%{VERSION}-%{RELEASE}"));

        await InstalledAsync("postun", 1, "%postun -p <lua>\nerror('no')");
        Assert.True((await InstallAsync(await PackageAsync("postun", 2))).Success);
        Assert.Equal("postun-2-1", await RpmAsync("-q", "postun", "--qf", "%{NAME}-%{VERSION}-%{RELEASE}"));
    }

    [LabFact]
    public async Task One_that_keeps_a_package_in_or_out_fails()
    {
        await InstalledAsync("pre", 1);
        Assert.False((await InstallAsync(await PackageAsync("pre", 2, "%pre -p <lua>\nerror('no')"))).Success);
        Assert.Equal("pre-1-1", await RpmAsync("-q", "pre", "--qf", "%{NAME}-%{VERSION}-%{RELEASE}"));

        await InstalledAsync("preun", 1, "%preun -p <lua>\nerror('no')");
        Assert.False((await InstallAsync(await PackageAsync("preun", 2))).Success);
        Assert.Equal("preun-1-1 preun-2-1 ", await RpmAsync("-q", "preun", "--qf", "%{NAME}-%{VERSION}-%{RELEASE} "));
    }

    // A folder in the place of a file: rpm cannot write the package anew, and keeps it in its database.
    [LabFact]
    public async Task A_package_that_cannot_be_written_anew_fails_though_a_version_of_it_is_there()
    {
        var file = Path.Combine(folder, "content");
        var package = await PackageAsync("files", 1, $"%install\nmkdir -p %{{buildroot}}{folder}\necho x >%{{buildroot}}{file}", file, "%post -p <lua>\nerror('no')");
        Assert.True((await InstallAsync(package)).Success);
        File.Delete(file);
        Directory.CreateDirectory(Path.Combine(file, "inside"));
        await Task.Delay(1100);
        var result = await InstallAsync(package);
        Assert.False(result.Success, result.ErrorOutput);
        Assert.Equal("files-1-1", await RpmAsync("-q", "files", "--qf", "%{NAME}-%{VERSION}-%{RELEASE}"));
    }

    [LabFact]
    public async Task One_that_is_gone_is_gone()
    {
        await InstalledAsync("added", 1, "%postun -p <lua>\nerror('no')");
        var result = await RunAsync(tool.PutBack(Path.GetDirectoryName(await PackageAsync("old", 1))!, ["added"]));
        Assert.True(result.Success, result.ErrorOutput);

        await InstalledAsync("stays", 1, "%preun -p <lua>\nerror('no')");
        Assert.False((await RunAsync(tool.PutBack(Path.GetDirectoryName(await PackageAsync("old", 2))!, ["stays"]))).Success);
    }

    private async Task InstalledAsync(string name, int version, string script = "")
    {
        var result = await InstallAsync(await PackageAsync(name, version, script));
        Assert.True(result.Success, result.ErrorOutput);
    }

    private Task<CommandResult> InstallAsync(string package) => RunAsync(tool.Install(Path.GetDirectoryName(package)!));

    private async Task<string> RpmAsync(params string[] words) => (await RunAsync(["rpm", .. words])).Output;

    private async Task<CommandResult> RunAsync(IReadOnlyList<string> command)
    {
        var program = Path.Combine(folder, "bin", "rpm");
        if (!File.Exists(program))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            var real = (await HostShell.Here.ReadAsync(["sh", "-c", "command -v rpm"], default)).Trim();
            await File.WriteAllTextAsync(program, Standin.Replace("{real}", real, StringComparison.Ordinal).Replace("{folder}", folder, StringComparison.Ordinal));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return await HostShell.Here.RunAsync(["sh", "-c", "PATH=$1/bin:$PATH; shift; exec \"$@\"", "sh", folder, .. command], default);
    }

    private async Task<string> PackageAsync(string name, int version, string script = "", string files = "", string more = "")
    {
        var build = Directory.CreateDirectory(Path.Combine(folder, $"{name}-{version}")).FullName;
        var spec = Path.Combine(build, "spec");
        await File.WriteAllTextAsync(spec, $"""
            Name: {name}
            Version: {version}
            Release: 1
            Summary: A package
            License: none
            BuildArch: noarch
            %description
            A package.
            {script}
            {more}
            %files
            {files}

            """);
        await HostShell.Here.ReadAsync(["rpmbuild", "--quiet", "-bb", "--define", "_topdir " + build, "--define", "_rpmdir " + build, "--define", "_rpmfilename %%{NAME}.rpm", "--define", "_buildshell /bin/bash", spec], default);
        return Path.Combine(build, name + ".rpm");
    }
}
