using System.Net;
using System.Net.Sockets;
using DockerOps.Hosts;
using DockerOps.Rpm;
using DockerOps.Sessions;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>.repo files on a host with dnf.</summary>
[Collection(nameof(YumHostTests))]
public sealed class YumRegistrationTests : IAsyncLifetime
{
    // Nobody has its secret key.
    private const string PublicKey = """
        -----BEGIN PGP PUBLIC KEY BLOCK-----

        mDMEXgvhABYJKwYBBAHaRw8BAQdArOBdPAhNV1w3FiQhmUef8K65vGuwI120lsPG
        Sr7Oyhy0IURvY2tlck9wcyB0ZXN0IDx0ZXN0QGV4YW1wbGUub3JnPoiQBBMWCAA4
        FiEE0sukIpJKqbe6L5OtyuxUF2ioWMIFAl4L4QACGwMFCwkIBwIGFQoJCAsCBBYC
        AwECHgECF4AACgkQyuxUF2ioWMKdvAD/RMHtgVsCVS3KDIZrdEqRY7G8vTI7Yac+
        BbYX4rRMl28BAPztDONezxMlwYTRKC0hPPyaGE/G9jw5hKJBwLcpA10K
        =1Ei9
        -----END PGP PUBLIC KEY BLOCK-----

        """;

    private readonly string id = Lab.Unique("repo");
    private HostSession session = null!;

    private string File => $"/etc/yum.repos.d/{id}.repo";

    private string KeyFile => $"/etc/pki/rpm-gpg/RPM-GPG-KEY-{id}";

    private YumRepositoryDefinition Base =>
        new() { Id = id, Name = "The lab's base", BaseUrl = [$"file://{Lab.Current.Text("rpm", "hostTree")}/base"], GpgCheck = false };

    public async Task InitializeAsync()
    {
        if (Lab.WhyNot is null) session = await HostSession.OpenAsync(Lab.Current.SmeAs("admin"), SshLogin.Default, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (session is null) return;
        await Root("rm", "-f", File, File + ".partial", KeyFile, "/var/run/yum.pid");
        await session.DisposeAsync();
    }

    [LabFact]
    public async Task A_file_is_written_and_read_back_and_taken_away()
    {
        var document = YumConfiguration.Parse("# by hand\n" + Base + "\n");
        var plan = await PlanAsync(document);
        Assert.Equal(FailureKind.NotPermitted, (await Refused(Lab.Current.SmeAs("plain"))).Kind);

        var made = Assert.Single(await RunAsync(plan));

        Assert.Equal((id, File), (made.Id, made.Path));
        Assert.Equal(document.ToString(), await Root("cat", File));
        Assert.Equal("644 root\n", await Root("stat", "-c", "%a %U", File));
        var found = await YumRepositoryList.ReadAsync(session.Shell, CancellationToken.None);
        Assert.Equal(Base.BaseUrl, Assert.Single(found.Repositories, entry => entry.Id == id).Definition.BaseUrl);
        Assert.Equal(
            FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => PlanAsync(YumConfiguration.Of([Base])))).Kind);
        Assert.Empty((await PlanAsync(document, new() { SkipCache = true })).Lines);

