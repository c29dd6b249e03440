namespace DockerOps;

/// <summary>What a user may do on a host.</summary>
public enum Privilege
{
    /// <summary>Not known: the host has no shell we can reach.</summary>
    Unknown,

    /// <summary>An ordinary user, for whom sudo needs a password or is missing.</summary>
    None,

    /// <summary>A user for whom <c>sudo -n</c> works.</summary>
    Sudo,

    /// <summary>The superuser.</summary>
    Root,
}
