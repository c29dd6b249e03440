using Xunit;

namespace DockerOps.Tests.Transport;

/// <summary>
/// Tests that give the lab's ssh another configuration, by a variable of this process: they run alone, and one after the other.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OwnSshConfiguration
{
    public const string Name = "own ssh configuration";
}
