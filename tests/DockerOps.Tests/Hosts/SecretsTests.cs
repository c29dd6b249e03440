using Xunit;

namespace DockerOps.Tests.Hosts;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("baseurl=https://user:hush@host/x", "baseurl=https://user:…@host/x")]
    [InlineData("HTTP_PROXY=http://user:hu@sh@proxy:3128/", "HTTP_PROXY=http://user:…@proxy:3128/")]
    [InlineData("http://user@example.org:hush@proxy:3128", "http://user@example.org:…@proxy:3128")]
    [InlineData("http://u:hush@a http://v:hush@b", "http://u:…@a http://v:…@b")]
    [InlineData("[a]\nproxy_password = hush\nname=x", "[a]\nproxy_password = …\nname=x")]
    [InlineData("password=hush", "password=…")]
    [InlineData("baseurl=http://host:80/a@b", "baseurl=http://host:80/a@b")]
    public void Passwords_are_hidden(string text, string shown) => Assert.Equal(shown, Secrets.Hide(text));
}
