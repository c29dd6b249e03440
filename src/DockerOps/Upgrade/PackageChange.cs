namespace DockerOps;

/// <summary>A change to one package, as the package manager's own solver told it.</summary>
public sealed record PackageChange
{
    /// <summary>What is done.</summary>
    public required PackageAction Action { get; init; }

    /// <summary>The package's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its architecture, as the package manager writes it.</summary>
    public required string Architecture { get; init; }

    /// <summary>The version that is there now, with epoch and release; null when there is none.</summary>
    public string? From { get; init; }

    /// <summary>The version that comes; null when it is taken away.</summary>
    public string? To { get; init; }

    /// <summary>The repository it comes from; of a package that another one takes the place of, that one; else null.</summary>
    public string? Repository { get; init; }

    /// <summary>Bytes to download; null when the package manager does not say.</summary>
    public long? Size { get; init; }

    /// <summary>The change in one line.</summary>
    public override string ToString() => $"{Action} {Name} {(From is null ? To : To is null ? From : $"{From} → {To}")}";
}
