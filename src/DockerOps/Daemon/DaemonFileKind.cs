namespace DockerOps;

/// <summary>The kinds of files a daemon's configuration is spread over.</summary>
public enum DaemonFileKind
{
    /// <summary>The engine's own file, <c>/etc/docker/daemon.json</c>, read since 1.10.</summary>
    DaemonJson,

    /// <summary>Assignments of variables: <c>/etc/sysconfig/docker</c>, <c>/etc/default/docker</c>, boot2docker's <c>profile</c>.</summary>
    Variables,

    /// <summary>A unit of systemd or a drop-in of one (systemd.unit(5)).</summary>
    Unit,

    /// <summary>The script that starts the engine where systemd does not.</summary>
    InitScript,
}
