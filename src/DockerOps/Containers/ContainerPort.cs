namespace DockerOps;

/// <summary>A port of a container.</summary>
/// <param name="Port">The port inside.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="HostAddress">The address of the host it is published at; null when it is not.</param>
/// <param name="HostPort">The port of the host; null when it is not published.</param>
public sealed record ContainerPort(int Port, string Protocol, string? HostAddress, int? HostPort)
{
    /// <summary>As <c>docker ps</c> writes it: <c>0.0.0.0:8080->80/tcp</c>.</summary>
    public override string ToString() =>
        HostPort is null ? $"{Port}/{Protocol}" : $"{Bracketed}:{HostPort}->{Port}/{Protocol}";

    private string? Bracketed => HostAddress is { } address && address.Contains(':') ? $"[{address}]" : HostAddress;
}
