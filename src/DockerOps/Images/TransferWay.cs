namespace DockerOps;

/// <summary>How a copied image came to its destination.</summary>
public enum TransferWay
{
    /// <summary>The destination had it; at most its name was given.</summary>
    AlreadyThere,

    /// <summary>The layers it lacked were read straight from the source's layer store.</summary>
    LayerStore,

    /// <summary>The layers it lacked were taken out of the archive that the source's engine made.</summary>
    FilteredArchive,

    /// <summary>The archive that the source's engine made was sent as it is.</summary>
    WholeArchive,
}