        await RunAsync(await PlanAsync(YumConfiguration.Of([Base]), new() { Force = true }));
        Assert.StartsWith("[", await Root("cat", File), StringComparison.Ordinal);
        await RunAsync(await YumUnregistration.PrepareAsync(session, id, CancellationToken.None));
        Assert.Equal("gone\n", await Root("sh", "-c", $"test -e {File} || echo gone"));
    }

    [LabFact]
    public async Task A_link_stays_and_the_file_behind_it_is_changed()
    {
        var real = $"/srv/{id}.real";
        var two = YumConfiguration.Of([Base, Base with { Id = id + "-2" }]);
        await Root("sh", "-c", "mkdir -p /etc/yum.repos.d && printf '# empty\\n' >\"$1\" && chmod 0640 \"$1\" && ln -s \"$1\" \"$2\"", "sh", real, File);
        try
        {
            var plan = await PlanAsync(two, new() { Force = true, SkipCache = true });
            Assert.Equal(real, plan.Steps.OfType<FileStep>().Single().Path);
            await RunAsync(plan);
            Assert.Equal($"{real} 640\n", await Root("sh", "-c", "echo \"$(readlink \"$1\") $(stat -L -c %a \"$1\")\"", "sh", File));
            Assert.Equal(two.ToString(), await Root("cat", real));

            await RunAsync(await YumUnregistration.PrepareAsync(session, id + "-2", CancellationToken.None));
            Assert.Equal(real + "\n", await Root("readlink", File));
            Assert.DoesNotContain(id + "-2", await Root("cat", real), StringComparison.Ordinal);

            // One with a password is for root only, wherever it is.
            var secret = YumConfiguration.Of([Base with { BaseUrl = ["https://me:hush@host/x"] }]);
            await RunAsync(await PlanAsync(secret, new() { Force = true, SkipCache = true }));
            Assert.Equal($"{real} 600\n", await Root("sh", "-c", "echo \"$(readlink \"$1\") $(stat -L -c %a \"$1\")\"", "sh", File));
        }
        finally
        {
            await Root("rm", "-f", real);
        }
    }

    [LabFact]
    public async Task A_host_without_yum_is_refused() => Assert.Equal(FailureKind.Unsupported, (await Refused(Lab.Current.BootAs("root"))).Kind);

    [LabFact]
    public async Task What_is_shown_is_what_is_run()
    {
        var plan = await PlanAsync(YumConfiguration.Of([Base]));
        Assert.Equal([typeof(FileStep), typeof(YumLockWait)], plan.Steps.Where(step => step is not CommandStep).Select(step => step.GetType()));
        var write = plan.Steps.OfType<FileStep>().Single();
        Assert.Equal((File, Base.ToString(), "0644"), (write.Path, write.Text, write.Mode));
        Assert.Equal($"sudo -n -- dnf -y --refresh '--disablerepo=*' '--enablerepo={id}' '--setopt=*.skip_if_unavailable=0' makecache on {session.Host}", plan.Lines[^1]);
        Assert.Equal("gone\n", await Root("sh", "-c", $"test -e {File} || echo gone"));
    }

    [LabFact]
    public async Task One_that_dnf_cannot_use_is_taken_away_again_and_the_old_one_comes_back()
    {
        var broken = YumConfiguration.Of([Base with { BaseUrl = ["file:///srv/nothing"] }]);
        var failure = await Assert.ThrowsAsync<DockerOpsException>(async () => await RunAsync(await PlanAsync(broken)));
        Assert.Equal((FailureKind.CommandFailed, (object)id), (failure.Kind, failure.Target));
        Assert.Equal("gone\n", await Root("sh", "-c", $"test -e {File} || echo gone"));

        await RunAsync(await PlanAsync(broken, new() { SkipCache = true }));
        failure = await Assert.ThrowsAsync<DockerOpsException>(async () => await RunAsync(await PlanAsync(broken)));
        Assert.Contains("was there already and stays", failure.Message, StringComparison.Ordinal);

        await RunAsync(await PlanAsync(YumConfiguration.Of([Base]), new() { SkipCache = true, Force = true }));
        await Assert.ThrowsAsync<DockerOpsException>(async () => await RunAsync(await PlanAsync(broken, new() { Force = true })));
        Assert.Equal(Base.ToString(), await Root("cat", File));
    }

    [LabFact]
    public async Task One_that_is_cut_off_while_dnf_tries_it_is_taken_away_again()
    {
        using var stop = new CancellationTokenSource();

        // A server that takes the call and says nothing.
        using var silent = new TcpListener(IPAddress.Any, 0);
        silent.Start();
        var gateway = (await Root("sh", "-c", "ip route | sed -n 's/^default via \\([^ ]*\\).*/\\1/p'")).Trim();
        var mute = YumConfiguration.Of([Base with { BaseUrl = [$"http://{gateway}:{((IPEndPoint)silent.LocalEndpoint).Port}/"] }]);
        var plan = await PlanAsync(mute, new() { PublicKey = PublicKey });
        var run = plan.RunAsync(stop.Token).ToListAsync(CancellationToken.None).AsTask();
        using (await silent.AcceptSocketAsync().WaitAsync(TimeSpan.FromMinutes(1))) await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("gone\n", await Root("sh", "-c", $"test -e {File} || test -e {KeyFile} || echo gone"));
    }

    [LabFact]
    public async Task The_key_of_the_old_one_comes_back_with_it()
    {
        YumRegistrationOptions with = new() { Force = true, PublicKey = PublicKey };
        await RunAsync(await PlanAsync(YumConfiguration.Of([Base]), with));
        await Root("rpm", "-e", "gpg-pubkey-68a858c2-5e0be100");
        var file = await Root("cat", File);
        Assert.Contains(KeyFile, file, StringComparison.Ordinal);

        var rotated = with with { PublicKey = PublicKey.Replace("\n\nm", "\nComment: the next one\n\nm", StringComparison.Ordinal) };
        var broken = YumConfiguration.Of([Base with { BaseUrl = ["file:///srv/nothing"] }]);
        foreach (var options in (YumRegistrationOptions[])[with, rotated])
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(async () => await RunAsync(await PlanAsync(broken, options)));
            Assert.Contains("was taken away again", failure.Message, StringComparison.Ordinal);
            Assert.Equal((file, PublicKey), (await Root("cat", File), await Root("cat", KeyFile)));
        }

        // The same repository, with another key.
        await Root("rm", File, KeyFile);
        await RunAsync(await PlanAsync(broken, with with { SkipCache = true }));
        await Root("rpm", "-e", "gpg-pubkey-68a858c2-5e0be100");
        var stays = await Assert.ThrowsAsync<DockerOpsException>(async () => await RunAsync(await PlanAsync(broken, rotated)));
        Assert.Contains("was there already and stays", stays.Message, StringComparison.Ordinal);
        Assert.Equal(PublicKey, await Root("cat", KeyFile));

        await Root("rm", File, KeyFile);
        await Assert.ThrowsAsync<DockerOpsException>(async () => await RunAsync(await PlanAsync(broken, with)));
        Assert.Equal("gone\n", await Root("sh", "-c", $"test -e {KeyFile} || echo gone"));
    }

    [LabFact]
    public async Task A_key_that_came_along_is_said_to_be_written_and_goes_with_the_last_repository_that_names_it()
    {
        YumRegistrationOptions with = new() { PublicKey = PublicKey, SkipCache = true };
        var plan = await PlanAsync(YumConfiguration.Of([Base, Base with { Id = id + "-2" }]), with);
        Assert.Contains(plan.Lines, line => line.StartsWith($"write {KeyFile} ", StringComparison.Ordinal));
        await RunAsync(plan);
        Assert.DoesNotContain((await PlanAsync(YumConfiguration.Of([Base, Base with { Id = id + "-2" }]), with)).Lines, line => line.Contains($"{KeyFile} (", StringComparison.Ordinal));

        await RunAsync(await YumUnregistration.PrepareAsync(session, id + "-2", CancellationToken.None));
        Assert.Equal(PublicKey, await Root("cat", KeyFile));
        var last = await YumUnregistration.PrepareAsync(session, id, CancellationToken.None);
        Assert.Contains(last.Lines, line => line.Contains($"rm -f -- {KeyFile} ", StringComparison.Ordinal));
        await RunAsync(last);
        Assert.Equal("gone\n", await Root("sh", "-c", $"test -e {KeyFile} || echo gone"));
    }

    [LabFact]
    public async Task A_lock_is_waited_for_and_one_of_the_dead_is_not()
    {
        await Root("sh", "-c", "echo 999999 >/var/run/yum.pid");
        await RunAsync(await PlanAsync(YumConfiguration.Of([Base])));

        await Root("sh", "-c", "sleep 3 </dev/null >/dev/null 2>&1 & echo $! >/var/run/yum.pid");
        var plan = await PlanAsync(YumConfiguration.Of([Base]), new() { Force = true });
        var events = await plan.RunAsync(CancellationToken.None).ToListAsync();
        Assert.Contains(events.OfType<Progress>(), progress => progress.Status.Contains("holds /var/run/yum.pid", StringComparison.Ordinal));

        await Root("sh", "-c", "sleep 30 </dev/null >/dev/null 2>&1 & echo $! >/var/run/yum.pid");
        plan = await PlanAsync(YumConfiguration.Of([Base]), new() { Force = true, Timeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(FailureKind.TimedOut, (await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(plan))).Kind);
        await Root("sh", "-c", "kill $(cat /var/run/yum.pid)");
    }

    [LabFact]
    public async Task A_document_with_mistakes_is_refused()
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => PlanAsync(YumConfiguration.Parse($"[{id}]\nbaseurl=http://ip/updocker  //the address\n")));
        Assert.Equal(FailureKind.InvalidInput, failure.Kind);
        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task Only_its_section_leaves_a_file_with_others()
    {
        await RunAsync(await PlanAsync(YumConfiguration.Of([Base, Base with { Id = id + "-2" }]), new() { SkipCache = true }));
        await RunAsync(await YumUnregistration.PrepareAsync(session, id, CancellationToken.None));
        Assert.Equal((Base with { Id = id + "-2" }).ToString(), await Root("cat", File));
    }

    [LabFact]
    public async Task Who_may_read_a_file_stays_as_it_is()
    {
        var two = YumConfiguration.Of([Base, Base with { Id = id + "-2" }]);
        await RunAsync(await PlanAsync(two, new() { SkipCache = true }));
        await Root("chown", "0:7", File);
        await Root("chmod", "640", File);
        await RunAsync(await YumUnregistration.PrepareAsync(session, id + "-2", CancellationToken.None));
        Assert.Equal("640 0:7\n", await Root("stat", "-c", "%a %u:%g", File));

        await RunAsync(await PlanAsync(two, new() { SkipCache = true, Force = true }));
        Assert.Equal("640 0:7\n", await Root("stat", "-c", "%a %u:%g", File));
        var broken = YumConfiguration.Of([Base with { BaseUrl = ["file:///srv/nothing"] }]);
        await Assert.ThrowsAsync<DockerOpsException>(async () => await RunAsync(await PlanAsync(broken, new() { Force = true })));
        Assert.Equal("640 0:7\n", await Root("stat", "-c", "%a %u:%g", File));
        Assert.Equal(two.ToString(), await Root("cat", File));
    }

    [LabFact]
    public async Task A_file_with_a_password_is_for_root_only()
    {
        var login = new KeyValuePair<string, string>[] { new("username", "lab"), new("password", "secret") };
        foreach (var secret in (YumRepositoryDefinition[])[Base with { Options = login }, Base with { BaseUrl = ["http://lab:secret@127.0.0.1/"] }])
        {
            await RunAsync(await PlanAsync(YumConfiguration.Of([Base]), new() { SkipCache = true, Force = true }));
            Assert.Equal("644\n", await Root("stat", "-c", "%a", File));
            await RunAsync(await PlanAsync(YumConfiguration.Of([secret]), new() { SkipCache = true, Force = true }));
            Assert.Equal("600\n", await Root("stat", "-c", "%a", File));
            await Root("rm", File);
            await RunAsync(await PlanAsync(YumConfiguration.Of([secret]), new() { SkipCache = true }));
            Assert.Equal("600\n", await Root("stat", "-c", "%a", File));
            await Root("rm", File);
        }
    }

    private static async Task<DockerOpsException> Refused(DockerHost host)
    {
        await using var other = await HostSession.OpenAsync(host, SshLogin.Default, CancellationToken.None);
        return await Assert.ThrowsAsync<DockerOpsException>(
            () => YumRegistration.PrepareAsync(other, "x", YumConfiguration.Of([YumRepositoryPresets.Epel]), new(), CancellationToken.None));
    }

    private Task<YumRepositoryPlan> PlanAsync(YumConfiguration document, YumRegistrationOptions? options = null) =>
        YumRegistration.PrepareAsync(session, id, document, options ?? new(), CancellationToken.None);

    private static async Task<IReadOnlyList<YumRepositoryRegistration>> RunAsync(YumRepositoryPlan plan) =>
        (await plan.RunAsync(CancellationToken.None).ToListAsync()).OfType<Output<IReadOnlyList<YumRepositoryRegistration>>>().Single().Value;

    private async Task<string> Root(params string[] command) =>
        await (await session.Shell.AsRootAsync(CancellationToken.None)).ReadAsync(command, CancellationToken.None);
}
