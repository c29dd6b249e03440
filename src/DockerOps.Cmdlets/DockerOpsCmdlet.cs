using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;
using DockerOps.Engine;

namespace DockerOps.Cmdlets;

/// <summary>
/// What all cmdlets share: one token that Ctrl+C cancels, failures turned into errors item by item, and events turned
/// into the shell's streams. Everything runs on the pipeline's thread; the library's tasks are only waited for.
/// </summary>
public abstract class DockerOpsCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan ShowAfter = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource stop = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken StopToken => stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether the user sees progress, by -ProgressAction or $ProgressPreference.</summary>
    protected bool ShowsProgress =>
        (MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var given) ? given : GetVariableValue("ProgressPreference"))
            is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>
    /// Refuses what was given and is nothing, as an unset variable is: neither the default host nor everything was meant.
    /// What comes through the pipeline is bound later.
    /// </summary>
    protected override void BeginProcessing()
    {
        foreach (var (name, value) in MyInvocation.BoundParameters)
        {
            if (value is not (null or DockerHost[] { Length: 0 }) || !IsNeeded(name)) continue;
            var without = name == "DockerHost" ? "to use the default host" : "if that is what you mean";
            ThrowTerminatingError(ErrorRecords.From(new DockerOpsException(FailureKind.InvalidInput, $"-{name} is given, and there is nothing in it. Leave it out {without}."), value));
        }
    }

    /// <summary>Runs on another thread than the pipeline's, so it only cancels.</summary>
    protected sealed override void StopProcessing() => stop.Cancel();

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) stop.Dispose();
    }

    /// <summary>Does the work for one item. A failure becomes an error about that item, and the next one is still handled.</summary>
    /// <param name="target">The user's value the error is about, unless the failure knows a better one.</param>
    /// <param name="work">The work.</param>
    /// <returns>Whether it went well.</returns>
    protected bool Attempt(object? target, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (DockerOpsException e)
        {
            WriteError(ErrorRecords.From(e, target));
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>The hosts given, or the one the Docker CLI would use; none, and an error, where its context cannot be read.</summary>
    protected IReadOnlyList<DockerHost> OrDefault(DockerHost[]? given)
    {
        if (given is { Length: > 0 }) return given;
        DockerHost? host = null;
        return Attempt(null, () => host = DockerHost.Default) ? [host!] : [];
    }

    /// <summary>Does the work for each file that paths mean; one path that means none, or one file that fails, leaves the others.</summary>
    /// <param name="paths">What the user gave.</param>
    /// <param name="literal">Whether wildcards in them are characters like all others.</param>
    /// <param name="work">The work, given a full path.</param>
    protected void AttemptFiles(IEnumerable<string> paths, bool literal, Action<string> work)
    {
        foreach (var path in paths)
        {
            Attempt(path, () =>
            {
                foreach (var file in this.Existing(path, literal)) Attempt(file, () => work(file));
            });
        }
    }

    /// <summary>Waits for a task of the library.</summary>
    protected T Wait<T>(Func<CancellationToken, Task<T>> start) => Watched(start(StopToken)).GetAwaiter().GetResult();

    /// <inheritdoc cref="Wait{T}"/>
    protected void Wait(Func<CancellationToken, Task> start) => Watched(start(StopToken)).GetAwaiter().GetResult();

    // What takes longer than a second shows that it goes on. It is waited for to its end, also when the pipeline was stopped.
    private T Watched<T>(T task) where T : Task
    {
        if (IsOver(task)) return task;
        var watch = Stopwatch.StartNew();
        try
        {
            using var view = new ProgressView(this);
            do view.Show(new Progress(MyInvocation.MyCommand.Name, "waiting for an answer", 0, null, watch.Elapsed, IsBytes: false));
            while (!IsOver(task));
        }
        catch (PipelineStoppedException)
        {
            // Said by who waits, once the task has cleaned up.
        }

        return task;
    }

    private static bool IsOver(Task task) => Task.WaitAny([task], ShowAfter) == 0;

    /// <summary>Walks the events of an operation: progress, verbose, warning, and each result handed on.</summary>
    protected void Relay<T>(Func<CancellationToken, IAsyncEnumerable<Event>> start, Action<T> emit)
    {
        using var view = new ProgressView(this);
        foreach (var item in start(StopToken).ToBlockingEnumerable(StopToken))
        {
            switch (item)
            {
                case Progress progress: view.Show(progress); break;
                case Note note: WriteVerbose(note.Text); break;
                case Warning warning: WriteWarning(warning.Text); break;
                case Failure failure: WriteError(ErrorRecords.From(failure.Error, failure.Error.Target)); break;
                case Output<T> output: emit(output.Value); break;
            }
        }
    }

    private bool IsNeeded(string parameter) =>
        parameter is "DockerHost" or "Name"
        || (GetType().GetProperty(parameter) is { PropertyType.IsArray: true } list && new NullabilityInfoContext().Create(list).WriteState == NullabilityState.NotNull);

    /// <summary>Asks, or shows with -WhatIf, exactly what is about to be done: the API calls, commands and files, in order.</summary>
    /// <param name="host">The host that requests among the steps go to.</param>
    /// <param name="steps">Each step as it will be run: an <see cref="EngineRequest"/>, or a line about a command or a file.</param>
    protected bool ShouldRun(DockerHost host, params IEnumerable<object> steps)
    {
        var text = string.Join(Environment.NewLine, steps.Select(step => step is EngineRequest ? $"{step} on {host}" : step.ToString()));
        return ShouldProcess(text, text + Environment.NewLine + "Do this?", MyInvocation.MyCommand.Name);
    }
}
