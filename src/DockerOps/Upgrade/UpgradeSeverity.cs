namespace DockerOps;

/// <summary>How much a finding weighs.</summary>
public enum UpgradeSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>The upgrade goes on, and something will be different from what somebody may expect.</summary>
    Warning,

    /// <summary>The upgrade is not begun.</summary>
    Blocking,
}
