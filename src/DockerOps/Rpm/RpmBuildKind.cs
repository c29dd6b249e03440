namespace DockerOps;

/// <summary>Which packages rpmbuild makes of a spec file.</summary>
public enum RpmBuildKind
{
    /// <summary>The packages and the source package (<c>rpmbuild -ba</c>).</summary>
    All,

    /// <summary>The packages alone (<c>-bb</c>).</summary>
    Binary,

    /// <summary>The source package alone (<c>-bs</c>).</summary>
    Source,
}
