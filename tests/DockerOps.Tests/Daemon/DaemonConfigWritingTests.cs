using DockerOps.Daemon;
using DockerOps.Daemon.Changes;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Changes of real hosts.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class DaemonConfigWritingTests
{
    private const string Json = "/etc/docker/daemon.json";

    // The hosts have no setfattr(1); the numbers of setxattr(2) and getxattr(2) are those of x86-64, else of arm64.
    private const string SetAttribute = "$n = `uname -m` =~ /x86/ ? 188 : 5; ($f, $a, $v) = (shift, q(trusted.dockerops), q(deep)); exit(syscall($n, $f, $a, $v, 4, 0) ? 1 : 0)";
    private const string GetAttribute = "$n = `uname -m` =~ /x86/ ? 191 : 8; ($f, $a, $v) = (shift, q(trusted.dockerops), q(    )); syscall($n, $f, $a, $v, 4); print $v";

    [LabFact]
    public async Task A_change_is_made_proved_and_taken_back_again()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.SmeAs("admin"));
        var old = await host.Text("/etc/default/docker");
        var before = await host.Process();
        var plan = await host.Plan(new(), ("dns", new[] { "192.168.1.1" }), ("DOCKER_TMPDIR", "/tmp/docker"));
        Assert.Equal(before, await host.Process());
        Assert.Equal("none", await host.Text(Json));

        var made = await ConfiguredHost.Run(plan);

        Assert.Equal(["DOCKER_TMPDIR=/tmp/docker", "dns=192.168.1.1"], made.Select(s => $"{s.Name}={s.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("{\n  \"dns\": [\"192.168.1.1\"]\n}", await host.Text(Json));
        Assert.NotEqual(before, await host.Process());
        Assert.Contains("DOCKER_TMPDIR=/tmp/docker", await host.Sh("tr '\\0' '\\n' <\"/proc/$1/environ\"", $"{await host.Process()}"), StringComparison.Ordinal);
        Assert.Equal("", await host.Sh("docker ps -aq --filter name=dockerops-check; docker images -q 'dockerops-check*'"));
        Assert.Empty((await host.Plan(new(), ("dns", "192.168.1.1"))).Steps);

        // A reload keeps the process.
        var running = await host.Process();
        plan = await host.Plan(new(), ("labels", new[] { "a=b" }));
        Assert.Contains(plan.Lines, line => line.Contains("kill -HUP", StringComparison.Ordinal));
        await ConfiguredHost.Run(plan);
        await host.Set(new() { Append = true }, ("labels", new[] { "c=d" }));
        Assert.Equal(running, await host.Process());
        Assert.Contains("\"labels\": [\"a=b\", \"c=d\"]", await host.Text(Json), StringComparison.Ordinal);

        var kept = await DaemonConfigRestoration.ListAsync(host.Session, default);
        Assert.Equal(["labels", "labels", "DOCKER_TMPDIR dns"], kept.Select(k => string.Join(' ', k.Settings)));
        await ConfiguredHost.Run(await DaemonConfigRestoration.PrepareAsync(host.Session, kept[^1].Id, new(), default));
        Assert.Equal((old, "none"), (await host.Text("/etc/default/docker"), await host.Text(Json)));
    }

    [LabFact]
    public async Task What_a_killed_client_leaves_the_next_one_puts_right()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        await host.Sh("printf '{\\n  \"mtu\": 1400\\n}\\n' >\"$1\"", Json);

        // As far as a client gets that dies before the restart: the engine's next start would fail.
        var broken = await host.Plan(new(), ("labels", new[] { "no-equals" }), ("storage-driver", "nosuch"));
        foreach (var step in broken.Steps.TakeWhile(step => step is not EngineStart && !step.Show(host.Session.Shell).StartsWith("service", StringComparison.Ordinal)))
            await step.RunAsync(host.Session.Shell, new TransferMeter(), default);
        Assert.Contains("nosuch", await host.Text(Json), StringComparison.Ordinal);
        await host.Sh("service docker stop");
        Assert.Equal(KeptConfigState.Open, (await DaemonConfigRestoration.ListAsync(host.Session, default))[0].State);

        var next = await host.Plan(new(), ("debug", true));
        Assert.StartsWith("put the files of ", next.Lines[0], StringComparison.Ordinal);
        await ConfiguredHost.Run(next);

        Assert.Equal("{\n  \"mtu\": 1400,\n  \"debug\": true\n}", await host.Text(Json));
        await host.Session.Engine.RenewVersionAsync(default);
        Assert.Equal([KeptConfigState.Done, KeptConfigState.Undone], (await DaemonConfigRestoration.ListAsync(host.Session, default)).Select(k => k.State));
    }

    [LabFact]
    public async Task Two_do_not_change_it_at_once_and_what_somebody_else_changed_stays()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        var plan = await host.Plan(new() { NoRestart = true }, ("debug", true));
        await using (await ConfigLock.TakeAsync(host.Session.Shell, ConfigScripts.Base, new(), default))
            Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => ConfiguredHost.Run(plan))).Kind);
        await host.Sh("echo '{ \"mtu\": 1300 }' >\"$1\"", Json);
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ConfiguredHost.Run(plan));
        Assert.Equal((FailureKind.Conflict, (object)Json), (failure.Kind, failure.Target));
        Assert.Equal("{ \"mtu\": 1300 }", await host.Text(Json));
    }

    [LabFact]
    public async Task The_data_goes_along_to_another_root_or_the_change_is_refused()
    {
        // The host's own file system is an overlay already, on which there can be no other; its /tmp is none.
        const string Root = "/tmp/moved/docker";
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        var images = await host.Sh("docker images -q");
        Assert.NotEqual("", images);
        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => host.Plan(new(), ("data-root", Root)))).Kind);
        try
        {
            await host.Sh("docker volume create moved >/dev/null; v=/var/lib/docker/volumes/moved/_data; echo x >$v/a; ln $v/a $v/hard; ln -s a $v/soft; chown 12:34 $v/a; truncate -s 64M $v/hole");
            await host.Sh($"perl -e '{SetAttribute}' /var/lib/docker/volumes/moved/_data/a");
            await host.Set(new() { MoveData = true }, ("data-root", Root));

            Assert.Equal("deep", await host.Sh($"perl -e '{GetAttribute}' $1/volumes/moved/_data/a", Root));
            Assert.Equal(Root, await host.Sh("docker info --format '{{.DockerRootDir}}'"));
            Assert.Equal(images, await host.Sh("docker images -q"));
            Assert.Equal("12:34 2 x", await host.Sh("cd $1/volumes/moved/_data; echo \"$(stat -c '%u:%g %h' a) $(cat soft)\"", Root));
            Assert.True(long.Parse(await host.Sh("du -k $1/volumes/moved/_data/hole | cut -f 1", Root), null) < 1024);
            Assert.Equal("still", await host.Sh("test -d /var/lib/docker/volumes/moved && echo still"));

            // Back, and the copy is thrown away with the new root.
            var restored = await DaemonConfigRestoration.PrepareAsync(host.Session, null, new(), default);
            Assert.Contains(restored.Warnings, warning => warning.Contains(Root, StringComparison.Ordinal));
            await ConfiguredHost.Run(restored);
            Assert.Equal("/var/lib/docker", await host.Sh("docker info --format '{{.DockerRootDir}}'"));
        }
        finally
        {
            await host.Sh("docker volume rm moved; rm -rf /tmp/moved");
        }
    }

    [LabFact]
    public async Task A_file_system_that_cannot_keep_attributes_is_no_place_for_the_data()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var shell = await session.Shell.AsRootAsync(default);
        Task<string> Sh(string script) => shell.ReadAsync(["sh", "-c", script], default);
        await Sh($"mkdir -p /tmp/attributes/old /tmp/attributes/new; cd /tmp/attributes; echo x >old/a; mount -t ramfs ramfs new; perl -e '{SetAttribute}' old/a");
        try
        {
            var move = await DataRootMove.LookAsync(shell, "/tmp/attributes/old", "/tmp/attributes/new/docker", new(), [], default);

            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => move!.Copy[0].RunAsync(shell, new TransferMeter(), default));

            Assert.Contains("setting attributes", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Sh("umount /tmp/attributes/new; rm -rf /tmp/attributes");
        }
    }

    [LabFact]
    public async Task The_old_root_is_removed_only_once_the_engine_runs_on_the_new_one()
    {
        const string Root = "/tmp/moved/docker";
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        var images = await host.Sh("docker images -q");
        try
        {
            await host.Set(new() { MoveData = true, RemoveOld = true }, ("data-root", Root));
            Assert.Equal(("", images), (await host.Sh("ls -A /var/lib/docker"), await host.Sh("docker images -q")));
            var refused = await Assert.ThrowsAsync<DockerOpsException>(() => DaemonConfigRestoration.PrepareAsync(host.Session, null, new(), default));
            Assert.Equal((FailureKind.Conflict, "/var/lib/docker"), (refused.Kind, refused.Target));
            Assert.NotEmpty((await DaemonConfigRestoration.PrepareAsync(host.Session, null, new() { Force = true }, default)).Steps);

            await host.Set(new() { MoveData = true, RemoveOld = true }, ("data-root", "/var/lib/docker"));
            Assert.Equal(("none", images), (await host.Sh("ls -A $1 2>/dev/null || echo none", Root), await host.Sh("docker images -q")));
        }
        finally
        {
            // Whatever went wrong, the host's images are somebody else's too.
            await host.Sh("[ -n \"$(ls -A /var/lib/docker)\" ] || { service docker stop; cp -a $1/. /var/lib/docker/; }; rm -rf /tmp/moved", Root);
        }
    }

    [LabFact]
    public async Task A_disk_that_fills_up_during_the_copy_leaves_the_engine_where_it_was()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        var before = await host.Sh("docker images -q; docker info --format '{{.DockerRootDir}}'");
        await host.Sh("mkdir /tmp/full; mount -t tmpfs -o size=$(($(du -sk /var/lib/docker | cut -f 1) + 4096))k tmpfs /tmp/full");
        try
        {
            var plan = await host.Plan(new() { MoveData = true, RemoveOld = true }, ("data-root", "/tmp/full/docker"));
            await host.Sh("dd if=/dev/zero of=/tmp/full/other bs=1M count=5 2>/dev/null");

            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ConfiguredHost.Run(plan));

            Assert.Equal(FailureKind.NoSpace, failure.Kind);
            Assert.EndsWith("The old files are back, and the engine runs with them again.", failure.Message, StringComparison.Ordinal);
            Assert.Equal(before, await host.Sh("docker images -q; docker info --format '{{.DockerRootDir}}'"));
            Assert.Equal(("other", "none"), (await host.Sh("ls -A /tmp/full"), await host.Text(Json)));
            // One that is too small from the start is refused before anything is stopped.
            Assert.Equal(FailureKind.NoSpace, (await Assert.ThrowsAsync<DockerOpsException>(() => host.Plan(new() { MoveData = true }, ("data-root", "/tmp/full/docker")))).Kind);
        }
        finally
        {
            await host.Sh("umount /tmp/full; rmdir /tmp/full");
        }
    }

    // A script as boot2docker has it, in the place of the host's own.
    [LabFact]
    public async Task The_profile_of_boot2docker_reaches_the_engine()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Boot);
        const string Script = "#!/bin/sh\nEXTRA_ARGS=\nif [ -f /var/lib/boot2docker/profile ]; then . /var/lib/boot2docker/profile; fi\n"
            + "echo \"$1\" >>/tmp/calls\ncase $1 in\n start) setsid dockerd -p /var/run/docker.pid $EXTRA_ARGS >>/var/log/docker.log 2>&1 </dev/null & ;;\n stop) kill \"$(cat /var/run/docker.pid)\" ;;\nesac\n";
        await host.Sh("[ -e /root/init ] || cp -p /etc/init.d/docker /root/init; mkdir -p /mnt/sda1/boot2docker; ln -s /mnt/sda1/boot2docker /var/lib/boot2docker; printf '# FIN\\nother_args=\"--dns 10.1.1.1\"\\n' >/var/lib/boot2docker/profile");
        try
        {
            await host.Sh("printf %s \"$1\" >/etc/init.d/docker", Script);
            var plan = await host.Plan(new(), ("dns", "192.168.1.1"));
            Assert.Contains(plan.Warnings, warning => warning.Contains("EXTRA_ARGS=\"--dns 10.1.1.1\"", StringComparison.Ordinal) && warning.Contains("-Merge", StringComparison.Ordinal));

            await host.Set(new() { Merge = true }, ("dns", "192.168.1.1"));

            Assert.Equal("# FIN\nEXTRA_ARGS=\"--dns 192.168.1.1\"", await host.Text("/var/lib/boot2docker/profile"));
            Assert.Contains("--dns 192.168.1.1", await host.Sh("tr '\\0' ' ' <\"/proc/$1/cmdline\"", $"{await host.Process()}"), StringComparison.Ordinal);
            Assert.Equal("stop\nstart", await host.Text("/tmp/calls"));

            // The folder is a link there, and the file comes back behind it.
            await ConfiguredHost.Run(await DaemonConfigRestoration.PrepareAsync(host.Session, null, new(), default));
            Assert.Equal("# FIN\nother_args=\"--dns 10.1.1.1\"", await host.Text("/mnt/sda1/boot2docker/profile"));
        }
        finally
        {
            // The host's own script stops only what it has started.
            await host.Sh("kill $(cat /var/run/docker.pid); while pidof dockerd; do sleep 0.2; done; mv /root/init /etc/init.d/docker; rm -rf /var/lib/boot2docker /mnt/sda1 /tmp/calls; service docker start");
        }
    }
}
