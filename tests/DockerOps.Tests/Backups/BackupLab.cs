using DockerOps.Backups;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Sessions;
using DockerOps.Tests.Images;
using DockerOps.Transport;
using DockerOps.Volumes;

namespace DockerOps.Tests.Backups;

/// <summary>A host of the lab with volumes, containers and networks of one test, by whose prefix they are found and taken away.</summary>
internal sealed class BackupLab : IAsyncDisposable
{
    // Everything a file system can hold that a careless archive loses. Python sets what no shell can.
    private const string Fill = """
        cd "$1" || exit 1
        mkdir -p dir/deep empty 'sp ace'
        printf data >dir/file; chown 1234:4321 dir/file; chmod 4750 dir/file; touch -d '2001-02-03 04:05:06.789' dir/file
        ln dir/file hard
        ln -s /etc/passwd absolute; ln -s ../../../.. up; ln -s no-such dangling
        mkfifo fifo; chmod 1777 empty; chown 70000:70001 empty
        truncate -s 40000000 sparse; printf middle | dd of=sparse bs=1 seek=30000000 conv=notrunc 2>/dev/null
        : >"$(printf 'new\nline')"; : >"$(printf 'odd\377byte')"; : >'quote"s and $dollars'; : >'-dash'
        n=$(printf '%0200d' 0); mkdir -p "$n/$n"; printf long >"$n/$n/file"
        python3 -c '
        import os, sys
        os.setxattr("dir/file", "user.test", b"\x01\xff=\n")
        os.setxattr("dir", "user.folder", b"yes")'
        chown 999:998 .; chmod 2770 .; touch -d '2002-02-02 02:02:02' . dir
        """;

    private const string List = """
        cd "$1" || exit 1
        find . -printf '%p %y %m %U %G %T@ %l %n ' \( -type f -printf '%s %b ' -exec sha256sum {} \; -o -printf '\n' \) | LC_ALL=C sort
        python3 -c '
        import os
        for r, d, f in os.walk(b"."):
            for n in sorted(d + f) + [b"."]:
                p = os.path.join(r, n)
                for a in sorted(os.listxattr(p, follow_symlinks=False)): print(p, a, os.getxattr(p, a, follow_symlinks=False))' | LC_ALL=C sort
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("backups-").FullName;

    private BackupLab(HostSession session) => Session = session;

    public HostSession Session { get; }

    public EngineClient Engine => Session.Engine;

    public string Prefix { get; } = Lab.Unique("bk");

    /// <summary>The folder that backups go to.</summary>
    public string Folder => folder;

    /// <summary>What belongs to this test and nothing else.</summary>
    public BackupOptions Options => new()
    {
        Include = [BackupPart.Volumes, BackupPart.Containers, BackupPart.Networks, BackupPart.Images],
        Image = name => name.StartsWith(Prefix, StringComparison.Ordinal),
        Volume = IsOurs,
        Container = IsOurs,
        Network = IsOurs,
    };

    public static async Task<BackupLab> OpenAsync(DockerHost host) => new(await HostSession.OpenAsync(host, SshLogin.Default, CancellationToken.None));

    public bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A volume with everything a careless archive loses. Gives its name.</summary>
    public async Task<string> FilledVolumeAsync(string name)
    {
        var volume = await VolumeAsync(name);
        await RootAsync(Fill, (await VolumeList.FindAsync(Engine, volume, default)).Mountpoint!);
        return volume;
    }

    public async Task<string> VolumeAsync(string name)
    {
        var labels = new Dictionary<string, string> { ["org.example.label"] = "kept" };
        return await VolumeChanges.CreateAsync(Engine, VolumeRequests.Create($"{Prefix}-{name}", null, new Dictionary<string, string>(), labels), default);
    }

    /// <summary>Everything that is in a volume, as text.</summary>
    public async Task<string> ContentAsync(string volume) => await RootAsync(List, (await VolumeList.FindAsync(Engine, volume, default)).Mountpoint!);

    public async Task<string> RootAsync(string script, params string[] arguments)
    {
        var root = await Session.Shell.AsRootAsync(default);
        return await root.ReadAsync(["sh", "-c", script, "sh", .. arguments], default);
    }

    public async Task<string> ContainerAsync(string name, bool start, params string[] volumes)
    {
        var spec = new ContainerSpec
        {
            Image = Lab.Current.SmeImage,
            Name = $"{Prefix}-{name}",
            Command = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"],
            Volumes = [.. volumes.Select(VolumeSpec.Parse)],
        };
        await ContainerCreation.RunAsync(Engine, spec, default);
        if (start) await Engine.RunAsync(ContainerRequests.Start(spec.Name), default);
        return spec.Name;
    }

    public async Task<ContainerState> StateAsync(string container) => (await ContainerList.FindAsync(Engine, container, default)).State;

    public async Task<Backup> BackupAsync(BackupOptions? options = null, CancellationToken stop = default)
    {
        var plan = await HostBackup.PrepareAsync(Session, folder, options ?? Options, stop);
        return await LabImages.ResultAsync<Backup>(plan.RunAsync(stop));
    }

    public async Task RemoveOursAsync()
    {
        foreach (var container in (await ContainerList.ReadAsync(Engine, [], [], default)).Where(container => IsOurs(container.Name)))
            await Engine.RunAsync(ContainerRequests.Remove(container.Id, force: true, volumes: true), default);
        foreach (var volume in (await VolumeList.ReadAsync(Engine, [], [], null, false, default)).Where(volume => IsOurs(volume.Name)))
            await Engine.RunAsync(VolumeRequests.Remove(volume.Name, force: true), default);
        foreach (var network in (await EngineState.ReadAsync(Engine, default)).Networks.Select(NetworkDefinition.NameOf).Where(IsOurs))
            await Engine.RunAsync(EngineRequest.Delete("/networks/" + network), default);
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveOursAsync();
        await Session.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
