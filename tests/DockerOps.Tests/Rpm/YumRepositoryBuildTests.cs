using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Repositories on this machine, made with its createrepo_c, rpmsign, gpg and dnf of the lab's packages.</summary>
[Collection(nameof(SigningKeyring))]
public sealed class YumRepositoryBuildTests(SigningKeyring keyring) : RepositoryTest(keyring)
{
    [LabFact]
    public async Task A_repository_is_made_signed_and_changed()
    {
        var (one, two) = (await PackageAsync(1), await PackageAsync(2));
        var source = Sha256(one.Path);
        var made = await RunAsync(Wanted(one) with { SigningKey = SigningKeyring.Key, AskClient = true });
        Assert.Equal((1, "updocker"), (made.PackageCount, made.Name));
        Assert.StartsWith("-----BEGIN PGP PUBLIC KEY", made.PublicKey, StringComparison.Ordinal);
        Assert.Equal(source, Sha256(one.Path));
        var file = Path.Combine(Repository, one.FileName);
        var signed = await RpmPackageReader.ReadAsync(file, CancellationToken.None);
        Assert.Equal(made.SigningKey, signed.Signer);
        Assert.Equal(one.HeaderSha256, signed.HeaderSha256);
        Assert.NotEqual(one.Sha256, signed.Sha256);

        // Asked for again, there is nothing to do, whether the package comes signed or not.
        Assert.Empty((await PlanAsync(Wanted(one) with { SigningKey = SigningKeyring.Key })).Lines);
        Assert.Empty((await PlanAsync(Updated(signed))).Lines);

        var old = Metadata();
        var updated = await RunAsync(Updated(two));
        Assert.Equal((2, made.SigningKey), (updated.PackageCount, updated.SigningKey));
        Assert.Equal(signed.Sha256, Sha256(file), ignoreCase: true);
        Assert.Subset(Metadata(), old);
        await ValidAsync();

        var removed = await RunAsync(Updated() with { Remove = ["perl-Lab-1"] });
        Assert.Equal(1, removed.PackageCount);
        Assert.False(File.Exists(file));
        await ValidAsync();
        Assert.Equal(["updocker"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
    }

    [LabFact]
    public async Task One_without_signatures_is_signed_later()
    {
        var plan = await PlanAsync(Wanted(await PackageAsync(1)));
        Assert.Contains("not be signed", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        var made = await RunAsync(plan);
        Assert.Equal((null, false), (made.SigningKey, made.Definition.GpgCheck));
        Assert.Equal(RepositoryFindingKind.UnsignedRepository, Assert.Single((await AuditAsync()).Findings).Kind);

        SigningKeyring.ForgetPassphrases();
        var refused = await RefusedAsync(Updated() with { SigningKey = SigningKeyring.Locked });
        Assert.Equal(FailureKind.NotPermitted, refused.Kind);
        refused = await RefusedAsync(Updated() with { SigningKey = SigningKeyring.Locked, Passphrase = "no" });
        Assert.Equal(FailureKind.NotPermitted, refused.Kind);
        Assert.False(File.Exists(Path.Combine(Repository, YumRepositoryFolder.Signature)));
        plan = await PlanAsync(Updated() with { SigningKey = SigningKeyring.Locked, Passphrase = SigningKeyring.Passphrase });
        Assert.DoesNotContain(plan.Lines, line => line.Contains(SigningKeyring.Passphrase, StringComparison.Ordinal));
        var signed = await RunAsync(plan);
        Assert.NotNull(signed.SigningKey);
        await ValidAsync();
    }

    [LabFact]
    public async Task What_cannot_be_is_refused_and_nothing_is_changed()
    {
        var (one, two) = (await PackageAsync(1), await PackageAsync(2));
        await RunAsync(Wanted(one) with { SigningKey = SigningKeyring.Key });
        var before = State();
        async Task Refused(FailureKind kind, YumRepositoryRequest request, string words)
        {
            var failure = await RefusedAsync(request);
            Assert.Equal(kind, failure.Kind);
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
            Assert.Equal(before, State());
        }

        var other = await OtherBuildAsync(one);
        await Refused(FailureKind.Conflict, Updated(other), $"{other.Path}' are both perl-Lab-1");
        await Refused(FailureKind.Conflict, Updated(one, other), "differ");
        await Refused(FailureKind.Conflict, Wanted(two), "-Force");
        await Refused(FailureKind.NotFound, Updated(two) with { Path = Folder + "/none" }, "no repository");
        await Refused(FailureKind.NotFound, Updated(two) with { SigningKey = "nobody@example.org" }, "no secret key 'nobody@example.org'");
        await Refused(FailureKind.NotFound, Updated() with { Remove = ["none*"] }, "'none*'");
        await Refused(FailureKind.InvalidInput, Updated(two) with { Name = "no name" }, "'no name'");
        await Refused(FailureKind.InvalidInput, Updated(two) with { BaseUrl = "x/y" }, "'x/y'");
        await Refused(FailureKind.InvalidInput, Wanted() with { Path = Folder + "/new" }, "No packages");
        await Refused(FailureKind.NotFound, Wanted(one) with { Path = Folder + "/a/b" }, "no folder");
        await Refused(FailureKind.NotFound, Updated(two) with { BaseRepositories = [Base("smeextras")] }, "needs coreutils");
        using (RepositoryLock.Take(Repository)) await Refused(FailureKind.Conflict, Updated(two), "in use by another run");

        // Planned, then changed by somebody else.
        var plan = await PlanAsync(Updated(two));
        await RunAsync(Updated(await PackageAsync(3)));
        before = State();
        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(plan))).Kind);
        Assert.Equal(before, State());

        // What another run left when it was killed is in nobody's way.
        Directory.CreateDirectory(YumRepositoryFolder.Next(Repository) + "/x");
        Assert.Equal(3, (await RunAsync(Updated(two) with { BaseRepositories = [Base("base")] })).PackageCount);
    }

