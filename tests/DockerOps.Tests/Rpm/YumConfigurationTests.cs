using Xunit;

namespace DockerOps.Tests.Rpm;

public sealed class YumConfigurationTests
{
    private const string Sample =
        "#-----\n#   Made by hand.  \n#-----\n  \n[main]\ncachedir = /var/cache/yum/$basearch/$releasever\nkeepcache=0\n\n"
        + "; the system\n[base]  # of CentOS\nenabled=1\nmirrorlist=http://mirrors/?release=$releasever&arch=$basearch&repo=os\nname=CentOS - os\n"
        + "GPGCheck = no\nenablegroups=1\nexclude=initscripts libgsf\n  kernel*, perl\n\n# and what was fixed\n[updates]\nname = CentOS - updates\n"
        + "baseurl=http://one/$releasever\n\thttp://two/$releasever\ngpgcheck=1\ngpgkey=file:///etc/pki/a file:///etc/pki/b\ncost=500\nfailovermethod=priority\n";

    [Theory]
    [InlineData(Sample)]
    [InlineData("")]
    [InlineData("\r\n[a]\r\nbaseurl=http://x/\r\n\r\n")]
    [InlineData("[a]\nbaseurl = http://x/")]
    public void What_was_read_is_written_back(string text) => Assert.Equal(text, YumConfiguration.Parse(text).ToString());

    [Fact]
    public void Options_become_properties()
    {
        var document = YumConfiguration.Parse(Sample);
        Assert.Equal(["main", "base", "updates"], document.Sections);
        Assert.Equal("/var/cache/yum/$basearch/$releasever", document.Get("main", "CACHEDIR"));

        var (system, updates) = (document.Repositories[0], document.Repositories[1]);
        Assert.Equal("http://mirrors/?release=$releasever&arch=$basearch&repo=os", system.MirrorList);
        Assert.Equal(["initscripts", "libgsf", "kernel*", "perl"], system.Exclude);
        Assert.False(system.GpgCheck);
        Assert.True(system.Enabled);
        Assert.Equal([new("enablegroups", "1")], system.Options);
        Assert.Equal(["http://one/$releasever", "http://two/$releasever"], updates.BaseUrl);
        Assert.Equal(["file:///etc/pki/a", "file:///etc/pki/b"], updates.GpgKey);
        Assert.Equal(500, updates.Cost);
        Assert.Equal([new("failovermethod", "priority")], updates.Options);
    }

    [Fact]
    public void A_repository_survives_being_written()
    {
        foreach (var repository in YumConfiguration.Parse(Sample).Repositories)
        {
            var again = YumConfiguration.Parse(repository.ToString()).Repositories.Single();
            Assert.Equal(repository.ToString(), again.ToString());
            Assert.Equal(repository.MirrorList, again.MirrorList);
            Assert.Equal(repository.Exclude, again.Exclude);
            Assert.Equal(repository.Options, again.Options);
        }
    }

    [Fact]
    public void An_edit_touches_one_option()
    {
        var edited = YumConfiguration.Parse(Sample).With("base", "gpgcheck", "1").With("base", "exclude", "a b").With("base", "priority", "10");
        Assert.Equal(
            Sample.Replace("GPGCheck = no", "GPGCheck = 1", StringComparison.Ordinal)
                .Replace("initscripts libgsf\n  kernel*, perl\n", "a b\npriority=10\n", StringComparison.Ordinal),
            edited.ToString());
        Assert.Equal(10, edited.Repositories[0].Priority);
    }

    [Theory]
    [InlineData("[a]", "[a]\nenabled=0\n")]
    [InlineData("[a]\r\nname=x", "[a]\r\nname=x\r\nenabled=0\r\n")]
    [InlineData("[a]\nenabled: 1", "[a]\nenabled: 0")]
    public void An_edit_keeps_the_line_ends(string before, string after) =>
        Assert.Equal(after, YumConfiguration.Parse(before).With("a", "enabled", "0").ToString());

