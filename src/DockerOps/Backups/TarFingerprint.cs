using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DockerOps.Files;

namespace DockerOps.Backups;

/// <summary>
/// What a tar would make, as one value: names, kinds, modes, owners, times, links, devices, extended attributes and
/// content. Two tars of one folder differ in bytes (GNU tar writes its process id into members with holes), not in this.
/// </summary>
internal sealed class TarFingerprint
{
    private readonly List<string> members = [];

    /// <summary>The value. The order of the members plays no part.</summary>
    public string Value => Hex.Lower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', members.Order(StringComparer.Ordinal)))));

    /// <summary>Whether there is nothing but the folder itself.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Adds a member; for <see cref="BackupTar.ReadAsync"/>.</summary>
    public async Task AddAsync(TarInput tar, TarHeader header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Describe(header)));
        await using var content = new HashTarget(hash);
        await tar.CopyDataAsync(content, null, CancellationToken.None).ConfigureAwait(false);
        members.Add(Hex.Lower(hash.GetHashAndReset()));
        if (BackupTar.NameOf(header).TrimEnd('/') is not ("." or "")) IsEmpty = false;
    }

    private static string Describe(TarHeader header)
    {
        string Of(string key, object otherwise) => header.Records.GetValueOrDefault(key, string.Create(CultureInfo.InvariantCulture, $"{otherwise}"));
        var fields = new List<string>
        {
            BackupTar.NameOf(header).TrimEnd('/'),
            header.Type.ToString(),
            Convert.ToString(header.Mode, 8),
            Of("uid", header.Owner),
            Of("gid", header.Group),
            Time(Of("mtime", header.Modified.ToUnixTimeSeconds())),
            header.Type is '1' or '2' ? header.LinkTarget : "",
            Of("GNU.sparse.realsize", header.Size),
            $"{header.Device}",
        };
        fields.AddRange(header.Records.Where(record => record.Key.StartsWith("SCHILY.", StringComparison.Ordinal))
            .OrderBy(record => record.Key, StringComparer.Ordinal).Select(record => $"{record.Key}={record.Value}"));
        return string.Join('\0', fields);
    }

    // The same time is written with and without zeros at its end.
    private static string Time(string seconds) => seconds.Contains('.', StringComparison.Ordinal) ? seconds.TrimEnd('0').TrimEnd('.') : seconds;

    private sealed class HashTarget(IncrementalHash hash) : ForwardStream
    {
        public override bool CanWrite => true;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.AppendData(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
