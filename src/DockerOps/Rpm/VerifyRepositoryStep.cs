using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// Looks at the state that was made before it gets its name. createrepo_c has left packages out and called that success
/// (createrepo_c#140), so packages on disk and in the metadata are counted here.
/// </summary>
/// <param name="Folder">Where it was made.</param>
/// <param name="Place">The folder it will become.</param>
/// <param name="Fresh">The packages that came in, relative to the folder: their bytes are read. Of the others, which were whole when they came, the length is looked at.</param>
/// <param name="Stays">The packages that were there and stay. Besides these and the fresh ones there is none.</param>
/// <param name="Key">The key it has to be signed with; null when it is not signed.</param>
/// <param name="AskClient">Whether dnf is asked too, where this machine has it.</param>
/// <param name="BaseRepositories">Where everything has to be that packages need; empty when that is not asked.</param>
internal sealed record VerifyRepositoryStep(
    string Folder, string Place, IReadOnlySet<string> Fresh, IReadOnlyList<string> Stays, SigningKey? Key, bool AskClient, IReadOnlyList<YumRepositoryDefinition> BaseRepositories) : HostStep
{
    /// <summary>What was found, once it was run: what the folder holds from then on.</summary>
    public YumRepositoryState? Found { get; private set; }

    public override string Show(HostShell shell)
    {
        List<string> what = ["packages on disk and in the metadata", "checksums"];
        if (Key is not null) what.Add($"signature by {Key.Fingerprint}");
        if (AskClient) what.Add("dnf repoquery");
        if (BaseRepositories.Count > 0) what.Add("dnf repoclosure with " + string.Join(", ", BaseRepositories.Select(repository => repository.Id)));
        return $"check {Folder}: {string.Join(", ", what)}";
    }

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "checking";
        using var signatures = new RepositorySignatures(shell, Folder);
        var signed = Key is null ? null : signatures.CheckIndexAsync(cancellation);
        var flushed = Task.Run(Flush, CancellationToken.None);
        var state = await YumRepositoryState.ReadAsync(Folder, cancellation).ConfigureAwait(false);
        var check = new RepositoryCheck(Folder, state.Metadata, new TransferMeter());
        await check.CheckMetadataAsync(cancellation).ConfigureAwait(false);
        check.CheckList();
        check.CheckList(Fresh.Union(Stays));
        await check.ReadPackagesAsync(package => Fresh.Contains(package.Path), cancellation).ConfigureAwait(false);
        if (signed is not null)
        {
            var (key, problem) = await signed.ConfigureAwait(false);
            if (problem is null && !Key!.Made(key)) problem = $"It is signed with {key} in place of {Key.Fingerprint}.";
            if (problem is not null) check.Add(RepositoryFindingKind.BadMetadataSignature, YumRepositoryFolder.Index, problem);
        }

        if (AskClient && LocalTools.TryFind(LocalTools.Dnf) is { } dnf)
            await YumRepositoryAudit.AskAsync(check, shell, dnf, Folder, state, meter, cancellation).ConfigureAwait(false);
        if (check.Findings.Count == 0 && BaseRepositories.Count > 0)
            await YumRepositoryAudit.CheckClosureAsync(check, shell, Folder, state.Name, BaseRepositories, meter, cancellation).ConfigureAwait(false);
        if (check.Findings.Count > 0) throw Refuse(check.Findings);
        await flushed.ConfigureAwait(false);
        Found = state;
    }

    private DockerOpsException Refuse(IReadOnlyList<RepositoryFinding> findings)
    {
        var more = findings.Count > 1 ? $" ({findings.Count - 1} more)" : "";
        var kind = findings[0].Kind == RepositoryFindingKind.UnresolvedDependency ? FailureKind.NotFound : FailureKind.Corrupt;
        return new(kind, $"'{Place}' was not changed, because what was made for it is not right: {findings[0].Message.Replace(Folder, Place, StringComparison.Ordinal)}{more}", Place);
    }

    // What is new reaches the disk before it gets its name.
    private void Flush()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Folder, YumRepositoryFolder.Metadata)).Concat(Fresh.Select(file => Path.Combine(Folder, file)));
        try
        {
            Parallel.ForEach(files, file =>
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                stream.Flush(flushToDisk: true);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.All(LocalFile.IsFileError))
        {
            throw LocalFile.Explain(e.InnerExceptions[0], Folder);
        }
    }
}
