namespace DockerOps.Tests;

/// <summary>A request as it reached the engine.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, without the API version.</param>
/// <param name="Body">A body of at most 64 KiB that was sent whole; else null.</param>
internal sealed record RecordedCall(string Method, string Path, string? Body)
{
    /// <summary>As <see cref="Engine.EngineRequest"/> writes itself.</summary>
    public override string ToString() => Body is null ? $"{Method} {Path}" : $"{Method} {Path} {Body}";
}
