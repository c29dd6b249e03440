using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

public sealed class YumDatabaseTests
{
    // The words of the document's command, II.4.
    private static readonly string[] Epel =
    [
        "/sbin/e-smith/db", "yum_repositories", "set", "epel", "repository", "Name", "Epel - EL6",
        "BaseURL", "http://download.fedoraproject.org/pub/epel/6/$basearch",
        "MirrorList", "http://mirrors.fedoraproject.org/mirrorlist?repo=epel-6&arch=$basearch",
        "EnableGroups", "no", "GPGCheck", "yes", "GPGKey", "http://dl.fedoraproject.org/pub/epel/RPM-GPG-KEY-EPEL",
        "Exclude", "perl-Razor-Agent", "Visible", "no", "status", "disabled",
    ];

    [Fact]
    public void Epel_is_set_as_the_document_sets_it() => Assert.Equal(Epel, YumDatabase.Set(YumRepositoryPresets.Epel).Words);

    [Fact]
    public void What_the_database_shows_is_read()
    {
        var shown = new[] { "", "epel=repository", "  BaseURL=http://x/$basearch?a=b", "  EnableGroups=no", "  GPGCheck=yes", "  Name=Epel - EL6", "  Visible=no", "  status=disabled", "other=repository", "    status=enabled" };
        var found = YumDatabase.Read(shown);
        Assert.Equal(["epel", "other"], found.Select(repository => repository.Id));
        Assert.Equal(["http://x/$basearch?a=b"], found[0].BaseUrl);
        Assert.Equal("Epel - EL6", found[0].Name);
        Assert.True(found[0].GpgCheck);
        Assert.False(found[0].Enabled);
        Assert.True(found[1].Enabled);
        Assert.Null(found[1].GpgCheck);
    }

    [Fact]
    public void What_is_read_is_set_again() => Assert.Equal(
        YumDatabase.Set(YumRepositoryPresets.Epel).Words, YumDatabase.Set(YumDatabase.Read(Shown(Epel)).Single()).Words);

    [Fact]
    public void Options_that_would_be_lost_are_named() => Assert.Equal(
        ["cost", "sslverify"],
        YumDatabase.Lost(YumRepositoryPresets.Epel with { Cost = 5, Options = [new("enablegroups", "1"), new("sslverify", "0")] }));

    private static IEnumerable<string> Shown(string[] words) =>
        words.Skip(5).Chunk(2).Select(pair => $"  {pair[0]}={pair[1]}").Order(StringComparer.Ordinal).Prepend($"{words[3]}={words[4]}");
}
