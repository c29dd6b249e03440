namespace DockerOps;

/// <summary>
/// What may be taken out of a base image. The folders are those of moby's <c>contrib/mkimage-yum.sh</c>, from which the
/// script of the document “Création d'une image SME-9” was made.
/// </summary>
public enum MinimizeStep
{
    /// <summary>Translations, character conversions and the tools that make locales.</summary>
    Locales,

    /// <summary>Manual pages, info pages, package documentation.</summary>
    Docs,

    /// <summary>The word lists that new passwords are held against.</summary>
    Cracklib,

    /// <summary>The sources of locales and character maps.</summary>
    I18n,

    /// <summary>What yum and dnf keep in <c>/var/cache</c>.</summary>
    Cache,

    /// <summary><c>/sbin/sln</c>, a rescue tool.</summary>
    Sln,

    /// <summary>The cache of the dynamic linker, which it makes again.</summary>
    Ldconfig,
}
