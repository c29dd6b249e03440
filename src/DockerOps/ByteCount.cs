namespace DockerOps;

/// <summary>Adds up sizes that somebody else tells.</summary>
internal static class ByteCount
{
    /// <summary>The sum; the largest number there is where it would be more. What is less than nothing counts as nothing.</summary>
    public static long Total(this IEnumerable<long> sizes) => sizes.Aggregate(0L, (sum, size) => sum > long.MaxValue - Math.Max(size, 0) ? long.MaxValue : sum + Math.Max(size, 0));
}
