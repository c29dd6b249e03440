using DockerOps.Containers;
using DockerOps.Rpm;
using DockerOps.Tests.Images;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Repositories whose metadata the createrepo_c of an image makes.</summary>
[Collection(nameof(SigningKeyring))]
public sealed class YumRepositoryContainerTests(SigningKeyring keyring) : RepositoryTest(keyring)
{
    [LabFact]
    public async Task The_metadata_is_made_in_a_container()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        YumRepositoryRequest In(YumRepositoryRequest request, string image) => request with { BuilderImage = image, Engine = engine };
        var (one, two) = (await PackageAsync(1), await PackageAsync(2));
        var plan = await PlanAsync(In(Wanted(one) with { SigningKey = SigningKeyring.Key, AskClient = true }, LabBuilder.Image));
        var shown = string.Join('\n', plan.Lines);
        Assert.Contains("createrepo_c", shown, StringComparison.Ordinal);
        Assert.Contains($"PUT /containers/{{id}}/archive?path=%2F&noOverwriteDirNonDir=1 < {YumRepositoryFolder.Next(Repository)}", shown, StringComparison.Ordinal);
        await RunAsync(plan);
        await ValidAsync();

        var old = Metadata();
        Assert.Equal(2, (await RunAsync(In(Updated(two), LabBuilder.Image))).PackageCount);
        Assert.Subset(Metadata(), old);
        await ValidAsync();

        // An image without createrepo_c, and one that is not there: nothing is changed.
        var before = State();
        var more = Updated(await PackageAsync(3));
        Assert.Equal(FailureKind.CommandFailed, (await RefusedAsync(In(more, Lab.Current.SmeImage))).Kind);
        Assert.Equal(FailureKind.NotFound, (await RefusedAsync(In(more, "no-such-image:1"))).Kind);
        Assert.Equal(before, State());
        var left = await ContainerList.ReadAsync(engine, [$"{BuildRemains.Label}={BuildRemains.Mark("createrepo")}"], [], CancellationToken.None);
        Assert.Empty(left);
    }
}
