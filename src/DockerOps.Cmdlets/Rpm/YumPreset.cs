namespace DockerOps.Cmdlets.Rpm;

/// <summary>Repositories that need no typing.</summary>
public enum YumPreset
{
    /// <summary>EPEL for SME Server 9.</summary>
    Epel,

    /// <summary>The fourteen of CentOS 6 and SME Server 9, with <c>smeos</c> and <c>smeextras</c> enabled.</summary>
    Sme,

    /// <summary>The same fourteen, with updates enabled too.</summary>
    SmeUpdated,
}
