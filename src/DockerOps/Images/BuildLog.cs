using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DockerOps.Engine.Wire;

namespace DockerOps.Images;

/// <summary>Reads what the engine's builder tells: its steps, the words of each, and the image it made.</summary>
/// <param name="title">What is built.</param>
/// <param name="meter">Counts what was sent of the folder.</param>
internal sealed partial class BuildLog(string title, TransferMeter meter)
{
    private const int KeptLines = 20;
    private const int LongestLine = 4096;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Queue<string> last = [];
    private readonly StringBuilder line = new();
    private (int Number, int? Count, string Text)? step;
    private readonly BuildKitTrace kit = new();
    private string? pulling;

    /// <summary>The id of the image, once it is told.</summary>
    public string? ImageId { get; private set; }

    /// <summary>Where the build stands.</summary>
    public Progress Progress() => kit.Known > 0 ? new Progress($"Build {title}", Clean(kit.Current ?? ""), kit.Completed, kit.Known, clock.Elapsed, IsBytes: false)
        : step is { } at
        ? new Progress($"Build {title}", pulling ?? $"Step {at.Number}{(at.Count is { } count ? $"/{count}" : "")} : {at.Text}", at.Number, at.Count, clock.Elapsed, IsBytes: false)
        : new Progress($"Build {title}", "sending the folder", meter.Done, meter.Total, clock.Elapsed);

    /// <summary>Takes a record; what it completes is yielded line by line.</summary>
    public IEnumerable<string> Take(StreamRecord record)
    {
        // Engines since 17.05 tell the id so; older ones in their last line only.
        if (record.Aux is { ValueKind: JsonValueKind.Object } aux && aux.TryGetProperty("ID", out var id) && id.ValueKind == JsonValueKind.String) ImageId = id.GetString();
        if (record is { Id: BuildKitTrace.RecordId, Aux: { ValueKind: JsonValueKind.String } trace })
        {
            foreach (var told in kit.Take(trace.GetString()!).Select(Clean).Where(told => told.Length > 0)) yield return told;
            yield break;
        }

        if (record.Status is not null) pulling = $"{record.Status} {record.Id}".TrimEnd();
        foreach (var c in record.Stream ?? "")
        {
            if (c is not ('\n' or '\r') && line.Length < LongestLine)
            {
                line.Append(c);
                continue;
            }

            var text = Clean(line.ToString());
            line.Clear();
            if (text.Length == 0) continue;
            Keep(text);
            yield return text;
        }
    }

    /// <summary>What a failure of the build means, with the last words of the step that failed.</summary>
    public DockerOpsException Explain(DockerOpsException e, DockerHost host)
    {
        if (e.Kind is not (FailureKind.EngineError or FailureKind.NotFound or FailureKind.InvalidInput)) return e;
        var words = string.Concat((kit.Known > 0 ? kit.LastLines.Select(Clean) : last).Select(text => Environment.NewLine + "    " + text));
        var where = kit.Current is { } name ? $"Step {ArchiveText.Shown(name)} of the build of '{title}'"
            : step is { } at ? $"Step {at.Number} ({ArchiveText.Shown(at.Text)}) of the build of '{title}'"
            : $"The build of '{title}'";
        if (ExitCode().Match(e.Message) is { Success: true } match)
            return new DockerOpsException(FailureKind.CommandFailed, $"{where} on '{host}' ended with exit code {match.Groups[1].Value}{(words.Length == 0 ? "." : ":" + words)}", title, e);
        if (kit.Known == 0 && NeedsBuildKit().IsMatch(e.Message))
            return new DockerOpsException(FailureKind.Unsupported, $"{where} needs BuildKit, and this is the engine's classic builder: -BuildKit uses the other. {e.Message}", title, e);
        var kind = Missing().IsMatch(e.Message) ? FailureKind.NotFound : Wrong().IsMatch(e.Message) ? FailureKind.InvalidInput : e.Kind;
        return new DockerOpsException(kind, $"{where} failed. {e.Message}{words}", title, e);
    }

    private void Keep(string text)
    {
        if (StepLine().Match(text) is { Success: true } match)
        {
            int? count = match.Groups[2].Success ? Number(match.Groups[2]) : null;
            step = (Number(match.Groups[1]), count, match.Groups[3].Value);
            last.Clear();
            pulling = null;
            return;
        }

        if (Built().Match(text) is { Success: true } built) ImageId ??= built.Groups[1].Value;
        // " ---> Running in 0123456789ab" and the like are the builder's own bookkeeping.
        if (text.StartsWith(" --->", StringComparison.Ordinal) || text.StartsWith("Removing intermediate container ", StringComparison.Ordinal)) return;
        last.Enqueue(text);
        if (last.Count > KeptLines) last.Dequeue();
    }

    // Engines colour what comes on standard error; and no output of a container may drive the terminal.
    private static string Clean(string text) => Control().Replace(text, "").TrimEnd();

    private static int Number(Group group) => int.TryParse(group.Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Escape sequences of terminals (ECMA-48, CSI), then whatever else is no character to read.
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0B-\x1F\x7F-\x9F]")]
    private static partial Regex Control();

    // Engine 1.12 counts no steps ahead: "Step 2 : RUN …" (moby, builder/dockerfile/dispatchers).
    [GeneratedRegex(@"^Step (\d{1,6})(?:/(\d{1,6}))? : (.*)$")]
    private static partial Regex StepLine();

    [GeneratedRegex("^Successfully built ([0-9a-f]{12,64})$")]
    private static partial Regex Built();

    // The one is the classic builder's, the other BuildKit's.
    [GeneratedRegex(@"(?:returned a non-zero code|exit code): (\d+)")]
    private static partial Regex ExitCode();

    // Older engines' classic builder does not know the options.
    [GeneratedRegex("BuildKit|unknown flag: (?:mount|link|security|parents|exclude|checksum)", RegexOptions.IgnoreCase)]
    private static partial Regex NeedsBuildKit();

    [GeneratedRegex("manifest unknown|pull access denied|repository .* not found|not found: manifest|No such image|error looking up|dial tcp: lookup|failed to resolve|failed to do request", RegexOptions.IgnoreCase)]
    private static partial Regex Missing();

    [GeneratedRegex("unknown instruction|parse error|build args? .* not consumed|failed to reach build target|invalid reference format|no source files were specified|forbidden path outside|COPY failed|ADD failed|no build stage in current context", RegexOptions.IgnoreCase)]
    private static partial Regex Wrong();
}
