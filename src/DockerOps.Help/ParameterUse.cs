namespace DockerOps.Help;

/// <summary>A parameter as it behaves in a parameter set.</summary>
/// <param name="Set">The set's name; empty for all sets.</param>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its position, counted from 0; null when it goes by name only.</param>
/// <param name="ByValue">Whether it takes objects from the pipeline.</param>
/// <param name="ByPropertyName">Whether it takes a property of the pipeline's objects.</param>
internal sealed record ParameterUse(string Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName);
