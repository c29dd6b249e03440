using System.Net.Sockets;
using System.Runtime.Versioning;
using DockerOps.Files;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Transport;

/// <summary>Each program that can join a session to a socket, as far as this machine has it, against a socket that echoes.</summary>
public sealed class EngineBridgeTests
{
    public static TheoryData<string> Programs() => [.. ((string[])["docker", "socat", "python3", "perl", "nc"]).Where(IsInstalled)];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task CarriesBytesBothWays(string program)
    {
        using var folder = new PrivateFolder();
        var path = Path.Combine(folder.Path, "echo");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _ = EchoAsync(listener);
        var sent = new byte[3 * 1024 * 1024];
        new Random(7).NextBytes(sent);

        await using var stream = new ProcessStream(HostProcess.Start(EngineBridge.Command(program, path, sudo: false)));
        var writing = stream.WriteAsync(sent);
        var received = new byte[sent.Length];
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        await writing;

        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    // An engine that starts makes its socket between the first look and sudo's: no reason to go through sudo from then on.
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task ASocketThatAppearsDuringTheLookIsOpenedDirectly()
    {
        using var folder = new PrivateFolder();
        var path = Path.Combine(folder.Path, "late");
        var asked = Path.Combine(folder.Path, "asked");
        var sudo = Path.Combine(folder.Path, "sudo");
        await File.WriteAllTextAsync(sudo, $"#!/bin/sh\n: > {asked}\nwhile [ ! -S {path} ]; do sleep 0.02; done\nshift\nexec \"$@\"\n");
        File.SetUnixFileMode(sudo, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        await using var probe = HostProcess.Start(
            ["env", $"PATH={folder.Path}:{Environment.GetEnvironmentVariable("PATH")}", .. EngineBridge.ProbeCommand(path)]);
        while (!File.Exists(asked)) await Task.Delay(20);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        using var reader = new StreamReader(probe.Output);

        Assert.Equal("access=direct", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
    }

    // The docker CLI asks for the engine's version on a connection of its own first.
    private static async Task EchoAsync(Socket listener)
    {
        try
        {
            while (true) _ = EchoAsync(new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task EchoAsync(NetworkStream stream)
    {
        await using (stream)
        {
            try
            {
                await stream.CopyToAsync(stream);
            }
            catch (IOException)
            {
                // A program that was ended resets the connection.
            }
        }
    }

    // A program that cannot do it (a nc without -U, a docker without dial-stdio) would not be offered by a host either.
    private static bool IsInstalled(string program)
    {
        using var process = HostProcess.Start(program switch
        {
            "docker" => ["docker", "system", "dial-stdio", "--help"],
            "nc" => ["sh", "-c", "nc -h 2>&1 | grep -q -e -U"],
            _ => ["sh", "-c", "command -v \"$1\"", "sh", program],
        });
        return process.WaitAsync(CancellationToken.None).GetAwaiter().GetResult() == 0;
    }
}