    [LabFact]
    public async Task What_somebody_did_by_hand_in_the_folder_is_told_and_put_right()
    {
        var (one, two, three) = (await PackageAsync(1), await PackageAsync(2), await PackageAsync(3));
        await RunAsync(Wanted(one, two) with { SigningKey = SigningKeyring.Key });
        var file = Path.Combine(Repository, one.FileName);

        // Gone: told even when nothing is asked for, and given again it comes back.
        File.Delete(file);
        var gone = await RefusedAsync(Updated());
        Assert.Equal((FailureKind.Corrupt, one.FileName), (gone.Kind, gone.Target));
        await RefusedAsync(Updated(three));
        Assert.Equal(2, (await RunAsync(Updated(one))).PackageCount);
        await ValidAsync();
        File.Delete(file);
        Assert.Equal(FailureKind.Conflict, (await RefusedAsync(Wanted(one, two))).Kind);
        await RunAsync(Wanted(one, two) with { Force = true });
        await ValidAsync();
        File.Delete(file);
        Assert.Equal(1, (await RunAsync(Updated() with { Remove = ["perl-Lab-1"] })).PackageCount);
        await ValidAsync();

        // Dropped into it: told too, and the one that is given is the one that comes in, signed.
        File.Copy(three.Path, Path.Combine(Repository, three.FileName));
        Assert.Equal(FailureKind.Conflict, (await RefusedAsync(Updated())).Kind);
        Assert.Equal(2, (await RunAsync(Updated(three))).PackageCount);
        await ValidAsync();

        // Metadata that nothing can read: made anew, with the key it was signed with.
        await File.WriteAllTextAsync(Path.Combine(Repository, YumRepositoryFolder.Index), "x");
        Assert.Contains("-Force makes it anew", (await RefusedAsync(Updated(one))).Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Corrupt, (await RefusedAsync(Wanted(one))).Kind);
        Assert.NotNull((await RunAsync(Wanted(one, two, three) with { Force = true })).SigningKey);
        await ValidAsync();
    }

