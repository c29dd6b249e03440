using System.Text.Json;
using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>
/// The files of the document “boot2docker &amp; image SME-9”, parts II.9 and V.7, with its lines and comments of our own. With
/// <c>DOCKEROPS_SME_DOCUMENT</c> naming the document's text, the files are those that stand there.
/// </summary>
public sealed class DocumentFilesTests
{
    private const string Sysconfig = "/etc/sysconfig/docker";
    private const string Profile = "/var/lib/boot2docker/profile";

    private static readonly (string Name, string Value)[] Wanted =
    [
        ("data-root", "/home/e-smith/files/docker"), ("hosts", "unix:///var/run/docker.sock"), ("dns", "192.168.1.1"),
        ("DOCKER_CERT_PATH", "/home/e-smith/files/docker"), ("DOCKER_TMPDIR", "/tmp/docker"),
    ];

    private static readonly string? Document = Environment.GetEnvironmentVariable("DOCKEROPS_SME_DOCUMENT") is { Length: > 0 } path ? File.ReadAllText(path) : null;

    private static string SysconfigText => Document is null
        ? """
        # /etc/sysconfig/docker
        #
        # "-g" où sont les données, "--dns" le serveur de noms
        #

        other_args="-g /home/e-smith/files/docker -H unix:///var/run/docker.sock --dns 192.168.1.1"

        DOCKER_CERT_PATH=/home/e-smith/files/docker

        # # Les fichiers temporaires
        # # DOCKER_TMPDIR=/var/tmp
        DOCKER_TMPDIR=/tmp/docker

        """
        : Document.Split("```\n").First(block => block.StartsWith("# /etc/sysconfig/docker\n", StringComparison.Ordinal));

    private static string ProfileText => Document is null
        ? "# Le serveur de noms\n#\n# other_args=\"--dns 208.67.220.220 --dns 208.67.220.222\"\n#\nother_args=\"--dns 192.168.1.1\"\n"
        : Document.Split("<< FIN\n")[1].Split("FIN\n")[0];

    // CentOS 6's script hands on what the file assigns.
    private static DaemonConfigEditor Sme(string text) => new(
        ConfigText.Build(
            new DaemonFacts(null, "1.4.1", false, null), (Sysconfig, text),
            ("/etc/init.d/docker", "#!/bin/sh\n[ -e /etc/sysconfig/$prog ] && . /etc/sysconfig/$prog\nexport DOCKER_CERT_PATH\nexport DOCKER_TMPDIR\n$exec -d $other_args\n")),
        isBoot2Docker: false);

    [Fact]
    public void The_sysconfig_file_has_no_fault_and_stays_as_it_is()
    {
        var editor = Sme(SysconfigText);
        Assert.Empty(editor.Config.Ids());
        foreach (var (name, value) in Wanted)
        {
            Assert.Equal(value, editor.Config.Effective(name));
            editor.Apply(new(name, JsonSerializer.SerializeToElement(value)), null);
        }

        Assert.Equal(SysconfigText, Text(editor, Sysconfig));
    }

    [Fact]
    public void The_sysconfig_file_comes_out_to_the_letter_from_one_with_other_settings()
    {
        var editor = Sme(SysconfigText);
        foreach (var name in new[] { "data-root", "hosts", "dns", "DOCKER_TMPDIR" }) editor.Apply(new(name, null), null);
        editor.Apply(new("DOCKER_CERT_PATH", JsonSerializer.SerializeToElement("/etc/docker")), null);
        var other = Text(editor, Sysconfig);
        Assert.Contains("\nother_args=\"\"\n", other, StringComparison.Ordinal);

        editor = Sme(other);
        foreach (var (name, value) in Wanted) editor.Apply(new(name, JsonSerializer.SerializeToElement(value)), null);
        Assert.Equal(SysconfigText, Text(editor, Sysconfig));
    }

    [Fact]
    public void The_profile_is_found_to_be_read_by_nobody_and_its_line_alone_moves()
    {
        var editor = new DaemonConfigEditor(ConfigText.Build(new DaemonFacts(null, "1.5.0", false, null), (Profile, ProfileText)), isBoot2Docker: true);
        Assert.Equal([ConfigFindingId.UnreadVariable], editor.Config.Ids());
        Assert.Null(editor.Config.Effective("dns"));

        editor.Merge();

        Assert.Equal("192.168.1.1", editor.Config.Effective("dns"));
        Assert.Equal(ProfileText.Replace("\nother_args=", "\nEXTRA_ARGS=", StringComparison.Ordinal), Text(editor, Profile));
    }

    private static string Text(DaemonConfigEditor editor, string path) => editor.Finish().Files.Single(file => file.Path == path).Text;
}
