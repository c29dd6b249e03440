using DockerOps.Files;
using DockerOps.Hosts;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>Works out the steps of a <see cref="YumRepositoryBuild"/>.</summary>
internal static class YumRepositoryPlanner
{
    // By measure: what createrepo_c writes for a package with few files.
    private const long MetadataPerPackage = 8 * 1024;

    public static async Task<YumRepositoryBuild> PlanAsync(HostShell shell, YumRepositoryRequest request, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) throw new DockerOpsException(FailureKind.Unsupported, "Repositories are made on Linux only: createrepo_c and rpmsign are at home there.");
        CheckPlace(request);
        if (request is { BuilderImage: { } image, Engine: { } engine }) await ImageList.FindAsync(engine, image, cancellation).ConfigureAwait(false);
        var exists = File.Exists(Path.Combine(request.Path, YumRepositoryFolder.Index));
        if (request.Update || exists)
        {
            var signer = request.SigningKey ?? await YumRepositoryState.SignerAsync(request.Path, cancellation).ConfigureAwait(false);
            var key = KeyAsync(shell, request, signer, cancellation);
            var state = await StateAsync(request, cancellation).ConfigureAwait(false);
            var index = state?.Metadata.IndexSha256 ?? await YumMetadata.HashIndexAsync(request.Path, cancellation).ConfigureAwait(false);
            var plan = await PlanAsync(request, state, index, await key.ConfigureAwait(false), cancellation).ConfigureAwait(false);
            return request.Update || request.Force || plan.Lines.Count == 0 ? plan : throw Exists(request.Path);
        }

