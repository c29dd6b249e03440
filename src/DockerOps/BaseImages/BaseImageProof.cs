using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.BaseImages;

/// <summary>The proof that an image just made is one: a container of it runs 'echo success'. Only then is it named.</summary>
internal sealed class BaseImageProof(EngineClient engine, BaseImageSpec spec, BuildSteps steps, BuildProgress progress)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs it, and gives the image its names.</summary>
    /// <param name="version">What the target's release file says, for an image whose name has no tag; null if it says nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The image by its last name.</returns>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.CommandFailed"/>: it does not run.</exception>
    public async Task<Image> RunAsync(string? version, CancellationToken cancellation)
    {
        var tag = spec.Name.Tag ?? version;
        if (tag is null) progress.Warn($"The target has no version in /etc/redhat-release, so '{spec.Name}' is tagged latest. Give a tag with -Tag.");
        tag ??= "latest";
        progress.Begin("prove", "running echo success", steps.Proof);
        if (await FailureAsync(cancellation).ConfigureAwait(false) is { } failure)
        {
            if (!spec.KeepFailed) throw Unproved(failure, "The image was removed; -KeepFailed keeps it.");
            await NameAsync(tag + "-failed", cancellation).ConfigureAwait(false);
            throw Unproved(failure, $"It is kept as '{steps.Final(tag + "-failed")}'.");
        }

        foreach (var request in steps.Naming(tag)) progress.Tell(request.ToString());
        await NameAsync(tag, cancellation).ConfigureAwait(false);
        return await ImageList.FindAsync(engine, steps.Final(tag).ToString(), cancellation).ConfigureAwait(false);
    }

    private DockerOpsException Unproved(string failure, string rest) => new(
        FailureKind.CommandFailed, $"A container of the new '{spec.Name}' on '{engine.Host}' does not run 'echo success': {failure.TrimEnd('.')}. {rest}", spec.Name);

    private async Task<string?> FailureAsync(CancellationToken cancellation)
    {
        try
        {
            CommandResult? result = null;
            await foreach (var item in ContainerRun.RunAsync(engine, steps.ProofContainer, keep: false, Longest, cancellation).ConfigureAwait(false))
            {
                if (item is Output<CommandResult> { Value: var value }) result = value;
            }

            return result is { Success: true } && result.ToString() == "success" ? null : $"exit code {result!.ExitCode} {result.ErrorOutput.Trim()}".TrimEnd();
        }
        catch (DockerOpsException e) when (e.Kind != FailureKind.Unreachable)
        {
            return e.Message;
        }
    }

    private async Task NameAsync(string tag, CancellationToken cancellation)
    {
        foreach (var request in steps.Naming(tag)) await engine.RunAsync(request, cancellation).ConfigureAwait(false);
    }
}
