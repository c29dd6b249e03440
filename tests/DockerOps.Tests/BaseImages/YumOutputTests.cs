using DockerOps.BaseImages;
using Xunit;

namespace DockerOps.Tests.BaseImages;

/// <summary>What yum 3, dnf 4 and dnf 5 print, read as it comes.</summary>
public sealed class YumOutputTests
{
    private readonly List<(string What, int Number, int Count)> progress = [];
    private (long Download, long Installed)? sizes;

    private YumOutput Reader => new((what, number, count) => progress.Add((what, number, count)), (download, installed) => sizes = (download, installed));

    [Theory]
    [InlineData("(3/596): DCC-1.3.145-25.el6.x86_64.rpm            | 1.1 MB     00:02", "DCC-1.3.145-25.el6.x86_64.rpm", 3, 596)]
    [InlineData("  Installing : perl-Clone-0.31-3.1.el6.x86_64                     100/596 ", "perl-Clone-0.31-3.1.el6.x86_64", 100, 596)]
    [InlineData("  Installing : 1:perl-Digest-SHA-5.47-136.el6.x86_64  101/596", "1:perl-Digest-SHA-5.47-136.el6.x86_64", 101, 596)]
    [InlineData("  Running scriptlet: glibc-6.5-0.x86_64                                   15/20 ", "glibc-6.5-0.x86_64", 15, 20)]
    [InlineData("  Verifying        : bash-6.5-0.x86_64                                     1/20 ", "bash-6.5-0.x86_64", 1, 20)]
    public void A_count_is_progress(string line, string what, int number, int count)
    {
        Reader.Line(line);
        Assert.Equal([(what, number, count)], progress);
    }

    [Theory]
    [InlineData("Total download size: 363 M", "Installed size: 1.0 G", 363L << 20, 1L << 30)]
    [InlineData("Total size: 12 k", "Installed size: 1.5 M", 12L << 10, 3L << 19)]
    public void Sizes_are_known_before_anything_is_written(string download, string installed, long bytes, long written)
    {
        var reader = Reader;
        reader.Line(download);
        reader.Line(installed);
        Assert.Equal((bytes, written), sizes);
    }

    [Fact]
    public void Complaints_are_kept_once_and_nothing_else_is()
    {
        var reader = Reader;
        foreach (var line in new[] { "warning: %post(a-1) scriptlet failed, exit status 1", "No package b available.", "Complete!", "No package b available." }) reader.Line(line);
        reader.ErrorLine("Error in POSTIN scriptlet in rpm package a");
        Assert.Equal(["warning: %post(a-1) scriptlet failed, exit status 1", "No package b available.", "Error in POSTIN scriptlet in rpm package a"], reader.Warnings);
    }

    [Fact]
    public void What_dnf_5_does_is_no_warning_though_it_stands_among_its_errors()
    {
        var reader = Reader;
        Errors(reader, """
            Updating and loading repositories:
             base                                   100% |   1.5 MiB/s |   4.5 KiB |  00m00s
            Repositories loaded.
            Total size of inbound packages is 12 KiB. Need to download 12 KiB.
            After this operation, 27 B extra will be used (install 27 B, remove 0 B).
            [1/1] setup-lab-0:1-1.noarch            100% |   2.1 MiB/s |   6.4 KiB |  00m00s
            --------------------------------------------------------------------------------
            [1/1] Total                             100% |   3.0 MiB/s |  12.2 KiB |  00m00s
            Running transaction
            [1/3] Verify package files              100% |   0.0   B/s |   2.0   B |  00m00s
            [2/3] Prepare transaction               100% |   0.0   B/s |   2.0   B |  00m00s
            [3/3] Installing setup-lab-0:1-1.noarch 100% |   2.5 KiB/s | 100.0   B |  00m00s
            >>> Running %post scriptlet: setup-lab-0:1-1.noarch
            >>> Non-critical error in %post scriptlet: setup-lab-0:1-1.noarch
            >>> Scriptlet output:
            >>> hello from post
            >>> 
            >>> [RPM] lua script failed: [string "%post(setup-lab-1-1.noarch)"]:2: no
            Warning: skipped OpenPGP checks for 1 packages from repository: base
            Complete!
            """);
        Assert.Equal(
            [
                "Non-critical error in %post scriptlet: setup-lab-0:1-1.noarch", "[RPM] lua script failed: [string \"%post(setup-lab-1-1.noarch)\"]:2: no",
                "Warning: skipped OpenPGP checks for 1 packages from repository: base",
            ],
            reader.Warnings);
    }

    [Fact]
    public void Last_words_are_the_errors_else_the_end_of_the_output()
    {
        var reader = Reader;
        for (var number = 0; number < 100; number++) reader.Line($"line {number}");
        Assert.EndsWith("line 98 line 99", reader.LastWords, StringComparison.Ordinal);
        Assert.DoesNotContain("line 90", reader.LastWords, StringComparison.Ordinal);
        reader.ErrorLine("Error: no");
        Assert.Equal("Error: no", reader.LastWords);
    }

    // As dnf 4 and yum 3 tell of a repository that does not answer.
    [Theory]
    [InlineData("  - Status code: 404 for http://joe:s3cret@mirror.example/x/repodata/repomd.xml (IP: 192.0.2.1)")]
    [InlineData("error: https://joe:s3cret@mirror.example/x/repodata/repomd.xml: [Errno 14] PYCURL ERROR 22 - \"The requested URL returned error: 404\"")]
    public void Passwords_of_repositories_are_not_told(string line)
    {
        var reader = Reader;
        reader.Line(line);
        Assert.Contains("//joe:…@mirror.example/x", reader.LastWords, StringComparison.Ordinal);
        reader.ErrorLine(line);
        Assert.Contains("//joe:…@mirror.example/x", reader.LastWords, StringComparison.Ordinal);
        Assert.Contains("//joe:…@mirror.example/x", reader.Warnings[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", string.Join(' ', [reader.LastWords, .. reader.Warnings]), StringComparison.Ordinal);
    }

    private static void Errors(YumOutput reader, string text)
    {
        foreach (var line in text.Split('\n')) reader.ErrorLine(line);
    }
}
