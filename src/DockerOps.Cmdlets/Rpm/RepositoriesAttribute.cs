using System.Collections;
using System.Management.Automation;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

/// <summary>
/// Lets repositories be given as definitions, as what <c>Get-YumRepository</c> and <c>New-YumRepository</c> return, or as
/// texts: an address, a .repo file, or a folder with <c>repodata</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RepositoriesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        List<YumRepositoryDefinition> found = [];
        foreach (var item in inputData.Bare() is IEnumerable items and not string ? items : new[] { inputData })
        {
            switch (item.Bare())
            {
                case YumRepositoryDefinition definition: found.Add(definition); break;
                case YumRepositoryRegistration registration: found.Add(registration.Definition); break;
                case YumRepository repository: found.Add(repository.Definition); break;
                case var other: found.AddRange(Read(engineIntrinsics, other?.ToString() ?? "", found.Count)); break;
            }
        }

        return found.ToArray();
    }

    private static IEnumerable<YumRepositoryDefinition> Read(EngineIntrinsics engine, string text, int count)
    {
        if (text.Contains("://", StringComparison.Ordinal)) return [Base(text, count)];
        var path = engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text);
        if (Directory.Exists(path)) return [Base(new Uri(path).AbsoluteUri, count)];
        try
        {
            return YumConfigurationFile.Read(path).Repositories;
        }
        catch (DockerOpsException e)
        {
            throw new ArgumentTransformationMetadataException($"'{text}' is no repository: give an address, a .repo file or a folder. {e.Message}", e);
        }
    }

    private static YumRepositoryDefinition Base(string address, int count) => new() { Id = $"base-{count + 1}", Name = address, BaseUrl = [address], GpgCheck = false };
}
