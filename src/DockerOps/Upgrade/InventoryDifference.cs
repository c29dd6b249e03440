namespace DockerOps;

/// <summary>Something that is not as it was before an upgrade.</summary>
/// <param name="Kind">What it is: <c>image</c>, <c>container</c>, <c>volume</c>, <c>network</c>, <c>engine</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">How it was.</param>
/// <param name="After">How it is.</param>
/// <param name="IsLoss">Whether it makes an upgrade fail: data is gone, or a container does not run that ran.</param>
public sealed record InventoryDifference(string Kind, string Name, string Before, string After, bool IsLoss)
{
    /// <summary>The difference in one line.</summary>
    public override string ToString() => $"{Kind} {Name}: {Before} → {After}";
}
