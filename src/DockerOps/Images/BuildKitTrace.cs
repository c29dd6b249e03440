using System.Text;

namespace DockerOps.Images;

/// <summary>
/// Follows a build of BuildKit by the records with which the engine tells of it: each a <c>StatusResponse</c> (moby/buildkit,
/// api/services/control/control.proto) in Protocol Buffers' encoding, as base64. Only what is shown is read.
/// </summary>
internal sealed class BuildKitTrace
{
    /// <summary>The id of such records (moby, builder/builder-next).</summary>
    public const string RecordId = "moby.buildkit.trace";

    private const int KeptLines = 20;
    private readonly Dictionary<string, Vertex> vertexes = new(StringComparer.Ordinal);

    /// <summary>How many steps are done.</summary>
    public int Completed => vertexes.Values.Count(vertex => vertex.IsCompleted);

    /// <summary>How many are known so far.</summary>
    public int Known => vertexes.Count;

    /// <summary>The step that failed, else one that runs; null when there is none.</summary>
    public string? Current => (Failed ?? vertexes.Values.LastOrDefault(vertex => vertex is { IsStarted: true, IsCompleted: false }))?.Name;

    /// <summary>The last lines of the step that failed.</summary>
    public IReadOnlyCollection<string> LastLines => Failed?.Lines ?? [];

    private Vertex? Failed => vertexes.Values.FirstOrDefault(vertex => vertex.HasFailed);

    /// <summary>Takes a record; what it tells is yielded line by line: each step as it begins, and what its commands print.</summary>
    /// <param name="base64">The record. One that makes no sense tells nothing.</param>
    public IReadOnlyList<string> Take(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length)) return [];
        List<string> lines = [];
        foreach (var (number, value) in ProtocolFields.Read(bytes.AsMemory(0, length)))
        {
            if (number == 1) TakeVertex(value, lines);
            else if (number == 3) TakeLog(value, lines);
        }

        return lines;
    }

    private void TakeVertex(ReadOnlyMemory<byte> message, List<string> lines)
    {
        var fields = ProtocolFields.Read(message).ToLookup(field => field.Number, field => field.Value);
        var vertex = Of(fields[1]);
        if (fields.Contains(3)) vertex.Name = Text(fields[3]);
        if (fields.Contains(5) && !vertex.IsStarted)
        {
            vertex.IsStarted = true;
            lines.Add(vertex.Name);
        }

        vertex.IsCompleted = fields.Contains(6);
        vertex.HasFailed |= fields.Contains(7);
    }

    private void TakeLog(ReadOnlyMemory<byte> message, List<string> lines)
    {
        var fields = ProtocolFields.Read(message).ToLookup(field => field.Number, field => field.Value);
        var kept = Of(fields[1]).Lines;
        foreach (var line in Text(fields[4]).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            lines.Add(line);
            kept.Enqueue(line);
            if (kept.Count > KeptLines) kept.Dequeue();
        }
    }

    private Vertex Of(IEnumerable<ReadOnlyMemory<byte>> digest)
    {
        var name = Text(digest);
        if (!vertexes.TryGetValue(name, out var vertex)) vertexes[name] = vertex = new Vertex();
        return vertex;
    }

    private static string Text(IEnumerable<ReadOnlyMemory<byte>> value) => Encoding.UTF8.GetString(value.LastOrDefault().Span);

    private sealed class Vertex
    {
        public string Name { get; set; } = "";

        public bool IsStarted { get; set; }

        public bool IsCompleted { get; set; }

        public bool HasFailed { get; set; }

        public Queue<string> Lines { get; } = [];
    }
}
