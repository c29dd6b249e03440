using Xunit;

namespace DockerOps.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("sme-9", "sme-9", "docker.io", "sme-9", null)]
    [InlineData("sme-9:6.5", "sme-9:6.5", "docker.io", "sme-9", "6.5")]
    [InlineData("docker.io/library/sme-9:6.5", "sme-9:6.5", "docker.io", "sme-9", "6.5")]
    [InlineData("index.docker.io/library/sme-9", "sme-9", "docker.io", "sme-9", null)]
    [InlineData("docker.io/sme-9", "sme-9", "docker.io", "sme-9", null)]
    [InlineData("michelandre/sme-9", "michelandre/sme-9", "docker.io", "michelandre/sme-9", null)]
    [InlineData("localhost/sme-9:6.5", "localhost/sme-9:6.5", "localhost", "localhost/sme-9", "6.5")]
    [InlineData("registry.lan:5000/a/b", "registry.lan:5000/a/b", "registry.lan:5000", "registry.lan:5000/a/b", null)]
    [InlineData("registry:5000/a:1", "registry:5000/a:1", "registry:5000", "registry:5000/a", "1")]
    [InlineData("Registry/a", "Registry/a", "Registry", "Registry/a", null)]
    [InlineData("[::1]:5000/a", "[::1]:5000/a", "[::1]:5000", "[::1]:5000/a", null)]
    [InlineData("127.0.0.1/a_b__c.d--e", "127.0.0.1/a_b__c.d--e", "127.0.0.1", "127.0.0.1/a_b__c.d--e", null)]
    [InlineData("library/localhost/a", "docker.io/library/localhost/a", "docker.io", "docker.io/library/localhost/a", null)]
    public void A_name_is_taken_apart(string text, string familiar, string registry, string repository, string? tag)
    {
        var reference = ImageReference.Parse(text);
        Assert.Equal((familiar, registry, repository, tag), (reference.ToString(), reference.Registry, reference.Repository, reference.Tag));
        Assert.False(reference.IsId);
        Assert.Equal(reference, ImageReference.Parse(familiar));
    }

    [Fact]
    public void A_digest_stands_behind_the_tag()
    {
        var reference = ImageReference.Parse($"sme-9:6.5@sha256:{Hex}");
        Assert.Equal(("sme-9", "6.5", "sha256:" + Hex), (reference.Repository, reference.Tag, reference.Digest));
        Assert.Equal($"sme-9:6.5@sha256:{Hex}", reference.ToString());
        Assert.Same(reference, reference.WithDefaultTag());
    }

    [Theory]
    [InlineData("sha256:" + Hex, "")]
    [InlineData(Hex, "")]
    [InlineData("0123456789ab", "0123456789ab")]
    public void An_id_is_kept_as_it_stands(string text, string repository)
    {
        var reference = ImageReference.Parse(text);
        Assert.True(reference.IsId);
        Assert.Equal((text, repository, null), (reference.ToString(), reference.Repository, reference.Tag));
        Assert.Same(reference, reference.WithDefaultTag());
    }

    [Theory]
    [InlineData("0123456789a")]
    [InlineData("0123456789ab:1")]
    [InlineData("0123456789ag")]
    public void What_cannot_be_an_id_is_a_name(string text) => Assert.False(ImageReference.Parse(text).IsId);

    [Theory]
    [InlineData("", "empty")]
    [InlineData(":6.5", "repository is missing")]
    [InlineData("Sme-9", "lower case")]
    [InlineData("sme 9", "letters a-z")]
    [InlineData("sme*", "wildcard")]
    [InlineData("sme-9:6.?", "wildcard")]
    [InlineData("-sme", "letters a-z")]
    [InlineData("sme-", "letters a-z")]
    [InlineData("a//b", "letters a-z")]
    [InlineData("/a", "letters a-z")]
    [InlineData("a/", "letters a-z")]
    [InlineData("a:b:c", "letters a-z")]
    [InlineData("../a", "not a registry")]
    [InlineData("host:port/a", "not a registry")]
    [InlineData("a:", "a tag is")]
    [InlineData("a:.b", "a tag is")]
    [InlineData("a:b c", "a tag is")]
    [InlineData("a:b\n", "a tag is")]
    [InlineData("a@sha256:0123", "digest")]
    [InlineData("a@", "digest")]
    [InlineData("é", "letters a-z")]
    public void A_broken_name_says_which_rule_it_breaks(string text, string rule)
    {
        Assert.False(ImageReference.TryParse(text, out _));
        var failure = Assert.Throws<DockerOpsException>(() => ImageReference.Parse(text));
        Assert.Equal((FailureKind.InvalidInput, text), (failure.Kind, failure.Target));
        Assert.Contains(rule, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Length_has_limits()
    {
        Assert.Equal(128, ImageReference.Parse("a:" + new string('b', 128)).Tag!.Length);
        Assert.False(ImageReference.TryParse("a:" + new string('b', 129), out _));
        Assert.True(ImageReference.TryParse("r.lan/" + new string('a', 249), out _));
        Assert.False(ImageReference.TryParse("r.lan/" + new string('a', 250), out _));
        Assert.False(ImageReference.TryParse(null, out _));
    }

    [Fact]
    public void The_default_tag_is_latest() => Assert.Equal("r.lan:5000/a:latest", ImageReference.Parse("r.lan:5000/a").WithDefaultTag().ToString());

    [Fact]
    public void Names_are_equal_and_sorted_by_their_familiar_form()
    {
        var (brief, full) = (ImageReference.Parse("sme-9:6.5"), ImageReference.Parse("docker.io/library/sme-9:6.5"));
        Assert.Equal(brief, full);
        Assert.Equal(brief.GetHashCode(), full.GetHashCode());
        Assert.Equal(0, brief.CompareTo(full));
        Assert.True(brief.CompareTo(ImageReference.Parse("sme-9:6.6")) < 0);
        Assert.True(brief.CompareTo(null) > 0);
        Assert.NotEqual(brief, ImageReference.Parse("localhost/sme-9:6.5"));
    }
}
