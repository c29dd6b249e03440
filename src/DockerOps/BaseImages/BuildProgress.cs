using System.Diagnostics;

namespace DockerOps.BaseImages;

/// <summary>Turns what a build does into events, a few a second, and keeps the time of its phases.</summary>
internal sealed class BuildProgress(string activity, Action<Event> report)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<BuildPhase> phases = [];
    private TimeSpan shown = -Pace;
    private TimeSpan begun;
    private string phase = "";

    /// <summary>The phases so far.</summary>
    public IReadOnlyList<BuildPhase> Phases => phases;

    /// <summary>Begins a phase and says what it will do.</summary>
    public void Begin(string name, string status, IEnumerable<object> steps)
    {
        End();
        phase = name;
        report(new Progress(activity, status, 0, null, clock.Elapsed, IsBytes: false));
        foreach (var step in steps) report(new Note(step.ToString()!));
    }

    /// <summary>Ends the phase.</summary>
    public void End()
    {
        if (phase.Length > 0) phases.Add(new BuildPhase(phase, clock.Elapsed - begun));
        phase = "";
        begun = clock.Elapsed;
    }

    /// <summary>One package of many.</summary>
    public void Package(string name, int number, int count)
    {
        if (number < count && clock.Elapsed - shown < Pace) return;
        shown = clock.Elapsed;
        report(new Progress(activity, name, number, count, clock.Elapsed, IsBytes: false));
    }

    public void Warn(string text) => report(new Warning(text));

    public void Tell(string text) => report(new Note(text));
}
