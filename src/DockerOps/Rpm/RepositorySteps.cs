using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>A package is copied to where the next state of the repository is made, and has to arrive as it was read.</summary>
internal sealed record CopyPackageStep(RpmPackage Package, string Target) : HostStep
{
    public override string Show(HostShell shell) => $"copy {Package.Path} to {Target}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "copying " + Package.Nevra;
        try
        {
            // What is there is a link to the file of the old state: it is replaced, never written into.
            Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
            File.Delete(Target);
            File.Copy(Package.Path, Target);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, e is FileNotFoundException ? Package.Path : Target);
        }

        if ((await RpmPackageReader.ReadAsync(Target, cancellation).ConfigureAwait(false)).Sha256 != Package.Sha256)
            throw new DockerOpsException(FailureKind.Conflict, $"'{Package.Path}' was changed after it was read. Try again when nobody writes it.", Package.Path);
        meter.Add(Package.Size);
    }
}

/// <summary>Packages are signed, each in its place, and looked at again: signed by the key, and otherwise the same.</summary>
internal sealed record SignPackagesStep(SigningKey Key, IReadOnlyList<(RpmPackage Package, string File)> Packages) : HostStep
{
    private const int MostAtOnce = 50;

    // As many runs as there are processors: most of the time goes into starting gpg for each package.
    private IEnumerable<string[]> Runs => Packages.Select(package => package.File)
        .Chunk(Math.Clamp((Packages.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount, 1, MostAtOnce));

    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Runs.Select(files => shell.Show(Key.SignPackages(files, Key.ShownPassphraseFile))));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = $"signing {Packages.Count} packages";
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        try
        {
            await Key.WithPassphraseAsync(async passphrase =>
            {
                await Parallel.ForEachAsync(Runs, options, async (files, stop) =>
                    await shell.ReadAsync(Key.SignPackages(files, passphrase), stop).ConfigureAwait(false)).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (DockerOpsException e)
        {
            throw Key.Explain(e);
        }

        foreach (var (package, file) in Packages)
        {
            var signed = await RpmPackageReader.ReadAsync(file, cancellation).ConfigureAwait(false);
            if (signed.HeaderSha256 != package.HeaderSha256 || !Key.Made(signed.Signer))
                throw new DockerOpsException(FailureKind.Corrupt, $"rpmsign did not sign {package.Nevra} with {Key.Fingerprint}; its signer is {signed.Signer ?? "nobody"}.", package.Path);
        }
    }
}

/// <summary>The index of the metadata is signed; packages are signed by now, so that nothing it stands for changes after it.</summary>
internal sealed record SignIndexStep(SigningKey Key, string Folder) : HostStep
{
    private string Index => Path.Combine(Folder, YumRepositoryFolder.Index);

    private string Signature => Path.Combine(Folder, YumRepositoryFolder.Signature);

    public override string Show(HostShell shell) => shell.Show(Key.SignFile(Index, Signature, Key.ShownPassphraseFile));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "signing the metadata";
        try
        {
            await Key.WithPassphraseAsync(passphrase => shell.ReadAsync(Key.SignFile(Index, Signature, passphrase), cancellation)).ConfigureAwait(false);
        }
        catch (DockerOpsException e)
        {
            throw Key.Explain(e);
        }
    }
}

/// <summary>A text is written to a file that nobody uses yet.</summary>
internal sealed record TextStep(string Path, string Text) : HostStep
{
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Secrets.Hide(Text).TrimEnd('\n').Split('\n').Select(line => "    " + line).Prepend($"write {Path}"));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        try
        {
            File.Delete(Path);
            await File.WriteAllTextAsync(Path, Text, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, Path);
        }
    }
}
