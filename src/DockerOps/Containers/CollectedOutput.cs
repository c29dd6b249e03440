using System.Text;

namespace DockerOps.Containers;

/// <summary>Keeps what a command prints, up to 64 MiB.</summary>
internal sealed class CollectedOutput(DockerHost host) : MemoryStream
{
    private const int Longest = 64 * 1024 * 1024;

    /// <summary>Everything written, decoded as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(GetBuffer(), 0, (int)Length);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Length + buffer.Length > Longest)
            throw new DockerOpsException(FailureKind.Unsupported, $"A command on '{host}' printed more than {Longest >> 20} MiB; let it write a file and copy that.", host);
        return base.WriteAsync(buffer, cancellationToken);
    }
}
