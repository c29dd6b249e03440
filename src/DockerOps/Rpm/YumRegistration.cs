using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Rpm;

/// <summary>Puts repositories on a host: as a .repo file, or on an SME server into its configuration database.</summary>
public static class YumRegistration
{
    /// <summary>Looks at the host and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="name">The name of the .repo file, without its ending; an SME server has no use for it.</param>
    /// <param name="document">The repositories, and on most hosts the file's text to the letter.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">
    /// InvalidInput: yum or dnf could not use the document. Conflict: it is there already. NotPermitted: no root.
    /// Unsupported: neither yum nor dnf.
    /// </exception>
    public static async Task<YumRepositoryPlan> PrepareAsync(
        HostSession session, string name, YumConfiguration document, YumRegistrationOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        Check(name, document);
        var facts = await session.FactsAsync(cancellation).ConfigureAwait(false);
        var shell = await YumHost.RootAsync(session, facts, cancellation).ConfigureAwait(false);
        var manager = facts.Yum ?? throw new DockerOpsException(
            FailureKind.Unsupported, $"'{session.Host}' has neither yum nor dnf, so it can use no such repository.", session.Host);
        var files = await YumHostFiles.ReadAsync(shell, cancellation).ConfigureAwait(false);
        var present = YumRepositoryList.Of(session.Host, files).Repositories;
        var key = options.PublicKey is { } text ? await YumPublicKey.PrepareAsync(shell, name, text, cancellation).ConfigureAwait(false) : null;
        var place = new Place(shell, files, present, key?.Name(document) ?? document, options, manager, key);
        return YumHost.HasDatabase(facts) ? InDatabase(place) : AsFile(place, $"{files.Folder}/{name}.repo");
    }

    private static void Check(string name, YumConfiguration document)
    {
        if (!YumRepositoryRules.IsId(name)) throw new DockerOpsException(FailureKind.InvalidInput, $"'{name}' is no name of a .repo file.", name);
        if (document.Findings.FirstOrDefault(finding => finding.IsError) is { } error)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{name}' cannot be registered; {error}", name);
        if (document.Repositories.Count == 0)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{name}' holds no repository.", name);
    }

    private static YumRepositoryPlan AsFile(Place place, string path)
    {
        var (host, repositories) = (place.Shell.Host, place.Document.Repositories);
        var text = place.Document.ToString();
        var old = place.Files.Files.FirstOrDefault(file => file.Path == path);
        var isThere = old is not null && old.Text == text;
        if (old is not null && !isThere && !place.Options.Force)
            throw new DockerOpsException(FailureKind.Conflict, $"'{path}' exists already on '{host}'. Use -Force to replace it.", path);
        foreach (var repository in repositories)
        {
            if (place.Present.FirstOrDefault(entry => entry.Id == repository.Id && entry.Path != path) is { } other)
                throw new DockerOpsException(FailureKind.Conflict, $"'{repository.Id}' is in '{other.Path}' on '{host}' already. Unregister it first.", repository.Id);
        }

        // Somebody who was cut off before the host had read it; what is missing is done.
        if (isThere) return Plan(place, path, [], []);
        var steps = new List<HostStep>();
        if (!place.Files.FolderExists) steps.Add(new CommandStep("mkdir", "-p", "--", place.Files.Folder));

        // Who may read a file that is there, somebody has chosen; not when it gets its first password.
        var write = old is null || (Secrets.AreIn(text) && !Secrets.AreIn(old.Text))
            ? new FileStep(old?.Target ?? path, text, YumHostFile.UsualMode(text), place.Options.Force)
            : old.With(text);
        steps.Add(write);
        return Plan(place, path, steps, [old is null ? new CommandStep("rm", "-f", "--", path) : old.With(old.Text)]);
    }

    private static YumRepositoryPlan InDatabase(Place place)
    {
        List<HostStep> steps = [];
        List<HostStep> undo = [];
        foreach (var repository in place.Document.Repositories)
        {
            var old = place.Present.FirstOrDefault(entry => entry.Id == repository.Id);
            if (old?.Path == YumRepositoryRegistration.Database && YumDatabase.Set(old.Definition).Words.SequenceEqual(YumDatabase.Set(repository).Words)) continue;
            if (old is not null && (!place.Options.Force || old.Path != YumRepositoryRegistration.Database))
            {
                throw new DockerOpsException(
                    FailureKind.Conflict, $"'{repository.Id}' is there already on '{place.Shell.Host}' ({old.Path}). Use -Force to replace it in the database.", repository.Id);
            }

            if (old is not null) steps.Add(YumDatabase.Delete(repository.Id));
            steps.Add(YumDatabase.Set(repository));
            undo.Add(YumDatabase.Delete(repository.Id));
            if (old is not null) undo.Add(YumDatabase.Set(old.Definition));
        }

        // Also for those that are there already: whoever was cut off may not have come to it.
        steps.Add(YumDatabase.Apply);
        if (undo.Count > 0) undo.Add(YumDatabase.Apply);
        return Plan(place, YumRepositoryRegistration.Database, steps, undo);
    }

    private static YumRepositoryPlan Plan(Place place, string path, List<HostStep> steps, List<HostStep> undo)
    {
        var repositories = place.Document.Repositories;
        if (place.Key is { } key) steps.InsertRange(0, key.Write);
        if (!place.Options.SkipCache) steps.Add(new YumLockWait(place.Options.Timeout));
        var lost = path == YumRepositoryRegistration.Database
            ? repositories.SelectMany(YumDatabase.Lost, (repository, option) => $"The e-smith database does not keep the option {option} of '{repository.Id}'.")
            : [];
        return new YumRepositoryPlan(place.Shell, $"Register {string.Join(", ", repositories.Select(repository => repository.Id))} on {place.Shell.Host}")
        {
            Repositories = [.. repositories.Select(repository => YumRepositoryList.Entry(place.Shell.Host, path, repository))],
            Warnings = [.. place.Document.Findings.Select(finding => finding.Message), .. lost],
            Steps = steps,
            Proof = place.Options.SkipCache ? null : MakeCache(place.Manager, repositories),
            Then = place.Key?.Import ?? [],
            WasThere = undo.Count == 0,

            // A key goes with the repository that names it; one that this key replaced comes back.
            Undo = place.Key is { } put && (undo.Count > 0 || put.Replaces) ? [.. undo, put.Undo] : undo,
        };
    }

    // yum(8), dnf(8): only these repositories, whatever state they are in, and one that cannot be had is a failure. Of
    // several the host will use only the enabled ones. dnf 5 is content with what it has read before; yum asks always.
    private static CommandStep MakeCache(string manager, IReadOnlyList<YumRepositoryDefinition> repositories)
    {
        var used = repositories.Any(repository => repository.Enabled) ? repositories.Where(repository => repository.Enabled) : repositories;
        var ids = string.Join(',', used.Select(repository => repository.Id));
        return new([manager, "-y", .. manager == "yum" ? [] : (string[])["--refresh"], "--disablerepo=*", $"--enablerepo={ids}", "--setopt=*.skip_if_unavailable=0", "makecache"]);
    }

    private sealed record Place(
        HostShell Shell, YumHostFiles Files, IReadOnlyList<YumRepositoryRegistration> Present, YumConfiguration Document,
        YumRegistrationOptions Options, string Manager, YumPublicKey? Key);
}
