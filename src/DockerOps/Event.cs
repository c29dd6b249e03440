namespace DockerOps;

/// <summary>
/// What a long operation yields: progress, notes and warnings on the way, and <see cref="Output{T}"/> for its results.
/// One stream carries all of them, so order is kept and nothing calls back.
/// </summary>
public abstract record Event;

/// <summary>How far an operation has come. Yielded a few times a second at most.</summary>
/// <param name="Activity">What is being done: “Export sme-9:6.5”.</param>
/// <param name="Status">Where it stands, in words: “reading layers”.</param>
/// <param name="Done">Bytes (or items) done.</param>
/// <param name="Total">Bytes (or items) in all; null while unknown.</param>
/// <param name="Elapsed">Time since the operation began.</param>
/// <param name="IsBytes">Whether <paramref name="Done"/> counts bytes.</param>
public sealed record Progress(
    string Activity, string Status, long Done, long? Total, TimeSpan Elapsed, bool IsBytes = true) : Event
{
    /// <summary>What is being done, without characters that could drive a terminal.</summary>
    public string Activity { get; init; } = ArchiveText.Plain(Activity);

    /// <summary>Where it stands, without characters that could drive a terminal.</summary>
    public string Status { get; init; } = ArchiveText.Plain(Status);
}

/// <summary>Something that was done or decided, for whoever asked to see it (the verbose stream).</summary>
/// <param name="Text">One line.</param>
public sealed record Note(string Text) : Event
{
    /// <summary>The line, without characters that could drive a terminal.</summary>
    public string Text { get; init; } = ArchiveText.Plain(Text);
}

/// <summary>Something the user should know although the operation goes on.</summary>
/// <param name="Text">One sentence.</param>
public sealed record Warning(string Text) : Event
{
    /// <summary>The sentence, without characters that could drive a terminal.</summary>
    public string Text { get; init; } = ArchiveText.Plain(Text);
}

/// <summary>A result of the operation.</summary>
/// <typeparam name="T">What the operation makes.</typeparam>
/// <param name="Value">The result.</param>
public sealed record Output<T>(T Value) : Event;

/// <summary>One of several items has failed, and the others go on.</summary>
/// <param name="Error">What happened.</param>
public sealed record Failure(DockerOpsException Error) : Event;
