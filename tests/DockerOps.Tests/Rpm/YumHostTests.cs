using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Tests that change what sme9-docker is, or what its yum knows: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(YumHostTests), DisableParallelization = true)]
public sealed class YumHostTests;
