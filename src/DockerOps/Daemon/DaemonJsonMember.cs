using System.Text.Json;

namespace DockerOps.Daemon;

/// <summary>A key of daemon.json.</summary>
/// <param name="Key">The key.</param>
/// <param name="Spelling">The key with the object around it: <c>proxies.http-proxy</c>.</param>
/// <param name="Source">Where the key stands.</param>
/// <param name="Type">How its value begins.</param>
/// <param name="Items">Its value, or the values of its list or map.</param>
internal sealed record DaemonJsonMember(string Key, string Spelling, DaemonSource Source, JsonTokenType Type, IReadOnlyList<DaemonJsonItem> Items);
