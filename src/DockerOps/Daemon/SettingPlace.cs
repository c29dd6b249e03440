namespace DockerOps;

/// <summary>The piece of a file that makes a setting.</summary>
/// <param name="Path">The file.</param>
/// <param name="Whole">A flag with its value; an assignment.</param>
/// <param name="Value">The value as it is written; null when there is none: a switch that stands alone.</param>
/// <param name="IsAssignment">Whether a variable is assigned there, not a flag written.</param>
internal sealed record SettingPlace(string Path, TextSpan Whole, TextSpan? Value, bool IsAssignment);
