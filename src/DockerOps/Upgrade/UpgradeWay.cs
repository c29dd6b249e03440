namespace DockerOps.Upgrade;

/// <summary>Which way a run goes.</summary>
public enum UpgradeWay
{
    /// <summary>A new run.</summary>
    Forward,

    /// <summary>One that was interrupted goes on.</summary>
    Resume,

    /// <summary>One is undone.</summary>
    Back,
}
