using DockerOps.BaseImages;
using Xunit;

namespace DockerOps.Tests.BaseImages;

/// <summary>What dnf 5 prints when it makes a root; the texts are those of dnf 5.4.6 with rpm 6.1.0.</summary>
public sealed class Dnf5OutputTests
{
    private const string Table = """
        Package   Arch   Version Repository      Size
        Installing:
         big      noarch 0:1-1   base         2.9 MiB
        Installing group/module packages:
         badpost  noarch 0:1-1   base         0.0   B
         busy     noarch 1:1-1   base         2.0 MiB
        Installing groups:
         Sme Kern                                    

        Transaction Summary:
         Installing:         3 packages

        """;

    private const string Work = """
        Updating and loading repositories:
         base                                   100% |   1.3 MiB/s |   4.1 KiB |  00m00s
        Repositories loaded.
        Total size of inbound packages is 4 MiB. Need to download 4 MiB.
        After this operation, 5 MiB extra will be used (install 5 MiB, remove 0 B).
        [1/2] busy-1:1-1.noarch                 100% | 309.9 MiB/s | 952.1 KiB |  00m00s
        [2/2] badpost-0:1-1.noarch              100% |   1.9 MiB/s |   5.9 KiB |  00m00s
        --------------------------------------------------------------------------------
        [2/2] Total                             100% | 233.9 MiB/s | 957.9 KiB |  00m00s
        Running transaction
        [1/4] Verify package files              100% |  83.0   B/s |   2.0   B |  00m00s
        [2/4] Prepare transaction               100% |   0.0   B/s |   2.0   B |  00m00s
        [3/4] Installing busy-1:1-1.noarch      100% |   5.1 KiB/s | 100.0   B |  00m00s
        [4/4] Installing badpost-0:1-1.noarch   100% |   3.0 KiB/s | 100.0   B |  00m00s

        """;

    private const string Harmless = """
        >>> Running %post scriptlet: badpost-0:1-1.noarch
        >>> Non-critical error in %post scriptlet: badpost-0:1-1.noarch
        >>> Scriptlet output:
        >>> oops
        >>> 
        >>> [RPM] %post(badpost-1-1.noarch) scriptlet failed, exit status 3
        Transaction failed: Rpm transaction failed.
        Warning: skipped OpenPGP checks for 2 packages from repository: base

        """;

    private const string Serious = """
        >>> Running %pre scriptlet: big-0:1-1.noarch
        >>> Error in %pre scriptlet: big-0:1-1.noarch
        >>> [RPM] %prein(big-1-1.noarch) scriptlet failed, exit status 3
        >>> [RPM] big-1-1.noarch: install failed

        """;

    private readonly List<(string What, int Number, int Count)> progress = [];
    private readonly YumOutput reader;
    private (long Download, long Installed)? sizes;

    public Dnf5OutputTests() => reader = new((what, number, count) => progress.Add((what, number, count)), (download, installed) => sizes = (download, installed));

    [Fact]
    public void What_it_does_is_counted_and_what_it_writes_is_known_before()
    {
        Read(Work);
        Assert.Equal(
            [
                ("busy-1:1-1.noarch", 1, 2), ("badpost-0:1-1.noarch", 2, 2), ("Verify package files", 1, 4), ("Prepare transaction", 2, 4),
                ("busy-1:1-1.noarch", 3, 4), ("badpost-0:1-1.noarch", 4, 4),
            ],
            progress);
        Assert.Equal((0, (long)(2.9 * (1 << 20)) + (2 << 20)), sizes);
    }

    [Fact]
    public void Only_what_leaves_a_package_installed_is_no_failure_and_the_packages_have_to_be_there()
    {
        Read(Work + Harmless);
        Assert.True(reader.OnlyScriptletsFailed);
        InstalledPackage[] all = [Installed("big", "1-1"), Installed("badpost", "1-1"), Installed("busy", "1:1-1"), Installed("other", "1-1")];
        Assert.True(reader.AreThere(all));
        Assert.False(reader.AreThere(all[1..]));
        Assert.False(reader.AreThere([Installed("big", "2-1"), .. all[1..]]));
        Assert.Contains("[RPM] %post(badpost-1-1.noarch) scriptlet failed, exit status 3", reader.Warnings);
        Assert.DoesNotContain(reader.Warnings, line => line.Contains("100%", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Serious + Harmless)]
    [InlineData("Transaction failed: Rpm transaction failed.")]
    public void All_else_is(string errors)
    {
        Read(Work + errors);
        Assert.False(reader.OnlyScriptletsFailed);
    }

    // What comes after the error is much, and hides it.
    [Fact]
    public void Last_words_begin_with_what_made_it_fail_and_are_no_counts()
    {
        Read(Work + Serious + Harmless + Harmless + Harmless);
        Assert.StartsWith(
            ">>> Error in %pre scriptlet: big-0:1-1.noarch >>> [RPM] %prein(big-1-1.noarch) scriptlet failed, exit status 3 >>> [RPM] big-1-1.noarch: install failed",
            reader.LastWords, StringComparison.Ordinal);
        Assert.Equal(
            "Failed to resolve the transaction: No match for argument: nosuch",
            Read("Updating and loading repositories:\nRepositories loaded.\nFailed to resolve the transaction:\nNo match for argument: nosuch\n"
                + "You can try to add to command line:\n  --skip-unavailable to skip unavailable packages\n", new((_, _, _) => { }, (_, _) => { })).LastWords);
    }

    private static InstalledPackage Installed(string name, string version) => new() { Name = name, Version = version, Architecture = "noarch", Size = 1 };

    private void Read(string errors)
    {
        foreach (var line in Table.Split('\n')) reader.Line(line);
        Read(errors, reader);
    }

    private static YumOutput Read(string errors, YumOutput reader)
    {
        foreach (var line in errors.Split('\n')) reader.ErrorLine(line);
        return reader;
    }
}
