using System.Diagnostics;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>Runs a command in a container that runs already.</summary>
public static class ContainerExec
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly ApiVersion WithEnvironment = new(1, 25);
    private static readonly ApiVersion WithWorkingDirectory = new(1, 35);

    /// <summary>
    /// Runs a command to its end and collects its output (at most 64 MiB). An exit code other than 0 is a result, not a
    /// failure. The Engine API has no call that ends such a command: one that is cancelled or out of time goes on in the
    /// container (moby#9098).
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">The container's name or id.</param>
    /// <param name="options">What to run.</param>
    /// <param name="timeout">How long to wait for its end; null: for ever.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DockerOpsException">
    /// NotFound: no such container. Conflict: it does not run. CommandFailed: the command could not be started.
    /// TimedOut. Unsupported: the engine is too old for an option, or the output is too long.
    /// </exception>
    public static async Task<CommandResult> RunAsync(
        EngineClient engine, string container, ExecOptions options, TimeSpan? timeout, CancellationToken cancellation)
    {
        await CheckAsync(engine, options, cancellation).ConfigureAwait(false);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } limit) limited.CancelAfter(limit);
        try
        {
            return await RunAsync(engine, container, options, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DockerOpsException(
                FailureKind.TimedOut,
                $"'{options.Command[0]}' in '{container}' took longer than {timeout!.Value.TotalSeconds:0.#} s. It may go on there: the engine has no call to end it.",
                container);
        }
    }

    private static async Task<CommandResult> RunAsync(
        EngineClient engine, string container, ExecOptions options, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var id = await CreateAsync(engine, container, options, cancellation).ConfigureAwait(false);
        using var output = new CollectedOutput(engine.Host);
        using var errors = new CollectedOutput(engine.Host);
        await using (var stream = await engine.OpenAsync(ExecRequests.Start(id), cancellation).ConfigureAwait(false))
        {
            await StdioFrames.CopyAsync(engine.Host, stream, output, errors, cancellation).ConfigureAwait(false);
        }

        var end = await EndAsync(engine, id, cancellation).ConfigureAwait(false);
        // Engines print the reason where the command's output would be; only that no process was made tells it from a command that ran.
        if (end is { Pid: 0, ExitCode: 126 or 127 })
            throw new DockerOpsException(
                FailureKind.CommandFailed,
                UnstartedProgram.WithAdvice($"'{options.Command[0]}' cannot be started in '{container}': {(output.Text + errors.Text).Trim()}", options.Command[0]),
                options.Command[0]);
        return new CommandResult
        {
            DockerHost = engine.Host,
            Container = container,
            Command = options.Command,
            ExitCode = end.Code ?? throw new DockerOpsException(
                FailureKind.EngineError, $"The engine at '{engine.Host}' does not tell how '{options.Command[0]}' in '{container}' ended.", container),
            Output = output.Text,
            ErrorOutput = errors.Text,
            Duration = watch.Elapsed,
        };
    }

    // An engine leaves out what it does not know, without a word.
    private static async Task CheckAsync(EngineClient engine, ExecOptions options, CancellationToken cancellation)
    {
        var api = (await engine.VersionAsync(cancellation).ConfigureAwait(false)).Spoken;
        if (options.Environment.Count > 0 && !api.IsAtLeast(WithEnvironment)) throw TooOld("environment variables", WithEnvironment);
        if (options.WorkingDirectory is not null && !api.IsAtLeast(WithWorkingDirectory)) throw TooOld("a working directory", WithWorkingDirectory);

        DockerOpsException TooOld(string what, ApiVersion needed) => new(
            FailureKind.Unsupported, $"The engine at '{engine.Host}' (API {api}) takes {what} for a command only from API {needed} on.", engine.Host);
    }

    /// <summary>Prepares a command and gives its id.</summary>
    /// <exception cref="DockerOpsException">NotFound: no such container. Conflict: it does not run.</exception>
    internal static async Task<string> CreateAsync(EngineClient engine, string container, ExecOptions options, CancellationToken cancellation)
    {
        try
        {
            return (await engine.ReadAsync(ExecRequests.Create(container, options), WireJson.Default.WireId, cancellation).ConfigureAwait(false)).Id;
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            throw ContainerList.Missing(engine.Host, container, e);
        }
    }

    /// <summary>Asks how a command ended whose output has: that may be a moment before the engine has noted the exit code.</summary>
    internal static async Task<WireExecDetail> EndAsync(EngineClient engine, string id, CancellationToken cancellation)
    {
        while (true)
        {
            var detail = await engine.ReadAsync(ExecRequests.Inspect(id), WireJson.Default.WireExecDetail, cancellation).ConfigureAwait(false);
            if (!detail.Running) return detail;
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }
}
