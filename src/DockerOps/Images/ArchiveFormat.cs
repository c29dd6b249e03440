namespace DockerOps;

/// <summary>The layout of an image archive.</summary>
public enum ArchiveFormat
{
    /// <summary>docker-archive: <c>manifest.json</c>, as <c>docker save</c> writes it since engine 1.10.</summary>
    Docker,

    /// <summary>OCI image layout: <c>oci-layout</c> and <c>index.json</c> (OCI image specification, image-layout.md).</summary>
    Oci,

    /// <summary>Both in one, as <c>docker save</c> writes it since engine 25.</summary>
    DockerAndOci,
}
