using DockerOps.Engine;

namespace DockerOps.Containers;

/// <summary>A command in a container that runs, by the Engine API alone, with the output its owner moves himself.</summary>
internal sealed class ContainerCommand : IAsyncDisposable
{
    private readonly EngineClient engine;
    private readonly string id;
    private readonly FramedOutput output;

    private ContainerCommand(EngineClient engine, string id, FramedOutput output) => (this.engine, this.id, this.output) = (engine, id, output);

    /// <summary>What it prints.</summary>
    public Stream Output => output;

    /// <summary>Starts it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">The container's name or id.</param>
    /// <param name="options">What to run.</param>
    /// <param name="input">What it reads, if <see cref="ExecOptions.ReadsInput"/> says that it does. It has to know where that ends.</param>
    /// <param name="cancellation">Ends the start. A command that has begun goes on.</param>
    public static async Task<ContainerCommand> StartAsync(
        EngineClient engine, string container, ExecOptions options, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        var id = await ContainerExec.CreateAsync(engine, container, options, cancellation).ConfigureAwait(false);
        var stream = await engine.OpenAsync(ExecRequests.Start(id, options.ReadsInput), cancellation).ConfigureAwait(false);
        if (options.ReadsInput) await stream.WriteAsync(input, cancellation).ConfigureAwait(false);
        return new(engine, id, new FramedOutput(engine.Host, stream));
    }

    /// <summary>Hands on each line of its error output as it comes, while its output is read.</summary>
    public void FollowErrors(Action<string> line) => output.FollowErrors(line);

    /// <summary>Waits for its end, throwing away what it prints still.</summary>
    /// <returns>The exit code, and the last part of the error output.</returns>
    public async Task<(int Code, string Errors)> EndAsync(CancellationToken cancellation)
    {
        await output.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
        var end = await ContainerExec.EndAsync(engine, id, cancellation).ConfigureAwait(false);
        return (end.Code ?? 1, output.Errors);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => output.DisposeAsync();
}
