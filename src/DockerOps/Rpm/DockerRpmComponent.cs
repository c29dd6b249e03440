namespace DockerOps;

/// <summary>A part of Docker that is a package of its own.</summary>
public enum DockerRpmComponent
{
    /// <summary>The engine: <c>docker-engine</c>, today <c>docker-ce</c>.</summary>
    Engine,

    /// <summary>The SELinux policy of engines up to 17.05: <c>docker-engine-selinux</c>.</summary>
    SELinux,

    /// <summary>Today's client: <c>docker-ce-cli</c>.</summary>
    Cli,

    /// <summary>Today's tools for an engine without root: <c>docker-ce-rootless-extras</c>.</summary>
    RootlessExtras,
}
