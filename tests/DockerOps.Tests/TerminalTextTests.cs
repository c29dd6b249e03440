using DockerOps.Tests.CannedEngines;
using Xunit;

namespace DockerOps.Tests;

/// <summary>What a host or an engine says may not drive the terminal of whoever reads it.</summary>
public sealed class TerminalTextTests
{
    private const string Hostile = "a\u001b[2Jb\u009b31mc\u0007\u007f\rd";

    [Fact]
    public void No_error_warning_note_or_progress_carries_control_characters()
    {
        Assert.Equal("a?[2Jb?31mc???d", new DockerOpsException(FailureKind.EngineError, Hostile).Message);
        Assert.Equal("a?[2Jb?31mc???d", new Warning(Hostile).Text);
        Assert.Equal("a?[2Jb?31mc???d", new Note(Hostile).Text);
        var progress = new Progress(Hostile, Hostile, 0, null, TimeSpan.Zero);
        Assert.Equal(("a?[2Jb?31mc???d", "a?[2Jb?31mc???d"), (progress.Activity, progress.Status));
    }

    [Fact]
    public void Nor_does_a_finding()
    {
        Assert.Equal("a?[2Jb?31mc???d", new RepositoryFinding("/r", RepositoryFindingKind.DuplicatePackage, null, Hostile).Message);
        Assert.Equal("a?[2Jb?31mc???d", new UpgradeFinding(UpgradeSeverity.Warning, default, Hostile).Message);
        Assert.Equal("a?[2Jb?31mc???d", new ConfigFinding { Severity = ConfigSeverity.Warning, Id = default, Message = Hostile }.Message);
        var omission = new BackupOmission(BackupPart.Volumes, Hostile, Hostile);
        Assert.Equal(("a?[2Jb?31mc???d", "a?[2Jb?31mc???d"), (omission.Name, omission.Reason));
    }

    [Theory]
    [InlineData("first\nsecond\tthird")]
    [InlineData("first\r\nsecond")]
    [InlineData("größer → 大")]
    public void Lines_and_other_languages_stay(string text) => Assert.Equal(text, new DockerOpsException(FailureKind.EngineError, text).Message);

    [Fact]
    public async Task An_engines_own_words_come_without_them()
    {
        await using var engine = new CannedEngine();
        engine.On("GET /info", CannedEngine.Json(500, """{"message":"\u001b]0;title\u0007no"}"""));
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => DockerOps.Engine.EngineInfo.ReadAsync(engine.Client, default));
        Assert.EndsWith("?]0;title?no", failure.Message, StringComparison.Ordinal);
    }
}
