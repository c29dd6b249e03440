using Xunit;
using Xunit.Abstractions;

// Tests of hosts wait more than they work.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer("DockerOps.Tests.LongestFirst", "DockerOps.Tests")]

namespace DockerOps.Tests;

/// <summary>Tests that put other engines on the lab's nodes: one after the other, beside those that leave the nodes alone.</summary>
[CollectionDefinition(nameof(NodeTests))]
public sealed class NodeTests;

/// <summary>The nodes' tests are the longest row, so they begin first.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName != nameof(NodeTests));
}
