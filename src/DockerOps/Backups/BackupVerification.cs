using System.Runtime.CompilerServices;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Sessions;
using DockerOps.Volumes;

namespace DockerOps.Backups;

/// <summary>Tests a backup: everything in it is read again, and volumes can be unpacked into throw-away ones and compared.</summary>
public static class BackupVerification
{
    internal const string Label = "org.dockerops.rehearsal";

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>What a rehearsal does beside reading, in order.</summary>
    /// <param name="session">The host to rehearse on.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="cancellation">Ends the look for what an earlier one has left.</param>
    public static async Task<IReadOnlyList<string>> PlanAsync(HostSession session, Backup backup, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(backup);
        var lines = new List<string>();
        foreach (var file in backup.Files.Where(file => VolumeOf(backup, file) is not null))
        {
            var left = await LeftAsync(session.Engine, file, cancellation).ConfigureAwait(false);
            lines.AddRange(left.Append(Create(file)).Select(request => $"{request} on {session.Host}"));
            lines.Add($"unpack {file.Path}, read it again and compare");
            lines.Add($"{Remove(file)} on {session.Host}");
        }

        return lines;
    }

    /// <summary>Tests it. Yields progress, and a <see cref="BackupCheck"/> for each file.</summary>
    /// <param name="session">The host to rehearse on, or that a backup on a host is read on; null where neither is wanted.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="rehearse">Whether volumes are unpacked into throw-away ones, compared and taken away.</param>
    /// <param name="cancellation">Ends it; a throw-away volume is removed.</param>
    /// <exception cref="DockerOpsException">Unreachable, NotPermitted, NoSpace; damage is no failure but a result.</exception>
    public static async IAsyncEnumerable<Event> RunAsync(
        HostSession? session, Backup backup, bool rehearse, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backup);
        if (rehearse || backup.IsOnHost) ArgumentNullException.ThrowIfNull(session);
        var folder = await BackupFolder.OpenAsync(backup, session, cancellation).ConfigureAwait(false);
        var host = rehearse ? await RestoreHost.LookAsync(session!, cancellation).ConfigureAwait(false) : null;
        var meter = new TransferMeter { Total = backup.Size };
        foreach (var file in backup.Files)
        {
            var volume = host is null ? null : VolumeOf(backup, file);
            meter.Status = file.Path;
            await foreach (var item in Watched.RunAsync(
                $"Test {backup.Path}", meter, stop => CheckAsync(folder, host, backup, file, volume, meter, stop), cancellation).ConfigureAwait(false)) yield return item;
        }
    }

    private static BackupVolume? VolumeOf(Backup backup, BackupFile file) =>
        file.Part == BackupPart.Volumes ? backup.Volumes.FirstOrDefault(volume => volume.Name == file.Name && volume.Packer is not null) : null;

    internal static string NameFor(BackupFile file) => $"dockerops-rehearsal-{file.Sha256[..16]}";

    private static EngineRequest Create(BackupFile file) =>
        VolumeRequests.Create(NameFor(file), null, Nothing, new Dictionary<string, string> { [Label] = ClientMark.Of(file.Sha256[..16]) });

    // The calls that remove what a rehearsal of the file has left whose client was killed: the containers it was unpacked through, then the volume.
    private static async Task<IReadOnlyList<EngineRequest>> LeftAsync(EngineClient engine, BackupFile file, CancellationToken cancellation)
    {
        if (await VolumeList.LookAsync(engine, NameFor(file), cancellation).ConfigureAwait(false) is null) return [];
        var volume = await VolumeList.FindAsync(engine, NameFor(file), cancellation).ConfigureAwait(false);
        if (!volume.Labels.TryGetValue(Label, out var mark)) return [];
        var now = await EngineClock.NowAsync(engine, cancellation).ConfigureAwait(false);
        if (!ClientMark.IsLeft(mark, volume.Created ?? now, now)) return [];
        var containers = await ContainerList.ReadAsync(engine, [$"{VolumeMount.Label}={volume.Name}"], [], cancellation).ConfigureAwait(false);
        return [.. containers.Select(container => ContainerRequests.Remove(container.Id, force: true, volumes: true)), Remove(file)];
    }

    private static EngineRequest Remove(BackupFile file) => VolumeRequests.Remove(NameFor(file), force: true);

    private static async Task<BackupCheck> CheckAsync(
        BackupFolder folder, RestoreHost? host, Backup backup, BackupFile file, BackupVolume? volume, TransferMeter meter, CancellationToken cancellation)
    {
        var check = new BackupCheck
        {
            DockerHost = backup.DockerHost,
            Path = backup.Path,
            File = file.Path,
            Part = file.Part,
            Name = file.Name,
            Size = file.Size,
            Passed = true,
            Rehearsed = false,
        };
        try
        {
            var written = volume is null ? null : new TarFingerprint();
            await BackupProof.RunAsync(folder, file, written is null ? null : written.AddAsync, meter, cancellation).ConfigureAwait(false);
            if (volume is null) return check;
            meter.Status = $"rehearsing {volume.Name}";
            var came = await RehearseAsync(folder, host!, file, volume, cancellation).ConfigureAwait(false);
            return check with
            {
                Rehearsed = true,
                Passed = came.Value == written!.Value,
                Message = came.Value == written.Value ? null : $"What came out of a throw-away volume on '{host!.Session.Host}' differs from what is in the backup.",
            };
        }
        catch (DockerOpsException e) when (e.Kind is not (FailureKind.Unreachable or FailureKind.NotPermitted or FailureKind.NoSpace))
        {
            return check with { Passed = false, Message = e.Message };
        }
    }

    private static async Task<TarFingerprint> RehearseAsync(
        BackupFolder folder, RestoreHost host, BackupFile file, BackupVolume volume, CancellationToken cancellation)
    {
        host.CheckPacker(volume);
        foreach (var request in await LeftAsync(host.Engine, file, cancellation).ConfigureAwait(false)) await host.Engine.RunAsync(request, cancellation).ConfigureAwait(false);
        await VolumeChanges.CheckFreeAsync(host.Engine, NameFor(file), cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        // Never cut off: the engine would make it all the same, and it would stay as long as this process lives.
        await VolumeChanges.CreateAsync(host.Engine, Create(file), CancellationToken.None).ConfigureAwait(false);
        try
        {
            var content = await host.ContentAsync(NameFor(file), volume, cancellation).ConfigureAwait(false);
            await content.UnpackAsync(folder, file, new TransferMeter(), cancellation).ConfigureAwait(false);
            return await content.FingerprintAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await host.Engine.RunAsync(Remove(file), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