        if (Directory.Exists(request.Path) && Directory.EnumerateFileSystemEntries(request.Path).Any() && !request.Force)
            throw new DockerOpsException(FailureKind.Conflict, $"'{request.Path}' exists already and is no repository. Name another folder; -Force removes all that is in it.", request.Path);
        return await PlanAsync(request, null, null, await KeyAsync(shell, request, request.SigningKey, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    // Metadata that cannot be read keeps nobody from making it anew.
    private static async Task<YumRepositoryState?> StateAsync(YumRepositoryRequest request, CancellationToken cancellation)
    {
        try
        {
            return await YumRepositoryState.ReadAsync(request.Path, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.Corrupt && !request.Update && request.Force)
        {
            return null;
        }
    }

    private static DockerOpsException Exists(string path) => new(
        FailureKind.Conflict, $"'{path}' exists already and holds something else. Update-YumRepository adds to it; -Force replaces it.", path);

    private static void CheckPlace(YumRepositoryRequest request)
    {
        if (request.Name is { } name && !YumRepositoryRules.IsId(name))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{name}' is no name of a repository: use letters, digits and - _ . : only.", name);
        var parent = Path.GetDirectoryName(request.Path);
        if (parent is null) throw new DockerOpsException(FailureKind.InvalidInput, $"'{request.Path}' cannot be a repository.", request.Path);
        if (!Directory.Exists(parent)) throw new DockerOpsException(FailureKind.NotFound, $"There is no folder '{parent}' to make '{Path.GetFileName(request.Path)}' in.", request.Path);
        if (!request.Update && request.Packages.Count == 0)
            throw new DockerOpsException(FailureKind.InvalidInput, $"No packages were given for '{request.Path}'.", request.Path);
    }

    private static async Task<SigningKey?> KeyAsync(HostShell shell, YumRepositoryRequest request, string? name, CancellationToken cancellation) =>
        name is null ? null : await SigningKey.FindAsync(shell, name, request.Passphrase, cancellation).ConfigureAwait(false);

    private static async Task<YumRepositoryBuild> PlanAsync(YumRepositoryRequest request, YumRepositoryState? state, string? index, SigningKey? key, CancellationToken cancellation)
    {
        if (state is { IsSigned: true, Signer: null } && request.SigningKey is null)
        {
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"'{request.Path}' is signed, and its signature does not tell with which key. Give the key with -SigningKey.", request.Path);
        }

        if (request.Update) CheckUnlisted(request, state!);
        var changes = await PackageChanges.FindAsync(request, state, key, cancellation).ConfigureAwait(false);
        var name = request.Name ?? state?.Name ?? Path.GetFileName(request.Path);
        if (!YumRepositoryRules.IsId(name))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{name}' is no name of a repository: give one with -Name.", name);
        var baseUrl = request.BaseUrl ?? state?.BaseUrl ?? YumRepositoryState.FileAddress(request.Path);
        var definition = YumRepository.Define(name, baseUrl, key is not null);
        definition.ThrowIfInvalid();
        var isSame = state is not null && !changes.Any && state.Name == name && state.BaseUrl == baseUrl && (key is null ? !state.IsSigned : key.Made(state.Signer));
        if (isSame) return new(request, state, index, [], []);

        MountPoints.ThrowIfIn(request.Path);
        CheckRoom(request.Path, changes);
        var place = new Place(request, state, key, changes, YumRepositoryFolder.Next(request.Path), definition);
        return new(request, state, index, Steps(place), Warnings(definition));
    }

    private static IReadOnlyList<string> Warnings(YumRepositoryDefinition definition) =>
        definition.GpgCheck == true ? [] : [$"'{definition.Id}' will not be signed: whoever can change it can put any package on its hosts. Use -SigningKey."];

    private static void CheckRoom(string path, PackageChanges changes)
    {
        var copied = changes.Added.Concat(changes.SignedAgain).Select(entry => entry.Package.Size).ToList();
        var needed = copied.Sum() + copied.DefaultIfEmpty().Max() + ((copied.Count + 1) * MetadataPerPackage);
        if (LocalFile.FreeIn(Path.GetDirectoryName(path)!) is { } free && free < needed)
            throw new DockerOpsException(FailureKind.NoSpace, $"'{path}' needs about {needed:N0} bytes more, and {free:N0} are free there.", path);
    }

    private static List<HostStep> Steps(Place place)
    {
        var (request, state, key, changes, next) = (place.Request, place.State, place.Key, place.Changes, place.Next);
        var createrepo = CreateRepo(place);
        if (key is not null) LocalTools.Find("rpmsign");
        var copied = changes.Added.Concat(changes.SignedAgain).ToList();
        List<HostStep> incoming = [.. copied.Select(entry => new CopyPackageStep(entry.Package, Path.Combine(next, entry.Path)))];
        var unsigned = copied.Where(entry => key?.Made(entry.Package.Signer) == false).Select(entry => (entry.Package, Path.Combine(next, entry.Path))).ToList();
        if (unsigned.Count > 0) incoming.Add(new SignPackagesStep(key!, unsigned));
        List<string> fresh = [.. copied.Select(entry => entry.Path)];
        var keep = state is null ? [] : (List<HostStep>)[Keep(place, state, fresh)];

        // Folders in it get their modes as what is in them is linked.
        List<HostStep> steps = keep.Count == 0 || fresh.Any(path => path.Contains('/', StringComparison.Ordinal)) ? [.. keep, .. incoming] : [Together(keep, incoming)];
        var keepsKey = state?.PublicKey is not null && key?.Made(state.Signer) == true;
        List<HostStep> check = key is null || fresh.Count == 0
            ? []
            : [new CheckPackageSignaturesStep(key, Path.Combine(keepsKey ? request.Path : next, YumRepositoryFolder.Key), next, fresh, request.Path)];
        steps.Add(Together([createrepo], keepsKey ? check : []));
        List<HostStep> beside = [new TextStep(YumRepositoryFolder.Definition(next, place.Definition.Id), place.Definition.ToString())];
        if (state is not null) beside.Add(KeepMetadata(request.Path, state, next, keepsKey));
        if (key is not null && !keepsKey) beside.AddRange([new ToolStep("exporting the key", key.Export(Path.Combine(next, YumRepositoryFolder.Key))), .. check]);
        if (key is null) steps.AddRange(beside);
        else steps.Add(Together([new SignIndexStep(key, next)], beside));
        steps.Add(new VerifyRepositoryStep(next, request.Path, fresh.ToHashSet(StringComparer.Ordinal), place.Stays, key, request.AskClient, request.BaseRepositories));
        steps.Add(new ExchangeFoldersStep(next, request.Path));
        if (Directory.Exists(request.Path)) steps.Add(new RemoveFolderStep(next));
        return steps;
    }

    private static HostStep Together(List<HostStep> some, List<HostStep> others) =>
        (some, others) is ([var only], []) ? only : new TogetherStep(some, others);

    // What comes in is no link to the old state's file, and is written beside.
    private static LinkFilesStep Keep(Place place, YumRepositoryState state, List<string> fresh)
    {
        var (request, next) = (place.Request, place.Next);
        var known = state.Metadata.Files.Select(file => file.Path).Append(YumRepositoryFolder.Index).ToHashSet(StringComparer.Ordinal);
        var replaced = fresh.ToHashSet(StringComparer.Ordinal);
        bool IsOld(string file) => (file.StartsWith(YumRepositoryFolder.Metadata + "/", StringComparison.Ordinal) && !known.Contains(file))
            || (file.EndsWith(".repo", StringComparison.Ordinal) && !file.Contains('/', StringComparison.Ordinal));
        var stays = place.Stays.ToHashSet(StringComparer.Ordinal);
        var files = Files(request.Path).Where(file => !IsOld(file) && !replaced.Contains(file)).ToLookup(file => stays.Contains(file) || !file.EndsWith(RpmPackageReader.Extension, StringComparison.Ordinal));
        return new(request.Path, next, [.. files[true]], [.. files[false].Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'));

    // Hosts would trust it, and nobody has asked for that. One that was given comes in as every other one does.
    private static void CheckUnlisted(YumRepositoryRequest request, YumRepositoryState state)
    {
        var known = state.Metadata.Packages.Select(package => Path.Combine(request.Path, package.Path))
            .Concat(request.Packages.SelectMany(package => new[] { package.Path, Path.Combine(request.Path, package.FileName) })).ToHashSet(StringComparer.Ordinal);
        var unlisted = Files(request.Path).Where(file => file.EndsWith(RpmPackageReader.Extension, StringComparison.Ordinal))
            .Select(file => Path.Combine(request.Path, file)).FirstOrDefault(file => !known.Contains(file));
        if (unlisted is not null)
        {
            throw new DockerOpsException(
                FailureKind.Conflict, $"'{unlisted}' is not in the metadata of the repository. Add it like the others (Get-RpmPackage '{unlisted}'), or take it out of the folder.", unlisted);
        }
    }

    // A client that has read the old repomd.xml asks for the files it names after the switch too.
    private static LinkFilesStep KeepMetadata(string path, YumRepositoryState state, string next, bool withKey) =>
        new(path, next, [.. state.Metadata.Files.Select(file => file.Path).Concat(withKey ? [YumRepositoryFolder.Key] : [])], []);

    // No database: only the yum of RHEL 7 and before used one, and could do without. gzip, which every yum and dnf reads.
    private static HostStep CreateRepo(Place place)
    {
        List<string> words = ["--quiet", "--no-database", "--checksum=sha256", "--general-compress-type=gz"];
        if (place.State is { } state)
        {
            words.Add("--update");

            // A file of a name that was there before has to be looked at.
            var before = state.Metadata.Packages.Select(package => package.Path).ToHashSet(StringComparer.Ordinal);
            if (!place.Changes.Added.Concat(place.Changes.SignedAgain).Any(entry => before.Contains(entry.Path))) words.Add("--skip-stat");
            if (state.Metadata.Files.Any(file => file.Type is not ("primary" or "filelists" or "other" or "primary_db" or "filelists_db" or "other_db"))) words.Add("--keep-all-metadata");
        }

        return place.Request is { BuilderImage: { } image, Engine: { } engine }
            ? new ContainerMetadataStep(engine, image, words, place.Next)
            : new ToolStep("making the metadata", [LocalTools.Find("createrepo_c"), .. words, place.Next]);
    }

    private sealed record Place(
        YumRepositoryRequest Request, YumRepositoryState? State, SigningKey? Key, PackageChanges Changes, string Next, YumRepositoryDefinition Definition)
    {
        /// <summary>The packages that are there and stay, relative to the folder.</summary>
        public IReadOnlyList<string> Stays { get; } = [.. (State?.Metadata.Packages ?? []).Except(Changes.Removed).Select(package => package.Path)];
    }
}
