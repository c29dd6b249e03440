using DockerOps.Images;
using DockerOps.Tests.Images;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

/// <summary>How engines tell what they have loaded.</summary>
public sealed class LoadedNamesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("loaded-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // podman 4.3, to the letter.
    [Theory]
    [InlineData("Loaded image: docker.io/library/a:1,docker.io/library/b:2\\n")]
    [InlineData("Loaded image: docker.io/library/a:1\\n\"}\n{\"stream\":\"Loaded image: docker.io/library/b:2\\n")]
    public async Task Every_image_is_told_by_itself(string words)
    {
        await using var engine = new CannedEngine();
        engine.On("POST /images/load", CannedEngine.Json(200, $$"""{"stream":"{{words}}"}"""));
        foreach (var name in (string[])["a:1", "b:2"])
        {
            var full = "docker.io/library/" + name;
            engine.On($"GET /images/{full}/json", CannedEngine.Json(200, $$"""{"Id":"sha256:{{name[0]}}","RepoTags":["{{full}}"],"Created":"2026-01-01T00:00:00Z","Size":1}"""));
        }

        // Packed in a way that only the engine judges.
        var path = Path.Combine(folder, "packed.tar.zst");
        await File.WriteAllBytesAsync(path, [0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0]);
        var images = await LabImages.ResultAsync<IReadOnlyList<Image>>(ImageImport.RunAsync(engine.Client, path, quiet: true, CancellationToken.None));

        Assert.Equal(["a:1", "b:2"], images.Select(image => image.Name));
    }
}
