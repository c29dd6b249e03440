namespace DockerOps.Transport;

/// <summary>Opens one duplex stream to an engine. The whole port between the engine client and the world.</summary>
/// <param name="cancellation">Ends the attempt.</param>
internal delegate ValueTask<Stream> Dial(CancellationToken cancellation);
