namespace DockerOps;

/// <summary>The closed list of what can be found in a daemon's configuration.</summary>
public enum ConfigFindingId
{
    /// <summary>daemon.json is no JSON object.</summary>
    InvalidJson,

    /// <summary>A file of variables or a unit breaks off in the middle of a quoted text.</summary>
    InvalidSyntax,

    /// <summary>A key stands twice in daemon.json; the last one counts.</summary>
    DuplicateKey,

    /// <summary>A setting is made by a flag and in daemon.json.</summary>
    SetTwice,

    /// <summary>No engine, or not this one yet, knows the option.</summary>
    UnknownOption,

    /// <summary>The engine does not take the option any more.</summary>
    RemovedOption,

    /// <summary>The engine does not take the value any more: a storage or log driver that is gone.</summary>
    RemovedValue,

    /// <summary>The value has the wrong JSON type, or is none the option takes.</summary>
    WrongType,

    /// <summary>The key is a flag's name, which daemon.json takes and ignores.</summary>
    IgnoredKey,

    /// <summary><c>docker -d</c> or <c>docker daemon</c> where there is only <c>dockerd</c>.</summary>
    LegacyCommand,

    /// <summary>The command line has a word that belongs to no flag.</summary>
    UnexpectedArgument,

    /// <summary>The unit has more than one ExecStart.</summary>
    SeveralCommands,

    /// <summary>The engine listens on TCP and lets everybody in.</summary>
    InsecureTcp,

    /// <summary>A registry is trusted without TLS.</summary>
    InsecureRegistry,

    /// <summary><c>-H fd://</c> with no docker.socket that could hand the socket over.</summary>
    NoSocketUnit,

    /// <summary>A name server that no container can reach.</summary>
    UnreachableDns,

    /// <summary>A variable is assigned several times; the last one counts.</summary>
    SeveralAssignments,

    /// <summary>A variable that nobody reads.</summary>
    UnreadVariable,

    /// <summary>A file that nobody reads.</summary>
    UnreadFile,

    /// <summary>A variable for the engine's environment that is not exported.</summary>
    NotExported,

    /// <summary>A value that only running the file could tell.</summary>
    UnknownValue,

    /// <summary>Quotes that reach the engine as characters.</summary>
    LiteralQuotes,

    /// <summary>The engine's own check refuses the configuration.</summary>
    Refused,
}
