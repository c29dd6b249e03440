namespace DockerOps.Help;

/// <summary>A cmdlet's page: its prose, checked for shape but not yet against the cmdlet.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Name">The title: Verb-Noun.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">When and why to use it.</param>
/// <param name="Examples">Titled examples.</param>
/// <param name="Parameters">Sections named -Name.</param>
/// <param name="Inputs">Sections named after a type that the pipeline brings.</param>
/// <param name="Outputs">Sections named after a type that comes out.</param>
/// <param name="Notes">Whatever else.</param>
/// <param name="Links">One item for each link.</param>
internal sealed record Page(
    string File,
    string Name,
    string Synopsis,
    IReadOnlyList<Block> Description,
    IReadOnlyList<Section> Examples,
    IReadOnlyList<Section> Parameters,
    IReadOnlyList<Section> Inputs,
    IReadOnlyList<Section> Outputs,
    IReadOnlyList<Block> Notes,
    IReadOnlyList<Block> Links);
