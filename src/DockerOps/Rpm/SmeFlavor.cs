namespace DockerOps;

/// <summary>What an SME image is made of: the three ways to install that the document “Création d'une image SME-9” knows.</summary>
public enum SmeFlavor
{
    /// <summary>The mandatory packages of the group Core.</summary>
    Core,

    /// <summary>The packages of SME Server as they were released: <c>smeos</c> and <c>smeextras</c> only.</summary>
    Sme,

    /// <summary>The packages of SME Server with all updates.</summary>
    Updated,
}
