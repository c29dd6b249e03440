using Xunit;

namespace DockerOps.Tests.Rpm;

public sealed class YumRepositoryPresetsTests
{
    [Theory]
    [InlineData(SmeFlavor.Core, "base smeaddons smeextras smeos smeupdates updates")]
    [InlineData(SmeFlavor.Sme, "smeextras smeos")]
    [InlineData(SmeFlavor.Updated, "base smeaddons smeextras smeos smeupdates updates")]
    public void A_flavour_enables_what_it_installs_from(SmeFlavor flavor, string enabled)
    {
        var repositories = YumRepositoryPresets.Sme(flavor);
        Assert.Equal(14, repositories.Select(repository => repository.Id).Distinct().Count());
        Assert.Equal(enabled.Split(' '), repositories.Where(repository => repository.Enabled).Select(repository => repository.Id));
        Assert.DoesNotContain(repositories.SelectMany(repository => repository.Check()), finding => finding.IsError);
    }

    [Fact]
    public void They_say_what_the_document_says()
    {
        var repositories = YumRepositoryPresets.Sme(SmeFlavor.Updated).ToDictionary(repository => repository.Id);
        Assert.Equal("http://mirrorlist.centos.org/?release=6&arch=x86_64&repo=os", repositories["base"].MirrorList);
        Assert.Equal("http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo=fasttrack", repositories["fasttrack"].MirrorList);
        Assert.Equal("http://mirrorlist.contribs.org/mirrorlist/smeupdates-testing-9", repositories["smeupdates-testing"].MirrorList);
        Assert.Equal("SME Server - updates testing", repositories["smeupdates-testing"].Name);
        Assert.Equal(["initscripts", "libgsf"], repositories["updates"].Exclude);
        Assert.Equal([new("enablegroups", "0")], repositories["extras"].Options);
    }

    [Theory]
    [InlineData("file:///srv/mirror", "file:///srv/mirror/smeos")]
    [InlineData("http://inside/sme/9/{id}/$basearch", "http://inside/sme/9/smeos/$basearch")]
    public void A_mirror_on_the_inside_replaces_the_lists(string baseUrl, string expected)
    {
        var repository = YumRepositoryPresets.Sme(SmeFlavor.Sme, baseUrl).Single(repository => repository.Id == "smeos");
        Assert.Equal([expected], repository.BaseUrl);
        Assert.Null(repository.MirrorList);
    }

    [Fact]
    public void A_mirror_must_have_an_address() =>
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => YumRepositoryPresets.Sme(SmeFlavor.Sme, "inside/sme")).Kind);

    [Fact]
    public void Epel_is_off_and_checked()
    {
        Assert.Empty(YumRepositoryPresets.Epel.Check());
        Assert.False(YumRepositoryPresets.Epel.Enabled);
        Assert.True(YumRepositoryPresets.Epel.GpgCheck);
    }
}
