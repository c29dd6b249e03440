using DockerOps.Sessions;

namespace DockerOps.Daemon;

/// <summary>Asks the host's engine program itself: <c>dockerd --validate</c>, with the arguments that it is started with.</summary>
public static class DaemonValidation
{
    private static readonly Version First = new(23, 0);

    /// <summary>Asks. Nothing is changed, and a running engine is not touched.</summary>
    /// <param name="session">The host.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <returns>What it refuses; null when it refuses nothing or is older than 23.0, the first that can be asked.</returns>
    public static async Task<ConfigFinding?> RunAsync(HostSession session, DaemonConfig config, CancellationToken cancellation)
    {
        if (Command(config) is not { } command) return null;
        var root = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var result = await root.RunAsync(command, cancellation).ConfigureAwait(false);
        if (result.Success || result.ExitCode == 127) return null;
        return new()
        {
            DockerHost = session.Host,
            Severity = ConfigSeverity.Error,
            Id = ConfigFindingId.Refused,
            Message = $"The engine's own check refuses the configuration: {Reason(result)}",
        };
    }

    /// <summary>The command that asks; null when the engine cannot be asked.</summary>
    internal static IReadOnlyList<string>? Command(DaemonConfig config)
    {
        if (config.EngineVersion is null || EngineRelease.Parse(config.EngineVersion) < First) return null;

        // A proxy's password is not for a command line; who wrote it into a unit knows.
        return config.Arguments.Any(word => word.Contains("-proxy", StringComparison.Ordinal)) ? null : ["dockerd", "--validate", .. config.Arguments];
    }

    /// <summary>What it says against the configuration.</summary>
    internal static string Reason(CommandResult result) =>
        result.ErrorOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(line => !line.StartsWith("Flag --", StringComparison.Ordinal)) ?? $"exit code {result.ExitCode}";
}
