using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Transport;

namespace DockerOps.Tests.Hosts;

/// <summary>Opens hosts for tests.</summary>
internal static class Open
{
    public static Task<HostSession> SessionAsync(DockerHost host, SshLogin? login = null) =>
        HostSession.OpenAsync(host, login ?? SshLogin.Default, CancellationToken.None);

    public static async Task<DockerOpsException> FailureAsync(DockerHost host, SshLogin? login = null)
    {
        return await Xunit.Assert.ThrowsAsync<DockerOpsException>(async () => await (await SessionAsync(host, login)).DisposeAsync());
    }

    public static async Task<string> ReadAsync(this HostShell shell, params string[] command) =>
        (await shell.ReadAsync((IReadOnlyList<string>)command, CancellationToken.None)).TrimEnd('\n');
}
