using System.Diagnostics;
using System.Security.Cryptography;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Hosts;

/// <summary>What runs on a host to receive a file, with whichever of the programs it can use.</summary>
public sealed class ReceiveScriptTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("receive-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("python3")]
    [InlineData("openssl")]
    [InlineData("sha256sum")]
    [InlineData("perl")]
    public async Task A_file_is_continued_and_hashed_by(string program)
    {
        var path = ProgramPath(program);
        if (path is null) return;
        var partial = Path.Combine(folder, "file.partial");
        var start = RandomNumberGenerator.GetBytes(70_000);
        var rest = RandomNumberGenerator.GetBytes(600_001);
        await File.WriteAllBytesAsync(partial, start);

        var (code, output) = await RunAsync(path, HostFileScripts.ReceiveInto(partial, start.Length), rest);

        byte[] whole = [.. start, .. rest];
        Assert.Equal(0, code);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(whole)), output, StringComparison.Ordinal);
        Assert.Equal(whole, await File.ReadAllBytesAsync(partial));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task Nothing_is_written_through_a_link(long offset)
    {
        var (other, partial) = (Path.Combine(folder, "other"), Path.Combine(folder, "file.partial"));
        await File.WriteAllTextAsync(other, "mine");
        File.CreateSymbolicLink(partial, other);

        var (code, _) = await RunAsync(Environment.GetEnvironmentVariable("PATH")!, HostFileScripts.ReceiveInto(partial, offset), offset == 0 ? "theirs"u8.ToArray() : []);

        Assert.Equal("mine", await File.ReadAllTextAsync(other));
        Assert.Equal(offset == 0, code == 0);
        if (offset == 0) Assert.Equal(("theirs", null), (await File.ReadAllTextAsync(partial), new FileInfo(partial).LinkTarget));
    }

    [Fact]
    public async Task What_somebody_else_has_put_there_is_not_written_to()
    {
        var partial = Path.Combine(folder, "file.partial");
        await File.WriteAllTextAsync(partial, "before");
        await using var held = File.OpenRead(partial);
        await RunAsync(Environment.GetEnvironmentVariable("PATH")!, HostFileScripts.ReceiveInto(partial, 0), "theirs"u8.ToArray());
        using var reader = new StreamReader(held);
        Assert.Equal("before", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_file_that_is_shorter_than_what_was_sent_gets_no_name()
    {
        var partial = Path.Combine(folder, "file.partial");
        await File.WriteAllBytesAsync(partial, new byte[999]);
        var (code, _) = await RunAsync(
            Environment.GetEnvironmentVariable("PATH")!, HostFileScripts.CommitTo(partial, Path.Combine(folder, "file"), "644", overwrite: true, 1000), []);
        Assert.NotEqual(0, code);
        Assert.False(File.Exists(Path.Combine(folder, "file")));
    }

    // Only this program to hash with, beside what every host has.
    private string? ProgramPath(string program)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (var name in (string[])["sh", "cat", "tee", "wc", program])
        {
            var found = new[] { "/usr/bin", "/bin" }.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);
            if (found is not null) File.CreateSymbolicLink(Path.Combine(bin, name), found);
            else if (name == program) return null;
        }

        return bin;
    }

    private static async Task<(int Code, string Output)> RunAsync(string path, IReadOnlyList<string> command, byte[] input)
    {
        var info = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command.Skip(1)) info.ArgumentList.Add(word);
        info.Environment["PATH"] = path;
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
        }
        catch (IOException)
        {
            // The script has ended; its code says why.
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, await output);
    }
}
