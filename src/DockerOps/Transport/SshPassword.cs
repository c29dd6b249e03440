namespace DockerOps.Transport;

/// <summary>
/// Hands a password to the OpenSSH client by its askpass program (ssh(1), <c>SSH_ASKPASS</c>): a file that only this user
/// can read, in memory where possible, gone as soon as the login is over. It never stands in an argument or a variable.
/// </summary>
internal sealed class SshPassword : IDisposable
{
    private readonly string secret;

    public SshPassword(PrivateFolder folder, string password)
    {
        secret = folder.Write("p", password + "\n");
        var program = OperatingSystem.IsWindows()
            ? folder.Write("askpass.cmd", "@type \"%~dp0p\"\r\n")
            : folder.Write("askpass", "#!/bin/sh\nexec cat \"${0%/*}/p\"\n", executable: true);
        Environment = new Dictionary<string, string>
        {
            ["SSH_ASKPASS"] = program,
            ["SSH_ASKPASS_REQUIRE"] = "force",
            ["DISPLAY"] = System.Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } display ? display : ":0",
        };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public void Dispose() => File.Delete(secret);
}
