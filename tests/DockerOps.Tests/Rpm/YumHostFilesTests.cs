using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

public sealed class YumHostFilesTests
{
    [Fact]
    public void Files_come_back_to_the_letter()
    {
        var read = YumHostFiles.Read(
            "file 0644 0:0 /etc/yum.conf\n|\n|[main]\n|reposdir=/r\n\nfolder /r\nexists\nfile 0600 0:7 /r/a.repo\n||x\n|end\r\ndenied /r/b.repo\nfile 0640 5:0 /r/c d.repo\n\nfolder /none\ndatabase\n|e=repository\n|  status=enabled\nend\n");
        Assert.Equal(
            [new("/etc/yum.conf", "\n[main]\nreposdir=/r\n", "0644", "0:0"), new("/r/a.repo", "|x\nend\r", "0600", "0:7"), new("/r/c d.repo", "", "0640", "5:0")],
            read.Files);
        Assert.Equal("/r", read.Folder);
        Assert.True(read.FolderExists);
        Assert.Equal(["/r/b.repo"], read.Denied);
        Assert.Equal("e", Assert.Single(read.Database!).Id);
    }

    [Fact]
    public void A_link_is_known_by_its_name_and_written_where_it_leads()
    {
        var files = YumHostFiles.Read("folder /r\nexists\nlink /srv/real.repo\nfile 0600 0:0 /r/a.repo\n|[a]\n\nfile 0644 0:0 /r/b.repo\n|[b]\n\nend\n").Files;
        Assert.Equal(["/r/a.repo", "/r/b.repo"], files.Select(file => file.Path));
        Assert.Equal(["/srv/real.repo", "/r/b.repo"], files.Select(file => file.With("").Path));
    }

    [Fact]
    public void A_host_without_anything_has_a_place_for_it()
    {
        var read = YumHostFiles.Read("folder /etc/yum.repos.d\nfolder /etc/yum/repos.d\nend\n");
        Assert.Equal("/etc/yum.repos.d", read.Folder);
        Assert.False(read.FolderExists);
        Assert.Null(read.Database);
    }

    [Fact]
    public void A_broken_file_does_not_hide_the_others()
    {
        var files = YumHostFiles.Read("folder /r\nexists\nfile 0644 0:0 /r/a.repo\n|// no comment\n\nfile 0644 0:0 /r/b.repo\n|[b]\n|baseurl=http://b\n\nend\n");
        var list = YumRepositoryList.Of(DockerHost.Parse("root@host"), files);
        Assert.Equal("/r/b.repo", Assert.Single(list.Repositories).Path);
        Assert.Contains("Line 1 of '/r/a.repo'", Assert.Single(list.Problems), StringComparison.Ordinal);
    }
}
