using System.Text;
using DockerOps.Files;

namespace DockerOps.Transport;

/// <summary>
/// Hands a password to the OpenSSH client by its askpass program (ssh(1), <c>SSH_ASKPASS</c>). It never stands in an
/// argument or a variable. It goes through the input of the ssh process, which its askpass program inherits; on Windows
/// through a file in a folder that only this user can enter, gone with the connection.
/// </summary>
internal sealed class SshPassword : IDisposable
{
    // Only the ssh process that was meant gets it: the ssh of a jump host runs with the same variables, and must not be
    // told the password of the host behind it.
    private const string Askpass = """
        #!/bin/sh
        [ "$PPID" = "$DOCKEROPS_SSH" ] || exit 1
        IFS= read -r line && printf '%s\n' "$line"
        """;

    private readonly string password;
    private readonly string? file;

    public SshPassword(PrivateFolder folder, string password)
    {
        if (password.AsSpan().ContainsAny('\n', '\r', '\0'))
            throw new DockerOpsException(FailureKind.InvalidInput, "A password cannot hold a line end or a NUL character.");
        this.password = password;
        var windows = OperatingSystem.IsWindows();
        file = windows ? folder.Write("p", password + "\n") : null;
        Environment = new Dictionary<string, string>
        {
            ["SSH_ASKPASS"] = windows
                ? folder.Write("askpass.cmd", "@type \"%~dp0p\"\r\n")
                : folder.Write("askpass", Askpass + "\n", executable: true),
            ["SSH_ASKPASS_REQUIRE"] = "force",
            ["DISPLAY"] = System.Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } display ? display : ":0",
        };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Starts an ssh that will ask for the password once.</summary>
    public HostProcess Start(IReadOnlyList<string> command)
    {
        if (file is not null) return HostProcess.Start(command, Environment);
        var process = HostProcess.Start(["sh", "-c", "export DOCKEROPS_SSH=$$; exec \"$@\"", "sh", .. command], Environment);
        try
        {
            process.Input.Write(Encoding.UTF8.GetBytes(password + "\n"));
            process.Input.Flush();
        }
        catch (IOException)
        {
            // ssh is gone already; its exit code and error output say why.
        }

        return process;
    }

    public void Dispose()
    {
        if (file is not null) File.Delete(file);
    }
}
