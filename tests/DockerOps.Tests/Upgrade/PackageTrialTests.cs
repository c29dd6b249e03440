using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>Packages that may not be installed are refused while the engine runs; once it is stopped there would be no way on and none back.</summary>
[Collection(nameof(NodeTests))]
public sealed class PackageTrialTests
{
    // The words are those of dnf 5.4.6, for whose --downloadonly an unsigned package is good enough (dnf5#1985).
    private const string Dnf5 = """
        cat >/usr/local/bin/dnf <<'END'
        #!/bin/sh
        case "$*" in
          --version) echo 'dnf5 version 5.4.6.0'; exit ;;
          *' reinstall --setopt=tsflags=test --setopt=destdir='*) exit ;;
          *' install --setopt=tsflags=test --setopt=destdir='*'/new docker-engine-'*)
            echo 'Transaction failed: Signature verification failed.' >&2
            echo 'OpenPGP check for package "docker-engine" from repo "docker" has failed: The package is not signed.' >&2
            exit 1 ;;
        esac
        exec /usr/bin/dnf "$@"
        END
        chmod 0755 /usr/local/bin/dnf
        """;

    // What rpm 6 is by default, but for distributions that choose otherwise; dnf 5 installs unsigned packages all the same where gpgcheck is off.
    private const string StrictRpm = """
        printf '%s\n' '#!/bin/sh' 'case "$*" in *-U*) set -- --define "_pkgverify_level all" "$@" ;; esac' 'exec /usr/bin/rpm "$@"' >/usr/local/bin/rpm
        chmod 0755 /usr/local/bin/rpm
        """;

    [LabTheory("nodes")]
    [InlineData(Dnf5, "rm /usr/local/bin/dnf", "download", "The package is not signed.")]
    [InlineData(StrictRpm, "rm /usr/local/bin/rpm", "keep", "does not verify: no signature")]
    public async Task Nothing_is_stopped_for_packages_that_are_refused(string make, string unmake, string step, string words)
    {
        const string Running = "cat /var/run/docker.pid; rpm -q docker-engine";
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        var before = await session.Shell.ReadAsync("sh", "-c", Running);
        try
        {
            await session.Shell.ReadAsync("sh", "-c", make);
            var report = await LastReport.OfAsync(await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default));
            Assert.Equal(UpgradeOutcome.Unchanged, report.Outcome);
            Assert.Contains(words, report.Failure, StringComparison.Ordinal);
            Assert.Equal(step, report.Steps.Single(one => one.Failure is not null).Id);
            Assert.Equal(before, await session.Shell.ReadAsync("sh", "-c", Running));
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", unmake);
        }
    }
}
