namespace DockerOps.Rpm;

/// <summary>Where a repository is published.</summary>
public sealed record YumPublicationOptions
{
    /// <summary>The address at which hosts will find it; null is the folder itself, as a <c>file://</c> address. With http or https a web server serves it.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The folder on the host; null is the one that the web server shows under <see cref="BaseUrl"/>.</summary>
    public string? Destination { get; init; }

    /// <summary>Whether what is in the folder goes, when it is no repository.</summary>
    public bool Force { get; init; }
}
