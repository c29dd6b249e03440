namespace DockerOps.Files;

/// <summary>A small file that is sent and lies nowhere here.</summary>
/// <param name="Name">Its name where it is sent, with slashes.</param>
/// <param name="Text">Its text.</param>
internal sealed record SentText(string Name, string Text);