    [LabFact]
    public async Task A_full_disk_leaves_the_old_repository()
    {
        var small = Path.Combine(Lab.Current.Text("smallFolder"), Lab.Unique("repo"));
        var wall = small + ".wall";
        try
        {
            await RunAsync(Wanted(await PackageAsync(1)) with { Path = small });
            var before = Sha256(Path.Combine(small, YumRepositoryFolder.Index));
            var update = Updated(await PackageAsync(2), await PackageAsync(3)) with { Path = small };
            var planned = await PlanAsync(update);
            await using (var file = File.Create(wall)) file.Write(new byte[new DriveInfo(Path.GetDirectoryName(small)!).AvailableFreeSpace - (8 << 10)]);

            // Before it begins, and in the middle of it.
            Assert.Equal(FailureKind.NoSpace, (await RefusedAsync(update)).Kind);
            Assert.Equal(FailureKind.NoSpace, (await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(planned))).Kind);
            Assert.Equal(before, Sha256(Path.Combine(small, YumRepositoryFolder.Index)));
            Assert.False(Directory.Exists(YumRepositoryFolder.Next(small)));
        }
        finally
        {
            File.Delete(wall);
            if (Directory.Exists(small)) Directory.Delete(small, recursive: true);
        }
    }

    [LabFact]
    public async Task What_was_tampered_with_is_found()
    {
        var (one, two) = (await PackageAsync(1), await PackageAsync(2));
        var made = await RunAsync(Wanted(one, two) with { SigningKey = SigningKeyring.Key });
        async Task Found(string file, Action<string> tamper, params RepositoryFindingKind[] kinds)
        {
            var path = Path.Combine(Repository, file);
            var good = await File.ReadAllBytesAsync(path);
            tamper(path);
            var audit = await AuditAsync();
            Assert.False(audit.IsValid);
            Assert.Equal(kinds.Order(), audit.Findings.Select(finding => finding.Kind).Distinct().Order());
            await File.WriteAllBytesAsync(path, good);
        }

        await Found(one.FileName, path => Flip(path, -1), RepositoryFindingKind.DamagedPackage);
        await Found(one.FileName, path => File.Copy(one.Path, path, overwrite: true), RepositoryFindingKind.ChangedPackage);
        await Found(one.FileName, File.Delete, RepositoryFindingKind.MissingPackage);
        await Found(one.FileName, path => File.Copy(Path.Combine(Repository, two.FileName), path, overwrite: true), RepositoryFindingKind.ChangedPackage);
        await Found(YumRepositoryFolder.Index, path => File.AppendAllText(path, "<!-- -->"), RepositoryFindingKind.BadMetadataSignature, RepositoryFindingKind.RefusedByClient);
        await Found(YumRepositoryFolder.Key, File.Delete, RepositoryFindingKind.BadMetadataSignature, RepositoryFindingKind.RefusedByClient);
        await Found(Metadata().First(file => file.Contains("filelists", StringComparison.Ordinal)), path => Flip(path, 20), RepositoryFindingKind.DamagedMetadata, RepositoryFindingKind.RefusedByClient);

        File.Copy((await PackageAsync(3)).Path, Path.Combine(Repository, "more.rpm"));
        Assert.Equal(RepositoryFindingKind.UnlistedPackage, Assert.Single((await AuditAsync()).Findings).Kind);
        File.Delete(Path.Combine(Repository, "more.rpm"));

        // All made anew by somebody with another key: only who knows the right one can tell.
        await RunAsync(Wanted(one, two) with { SigningKey = SigningKeyring.Locked, Passphrase = SigningKeyring.Passphrase, Force = true });
        await ValidAsync();
        foreach (var expected in new[] { made.SigningKey!, SigningKeyring.Key })
        {
            var audit = await AuditAsync(expected);
            Assert.Equal((RepositoryFindingKind.BadMetadataSignature, null), (Assert.Single(audit.Findings).Kind, audit.SigningKey));
        }
    }

    [LabFact]
    public async Task An_unsigned_package_in_a_signed_repository_is_found()
    {
        var (one, two) = (await PackageAsync(1), await PackageAsync(2));
        await RunAsync(Wanted(one) with { SigningKey = SigningKeyring.Key });
        var aside = Path.Combine(Folder, "aside");
        await RunAsync(Wanted(one, two) with { Path = aside });
        foreach (var file in new[] { YumRepositoryFolder.Key, YumRepositoryFolder.Signature }) File.Copy(Path.Combine(Repository, file), Path.Combine(aside, file));
        var kinds = (await LookAsync(aside, null)).Findings.Select(finding => finding.Kind).ToList();
        Assert.Equal(2, kinds.Count(kind => kind == RepositoryFindingKind.UnsignedPackage));
        Assert.Contains(RepositoryFindingKind.BadMetadataSignature, kinds);
    }
}
