using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Hosts;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("baseurl=https://user:hush@host/x", "baseurl=https://user:…@host/x")]
    [InlineData("[a]\nproxy_password = hush\nname=x", "[a]\nproxy_password = …\nname=x")]
    [InlineData("password=hush", "password=…")]
    [InlineData("baseurl=http://host:80/a@b", "baseurl=http://host:80/a@b")]
    public void Passwords_are_hidden(string text, string shown) => Assert.Equal(shown, Secrets.Hide(text));
}
