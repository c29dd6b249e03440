using System.Diagnostics;

namespace DockerOps.Tests.Rpm;

/// <summary>A gpg home of its own with three secret keys, in force while it lives; gpg's agent ends with it.</summary>
public sealed class SigningKeyring : IDisposable
{
    public const string Key = "ops@example.org";
    public const string Locked = "locked@example.org";

    /// <summary>Its primary key only certifies; a subkey signs.</summary>
    public const string Divided = "divided@example.org";
    public const string Passphrase = "a secret word";
    private readonly string home = Directory.CreateTempSubdirectory("do.").FullName;
    private readonly string? before = Environment.GetEnvironmentVariable("GNUPGHOME");

    public SigningKeyring()
    {
        Environment.SetEnvironmentVariable("GNUPGHOME", home);
        if (Lab.WhyNot is not null) return;
        Run("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", $"Ops <{Key}>", "ed25519", "sign", "never");
        Run("gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", Passphrase, "--quick-generate-key", $"Locked <{Locked}>", "rsa2048", "sign", "never");
        var divided = Path.Combine(home, "divided");
        File.WriteAllText(divided, $"""
            %no-protection
            Key-Type: EDDSA
            Key-Curve: ed25519
            Key-Usage: cert
            Subkey-Type: EDDSA
            Subkey-Curve: ed25519
            Subkey-Usage: sign
            Name-Email: {Divided}
            %commit

            """);
        Run("gpg", "--batch", "--quiet", "--generate-key", divided);
        ForgetPassphrases();
    }

    /// <summary>Ends gpg's agent, and what it remembers with it.</summary>
    public static void ForgetPassphrases() => Run("gpgconf", "--kill", "gpg-agent");

    public void Dispose()
    {
        if (Lab.WhyNot is null) ForgetPassphrases();
        Environment.SetEnvironmentVariable("GNUPGHOME", before);
        Directory.Delete(home, recursive: true);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(errors.Result);
    }
}
