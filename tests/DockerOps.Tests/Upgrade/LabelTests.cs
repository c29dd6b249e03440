using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>What an upgrade puts in place gets the label that SELinux wants: a restorecon of our own writes down what it is asked for.</summary>
public sealed class LabelTests
{
    private const string Make = """
        d=$(mktemp -d); mkdir "$d/tools" "$d/bin" "$d/new" "$d/old" && cd "$d" || exit
        printf '#!/bin/sh\necho "$@" >>%s/asked\n' "$d" >tools/restorecon; chmod 0755 tools/restorecon
        echo old >bin/dockerd; echo new >new/dockerd; echo new >new/runc; cp bin/dockerd old/dockerd; echo "dockerd $d/bin/dockerd" >old/list
        echo then >file; tar -cf files.tar -C / "${d#/}/file"; echo now and more >file
        echo "$d"
        """;

    [LabFact]
    public async Task Programs_and_files_are_labelled_on_both_ways()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var d = await session.Shell.ReadAsync("sh", "-c", Make);
        async Task<string[]> AskedAsync(params IReadOnlyList<string>[] commands)
        {
            foreach (var command in commands) await session.Shell.ReadAsync(["sh", "-c", "PATH=$1/tools:$PATH; shift; exec \"$@\"", "sh", d, .. command], default);
            return (await session.Shell.ReadAsync("sh", "-c", "cat \"$1/asked\"; rm -f \"$1/asked\"", "sh", d)).Split('\n');
        }

        try
        {
            var forward = await AskedAsync(StaticScripts.Stage(d + "/new", d + "/old", d + "/bin"), StaticScripts.Swap(d + "/old"));
            Assert.Equal([$"{d}/bin/dockerd", $"{d}/bin/runc"], forward);
            Assert.Equal([$"{d}/bin/dockerd"], await AskedAsync(StaticScripts.PutBack(d + "/old")));
            Assert.Equal([$"{d}/file"], await AskedAsync(ConfigurationScripts.PutBack(d + "/files.tar", d + "/replaced")));
            Assert.Equal("then\nnow and more", await session.Shell.ReadAsync("sh", "-c", "cat \"$1/file\" \"$1/replaced$1/file\"", "sh", d));
            Assert.Equal([$"{d}/file"], await AskedAsync(StaticScripts.Unpack(d + "/files.tar")));

            // One that fails is no reason to end.
            await session.Shell.ReadAsync("sh", "-c", "echo 'exit 1' >>\"$1/tools/restorecon\"", "sh", d);
            Assert.Equal([$"{d}/bin/dockerd"], await AskedAsync(StaticScripts.PutBack(d + "/old")));
        }
        finally
        {
            await session.Shell.ReadAsync("rm", "-rf", d);
        }
    }
}
