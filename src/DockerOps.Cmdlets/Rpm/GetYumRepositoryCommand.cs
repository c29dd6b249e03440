using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsCommon.Get, "YumRepository", DefaultParameterSetName = "Host")]
[OutputType(typeof(YumRepositoryRegistration), ParameterSetName = ["Host"])]
[OutputType(typeof(YumRepositoryDefinition), ParameterSetName = ["Path", "Preset"])]
public sealed class GetYumRepositoryCommand : HostPipelineCmdlet
{
    [Parameter(Position = 0)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(YumRepositoryIdCompleter))]
    [SupportsWildcards]
    public string[] Id { get; set; } = ["*"];

    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Preset")]
    public YumPreset Preset { get; set; }

    [Parameter(ParameterSetName = "Preset")]
    [ValidateNotNullOrEmpty]
    public string? BaseUrl { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Host") Attempt(DockerHost, OfHost);
        else if (ParameterSetName == "Preset") Attempt(Preset, () => Emit(YumPresets.Of(Preset, BaseUrl)));
        else OfFiles();
    }

    private void OfHost()
    {
        var shell = Session.Shell;
        var list = Wait(stop => YumRepositoryList.ReadAsync(shell, stop));
        foreach (var problem in list.Problems) WriteWarning(problem);
        Emit(list.Repositories, repository => repository.Id);
    }

    private void OfFiles() => AttemptFiles(Path, literal: false, OfFile);

    private void OfFile(string file)
    {
        var document = YumConfigurationFile.Read(file);
        foreach (var finding in document.Findings) WriteWarning($"{file}: {finding}");
        Emit(document.Repositories);
    }

    private void Emit(IReadOnlyList<YumRepositoryDefinition> definitions) => Emit(definitions, definition => definition.Id);

    private void Emit<T>(IReadOnlyList<T> items, Func<T, string> id)
    {
        foreach (var wanted in Id)
        {
            var pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            var found = items.Where(item => pattern.IsMatch(id(item))).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
                Attempt(wanted, () => throw NotFound(wanted));
            WriteObject(found, enumerateCollection: true);
        }
    }

    private DockerOpsException NotFound(string wanted)
    {
        var where = ParameterSetName switch { "Host" => $" on '{Session.Host}'", "Path" => $" in {string.Join(", ", Path)}", _ => "" };
        var hint = wanted.Contains('/', StringComparison.Ordinal) ? " A .repo file is read with -Path, a repository's folder by Test-YumRepository." : "";
        return new(FailureKind.NotFound, $"There is no repository '{wanted}'{where}.{hint}", wanted);
    }
}
