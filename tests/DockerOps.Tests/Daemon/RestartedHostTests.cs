using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Tests that stop and start the engine of a host, which others use: they run when those are over, one after the other.</summary>
[CollectionDefinition(nameof(RestartedHostTests), DisableParallelization = true)]
public sealed class RestartedHostTests;
