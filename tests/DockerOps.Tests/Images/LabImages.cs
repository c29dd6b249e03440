using System.Formats.Tar;
using System.Globalization;
using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Images made on the lab's engines for one test, each with bytes no other image has; removed at its end.</summary>
internal sealed class LabImages : IAsyncDisposable
{
    private readonly Dictionary<string, EngineClient> engines = [];
    private readonly List<string> prefixes = [];
    private readonly string folder = Directory.CreateTempSubdirectory("images-").FullName;

    /// <summary>The engines of this machine that the lab has, by name, as theory data.</summary>
    public static TheoryData<string> EngineNames
    {
        get
        {
            var names = new TheoryData<string> { "local" };
            if (Lab.WhyNot is not null) return names;
            if (Lab.Current.Has("newEngine")) names.Add("new");
            if (Lab.Current.Has("containerdStore")) names.Add("containerd");
            return names;
        }
    }

    /// <summary>A file that is gone with this.</summary>
    public string File(string name) => Path.Combine(folder, name);

    /// <summary>The files that are there, partial ones included.</summary>
    public IReadOnlyList<string> Files => Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order().ToList();

    public EngineClient Engine(string name)
    {
        if (!engines.TryGetValue(name, out var engine)) engines[name] = engine = To(Lab.Current.Engine(name));
        return engine;
    }

    public static EngineClient To(DockerHost host) => new(host, UnixDial.To(host, host.SocketPath!));

    /// <summary>A name that no other image has, and that is taken away from every engine used here.</summary>
    public string NewName()
    {
        var name = Lab.Unique();
        prefixes.Add(name);
        return name + ":1";
    }

    /// <summary>Makes an image of one layer with random bytes, and gives its name.</summary>
    public async Task<string> MakeAsync(string engine, int size = 300_000)
    {
        var name = NewName();
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            var bytes = new byte[size];
            Random.Shared.NextBytes(bytes);
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "data") { DataStream = new MemoryStream(bytes) });
        }

        tar.Position = 0;
        using var body = new PumpedContent(tar, tar.Length, new TransferMeter());
        var request = EngineRequest.Post(
            "/images/create", ("fromSrc", "-"), ("repo", name.Split(':')[0]), ("tag", "1"), ("changes", "LABEL org.dockerops.test=" + name));
        await foreach (var _ in Engine(engine).StreamAsync(request, body, CancellationToken.None))
        {
            // Its id; the name is enough.
        }

        return name;
    }

    /// <summary>Makes an image, saves it and takes it away again: the engine knows nothing of what is in the file.</summary>
    public async Task<(string Name, string Archive)> MakeArchiveAsync(string engine)
    {
        var name = await MakeAsync(engine);
        var archive = File(Lab.Unique() + ".tar");
        await ExportAsync(engine, archive, name);
        await RemoveAsync(engine, name);
        return (name, archive);
    }

    public Task<ImageArchive> ExportAsync(string engine, string path, params string[] names) =>
        Exports.ArchiveAsync(CopyEnd.Of(Engine(engine)), names, path);

    public Task<IReadOnlyList<Image>> ImportAsync(string engine, string path) =>
        ResultAsync<IReadOnlyList<Image>>(ImageImport.RunAsync(Engine(engine), path, quiet: false, CancellationToken.None));

    public Task RemoveAsync(string engine, string name) =>
        Engine(engine).RunAsync(ImageRequests.Remove(name, force: true, keepParents: false), CancellationToken.None);

    /// <summary>Names and ids of everything the engine has whose name belongs to this test.</summary>
    public async Task<IReadOnlyList<string>> OursAsync(string engine) =>
        (await ImageList.ReadAsync(Engine(engine), [], null, CancellationToken.None))
            .Where(image => prefixes.Any(prefix => image.Name.Contains(prefix, StringComparison.Ordinal) || image.Labels.Values.Any(value => value.Contains(prefix, StringComparison.Ordinal))))
            .Select(image => string.Create(CultureInfo.InvariantCulture, $"{image.Name} {image.Id}")).ToList();

    public static async Task<T> ResultAsync<T>(IAsyncEnumerable<Event> events)
    {
        T? result = default;
        await foreach (var item in events)
        {
            if (item is Output<T> output) result = output.Value;
        }

        return Assert.IsAssignableFrom<T>(result);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, engine) in engines)
        {
            foreach (var ours in await OursAsync(name)) await RemoveAsync(name, ours.Split(' ')[0]);
            engine.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }
}
