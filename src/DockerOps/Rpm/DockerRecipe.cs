using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>What packages of Docker are built of and how: the folders that are sent, and the lines of the build file behind its first ones.</summary>
/// <param name="Trees">The folders.</param>
/// <param name="Lines">The lines.</param>
internal sealed record DockerRecipe(IReadOnlyList<SentTree> Trees, IReadOnlyList<string> Lines);
