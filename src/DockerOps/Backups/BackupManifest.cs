using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerOps.Backups;

/// <summary>The document that makes a folder a backup; written last.</summary>
internal sealed record BackupManifest
{
    /// <summary>Its name in the folder.</summary>
    public const string FileName = "manifest.json";

    private const int Known = 1;

    /// <summary>The form of this document.</summary>
    public int Format { get; init; } = Known;

    public required string DockerHost { get; init; }

    public required string HostName { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string EngineVersion { get; init; }

    public required string Architecture { get; init; }

    public required string Distribution { get; init; }

    public required IReadOnlyList<BackupPart> Include { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }

    public required IReadOnlyList<BackupImage> Images { get; init; }

    public required IReadOnlyList<BackupVolume> Volumes { get; init; }

    public required IReadOnlyList<string> Containers { get; init; }

    public required IReadOnlyList<string> Networks { get; init; }

    public required IReadOnlyList<BackupPackage> Packages { get; init; }

    public required IReadOnlyList<BackupOmission> Omitted { get; init; }

    /// <summary>SHA-256 of this document without this line.</summary>
    public string? Checksum { get; init; }

    /// <summary>Writes it.</summary>
    public byte[] Write() => Serialize(this with { Checksum = Sum(this) });

    /// <summary>Reads it.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <exception cref="DockerOpsException">Corrupt: it is damaged. Unsupported: a later version has written it.</exception>
    public static BackupManifest Read(ReadOnlySpan<byte> bytes, string path)
    {
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(bytes, BackupJson.Default.BackupManifest);
            // A list that is null passes for one that is there; nothing that is written here is ever null.
            if (HasNull(bytes)) throw new JsonException("a value is null.");
        }
        catch (JsonException e)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' is no manifest of a backup: {e.Message}", path, e);
        }

        if (manifest is { Format: > Known })
            throw new DockerOpsException(FailureKind.Unsupported, $"'{path}' is of a later version of DockerOps. Update DockerOps.", path);
        if (manifest is null || manifest.Checksum != Sum(manifest))
            throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' was changed after it was written: its checksum is another one.", path);
        if (manifest.Files.FirstOrDefault(file => !IsBelow(file.Path)) is { } wrong)
            throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' names a file outside its folder: '{wrong.Path}'.", path);
        if (manifest.Files.FirstOrDefault(file => file.Size < 0 || file.Sha256.Length != 2 * SHA256.HashSizeInBytes || !file.Sha256.All(char.IsAsciiHexDigitLower)) is { } odd)
            throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' has no size or SHA-256 of '{odd.Path}'.", path);
        return manifest;
    }

    /// <summary>What the cmdlets give.</summary>
    public Backup ToBackup(DockerHost host, string folder, bool onHost) => new()
    {
        DockerHost = host,
        Path = folder,
        IsOnHost = onHost,
        HostName = ArchiveText.Plain(HostName),
        Created = Created,
        EngineVersion = ArchiveText.Plain(EngineVersion),
        Architecture = ArchiveText.Plain(Architecture),
        Distribution = ArchiveText.Plain(Distribution),
        Include = Include,
        Files = Files,
        Images = Images,
        Volumes = Volumes,
        Containers = Containers,
        Networks = Networks,
        Packages = Packages,
        Omitted = Omitted,
    };

    private static bool HasNull(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null) return true;
        }

        return false;
    }

    private static byte[] Serialize(BackupManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest);

    private static string Sum(BackupManifest manifest) => Hex.Lower(SHA256.HashData(Serialize(manifest with { Checksum = null })));

    private static bool IsBelow(string path) =>
        path.Length > 0 && !path.StartsWith('/') && !path.AsSpan().ContainsAny('\\', ':', '\0') && path.Split('/').All(part => part is not ("" or "." or ".."));
}

/// <summary>Compiled serialization of the manifest.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
