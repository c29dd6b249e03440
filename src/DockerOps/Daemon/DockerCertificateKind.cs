namespace DockerOps;

/// <summary>What a certificate is for.</summary>
public enum DockerCertificateKind
{
    /// <summary>It vouches for the others.</summary>
    Authority,

    /// <summary>An engine shows it to those who connect.</summary>
    Server,

    /// <summary>Those who connect show it to an engine.</summary>
    Client,
}
