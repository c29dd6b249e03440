using System.Text;

namespace DockerOps.Engine;

/// <summary>
/// One call of the Engine API, as a value: what <c>-WhatIf</c> shows and what is then sent are the same object.
/// </summary>
public sealed record EngineRequest
{
    private EngineRequest(HttpMethod method, string path, IEnumerable<(string Key, string? Value)> query)
    {
        Method = method;
        var text = new StringBuilder(path);
        var mark = '?';
        foreach (var (key, value) in query)
        {
            if (value is null) continue;
            text.Append(mark).Append(key).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        Path = text.ToString();
    }

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Path and query, without the version that is put before it.</summary>
    public string Path { get; }

    /// <summary>The JSON body, or null.</summary>
    public string? Body { get; init; }

    /// <summary>The body as it may be shown: secrets left out. Null shows <see cref="Body"/>.</summary>
    public string? ShownBody { get; init; }

    /// <summary>A stream to send as the body, by a name to show: <c>./sme-9.tar</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Whether the answer is a connection that goes both ways (moby, <c>api/swagger.yaml</c>, ContainerAttach, “Hijacking”).</summary>
    internal bool IsTwoWay { get; init; }

    /// <summary>The login to a registry, as the header X-Registry-Auth carries it; null without one. It is never shown.</summary>
    internal string? RegistryAuth { get; init; }

    /// <summary>Asks for something.</summary>
    public static EngineRequest Get(string path, params (string Key, string? Value)[] query) => new(HttpMethod.Get, path, query);

    /// <summary>Asks about a path in a container without its content.</summary>
    public static EngineRequest Head(string path, params (string Key, string? Value)[] query) => new(HttpMethod.Head, path, query);

    /// <summary>Makes something or sets something in motion.</summary>
    public static EngineRequest Post(string path, params (string Key, string? Value)[] query) => new(HttpMethod.Post, path, query);

    /// <summary>Stores something at a place.</summary>
    public static EngineRequest Put(string path, params (string Key, string? Value)[] query) => new(HttpMethod.Put, path, query);

    /// <summary>Removes something.</summary>
    public static EngineRequest Delete(string path, params (string Key, string? Value)[] query) => new(HttpMethod.Delete, path, query);

    /// <summary>A name as one segment of a path. Slashes stay: the engine's routes take image names with them.</summary>
    public static string Segment(string name) => Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);

    /// <summary>The request in one line: <c>POST /images/sme-9:6.5/tag?repo=sme-9&amp;tag=new</c>.</summary>
    public override string ToString()
    {
        var text = $"{Method} {Path}";
        if (Source is not null) text += " < " + Source;
        return (ShownBody ?? Body) is { } body ? text + " " + body : text;
    }
}
