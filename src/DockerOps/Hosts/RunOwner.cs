using System.Text.Json.Serialization;

namespace DockerOps.Hosts;

/// <summary>Who works on a host at the moment.</summary>
/// <param name="User">The user and machine that started it.</param>
/// <param name="ProcessId">The process there.</param>
/// <param name="Since">Since when, UTC.</param>
internal sealed record RunOwner(string User, int ProcessId, DateTimeOffset Since);

/// <summary>Compiled serialization of it.</summary>
[JsonSerializable(typeof(RunOwner))]
internal sealed partial class RunJson : JsonSerializerContext;
