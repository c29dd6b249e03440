using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>sme9-docker as an SME server, by the stand-in of tests/lab/e-smith, while its tests run.</summary>
public sealed class ESmithHost : IAsyncLifetime
{
    private const string Folder = "/tmp/e-smith";

    public HostSession Session { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Lab.WhyNot is not null) return;
        Session = await HostSession.OpenAsync(Lab.Current.Sme, SshLogin.Default, CancellationToken.None);
        await Run("mkdir", "-p", Folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "lab", "e-smith")))
        {
            var write = new FileStep($"{Folder}/{Path.GetFileName(file)}", await File.ReadAllTextAsync(file), "0755", Overwrite: true);
            await write.RunAsync(Session.Shell, new TransferMeter(), CancellationToken.None);
        }

        await Run($"{Folder}/install");
    }

    public async Task DisposeAsync()
    {
        if (Lab.WhyNot is not null) return;
        await Run($"{Folder}/remove");
        await Run("rm", "-r", Folder);
        await Session.DisposeAsync();
    }

    /// <summary>Runs a command there as root.</summary>
    public Task<string> Run(params string[] command) => Session.Shell.ReadAsync(command, CancellationToken.None);

    /// <summary>What the stand-in was told since the last time, one call a line, and forgets it.</summary>
    public async Task<IReadOnlyList<string>> Calls()
    {
        var text = await Run("sh", "-c", "cat /var/log/e-smith-calls; : >/var/log/e-smith-calls");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace('\t', ' '))];
    }
}
