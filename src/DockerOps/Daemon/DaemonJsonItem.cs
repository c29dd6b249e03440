using System.Text.Json;

namespace DockerOps.Daemon;

/// <summary>A value of daemon.json, or one of a list or a map.</summary>
/// <param name="Name">Its name in a map.</param>
/// <param name="Text">A string as it is meant, anything else as JSON.</param>
/// <param name="Type">How it begins.</param>
/// <param name="Source">Where it stands.</param>
internal sealed record DaemonJsonItem(string? Name, string Text, JsonTokenType Type, DaemonSource Source);
