namespace DockerOps;

/// <summary>What kind of value an option takes.</summary>
public enum DaemonOptionKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>True or false; the flag stands alone for true.</summary>
    Switch,

    /// <summary>A list; the flag may come several times.</summary>
    List,

    /// <summary>Names and values; the flag may come several times.</summary>
    Map,

    /// <summary>A variable of the engine's environment.</summary>
    Variable,
}
