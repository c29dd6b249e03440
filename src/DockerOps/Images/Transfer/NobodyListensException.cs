namespace DockerOps.Images.Transfer;

/// <summary>Ends a read whose destinations have all failed; each of them has its reason.</summary>
internal sealed class NobodyListensException : Exception;