    [Fact]
    public void A_section_goes_and_the_comment_of_the_next_stays()
    {
        var rest = YumConfiguration.Parse(Sample).Without("base").ToString();
        Assert.Contains("\n# and what was fixed\n[updates]\n", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("CentOS - os", rest, StringComparison.Ordinal);
        Assert.StartsWith("#-----\n#   Made by hand.", rest, StringComparison.Ordinal);
        Assert.Equal(["main", "updates"], YumConfiguration.Parse(rest).Sections);
    }

    [Theory]
    [InlineData("name=x\n", 1, "before the first")]
    [InlineData("[a]\n\n// a comment\n", 3, "'//' begins no comment")]
    [InlineData("[a]\nbaseurl\n", 2, "neither")]
    [InlineData("[a\n", 1, "bracket")]
    [InlineData("[a] b\n", 1, "follows")]
    [InlineData("[]\n", 1, "no name")]
    [InlineData("[a]\n# c\n http://x\n", 3, "no option above")]
    [InlineData("[a]\nb c=1\n", 2, "no name of an option")]
    [InlineData("[a]\nname=\0\n", 2, "NUL")]
    public void A_line_nobody_can_read_is_named(string text, int line, string why)
    {
        var failure = Assert.Throws<DockerOpsException>(() => YumConfiguration.Parse(text, "/etc/x.repo"));
        Assert.Equal(FailureKind.Corrupt, failure.Kind);
        Assert.Equal("/etc/x.repo", failure.Target);
        Assert.StartsWith($"Line {line} of '/etc/x.repo'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a]\nname=a\nbaseurl=http://ip/updocker  //the address\ngpgcheck=1\n", 3, true, "'//' begins no comment")]
    [InlineData("[a]\nbaseurl=http://x\n[b]\nbaseurl=http://y\n[a]\nenabled=0\n", 5, true, "line 1")]
    [InlineData("# c\n[a]\nname=a\n", 2, true, "neither baseurl nor mirrorlist")]
    [InlineData("[a]\nbaseurl=ip/updocker\n", 2, true, "is no address")]
    [InlineData("[a]\nbaseurl=http://x\nenabled=maybe\n", 3, true, "use 0 or 1")]
    [InlineData("[a]\nbaseurl=http://x\ncost=low\n", 3, true, "whole number")]
    [InlineData("[my repo]\nbaseurl=http://x\n", 1, true, "no repository id")]
    [InlineData("[a]\nbaseurl=http://x\ngpgcheck=0\n", 3, false, "gpgcheck off")]
    [InlineData("[a]\nbaseurl=http://x\nbaseurl=http://y\n", 3, false, "second time")]
    [InlineData("[a]\nbaseurl: http://x\n", 2, false, "dnf does not read")]
    [InlineData("[a]\nbaseurl=http://x\nexclude=b\n # c\n", 3, false, "begins with a space")]
    public void What_its_author_did_not_mean_is_found(string text, int line, bool isError, string message)
    {
        var finding = Assert.Single(YumConfiguration.Parse(text).Findings);
        Assert.Equal((line, isError), (finding.Line, finding.IsError));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    // A misspelt address has no sure place for its password.
    [Theory]
    [InlineData("[a]\nbaseurl=htps://me:hush@host/x\n")]
    [InlineData("[a]\nbaseurl=https:/me:hush@host/x\n")]
    [InlineData("[a]\nbaseurl=https://host/x\n  //me:hush@other/x\n")]
    [InlineData("[a]\ngpgkey=me:hush@host/x\nbaseurl=http://x\n")]
    public void What_is_wrong_with_an_address_is_told_without_its_password(string text)
    {
        var finding = Assert.Single(YumConfiguration.Parse(text).Findings, finding => finding.IsError);
        Assert.DoesNotContain("hush", finding.Message, StringComparison.Ordinal);
        Assert.Contains("…@", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("baseurl=https://me:hush@host/x\n[a]\n")]
    [InlineData("password=hush\n[a]\n")]
    [InlineData("[a]\nhush@host/x\n")]
    public void Nor_is_it_in_the_words_for_a_line_that_cannot_be_read(string text) =>
        Assert.DoesNotContain("hush", Assert.Throws<DockerOpsException>(() => YumConfiguration.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_cannot_bring_a_section_with_it()
    {
        var repository = new YumRepositoryDefinition { Id = "a", BaseUrl = ["http://x"], Name = "x\n[main]\nplugins=1" };
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(repository.ThrowIfInvalid).Kind);
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(repository.ToString).Kind);
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => (repository with { Id = "main" }).ToString()).Kind);
        Assert.Equal(
            FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => YumConfiguration.Parse("[a]\n").With("a", "b", "c\nd=e")).Kind);
    }
}
