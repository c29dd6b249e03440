namespace DockerOps.Tests.Architecture;

/// <summary>A type that mentions another, each with its namespace; nested types count as the type around them.</summary>
internal sealed record TypeArrow(string FromNamespace, string From, string ToNamespace, string To);
