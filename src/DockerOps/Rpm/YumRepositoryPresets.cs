namespace DockerOps;

/// <summary>
/// Repositories that need no typing. Source: the document “Création d'une image SME-9” (its /root/repo_file, its script
/// and its EPEL entry). Nothing in it checks signatures except EPEL.
/// </summary>
public static class YumRepositoryPresets
{
    // Id, the rest of its name, whether it is enabled, whether it has groups, what its mirror list calls it; in the file's order.
    private static readonly (string Id, string Title, bool Enabled, bool Groups, string? CentOS)[] SmeTable =
    [
        ("base", "os", true, true, "os"),
        ("centosplus", "centosplus", false, false, "centosplus"),
        ("contrib", "contrib", false, false, "contrib"),
        ("extras", "extras", false, false, "extras"),
        ("fasttrack", "fasttrack", false, false, "fasttrack"),
        ("smeaddons", "addons", true, true, null),
        ("smecontribs", "contribs", false, true, null),
        ("smedev", "dev", false, true, null),
        ("smeextras", "extras", true, true, null),
        ("smeos", "os", true, true, null),
        ("smetest", "test", false, true, null),
        ("smeupdates", "updates", true, true, null),
        ("smeupdates-testing", "updates testing", false, true, null),
        ("updates", "updates", true, true, "updates"),
    ];

    /// <summary>
    /// The EPEL repository for SME Server 9: off, so that only <c>--enablerepo=epel</c> uses it, with signatures checked.
    /// </summary>
    public static YumRepositoryDefinition Epel { get; } = new()
    {
        Id = "epel",
        Name = "Epel - EL6",
        BaseUrl = ["http://download.fedoraproject.org/pub/epel/6/$basearch"],
        MirrorList = "http://mirrors.fedoraproject.org/mirrorlist?repo=epel-6&arch=$basearch",
        Enabled = false,
        GpgKey = ["http://dl.fedoraproject.org/pub/epel/RPM-GPG-KEY-EPEL"],
        Exclude = ["perl-Razor-Agent"],
        Options = [new("enablegroups", "0")],
    };

    /// <summary>The fourteen repositories of CentOS 6 and SME Server 9, with those enabled that a flavour installs from.</summary>
    /// <param name="flavor">The flavour.</param>
    /// <param name="baseUrl">
    /// A mirror that holds them, in place of the lists of mirrors: <c>{id}</c> in it stands for each one's id, and without it
    /// they are folders below. null keeps the lists.
    /// </param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the mirror's address is none.</exception>
    public static IReadOnlyList<YumRepositoryDefinition> Sme(SmeFlavor flavor, string? baseUrl = null)
    {
        var repositories = SmeTable.Select(row => At(baseUrl, new YumRepositoryDefinition
        {
            Id = row.Id,
            Name = (row.CentOS is null ? "SME Server - " : "CentOS - ") + row.Title,
            MirrorList = Mirrors(row.Id, row.CentOS, row.Enabled),
            Enabled = flavor == SmeFlavor.Sme ? row.Id is "smeos" or "smeextras" : row.Enabled,
            GpgCheck = false,
            Exclude = row.Id is "base" or "updates" ? ["initscripts", "libgsf"] : [],
            Options = [new("enablegroups", row.Groups ? "1" : "0")],
        })).ToList();
        repositories[0].ThrowIfInvalid();
        return repositories;
    }

    /// <summary>A repository on another mirror: its lists of mirrors are left out.</summary>
    /// <param name="baseUrl">The mirror, as for <see cref="Sme"/>; null changes nothing.</param>
    /// <param name="repository">The repository.</param>
    public static YumRepositoryDefinition At(string? baseUrl, YumRepositoryDefinition repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (baseUrl is null) return repository;
        var pattern = baseUrl.Contains("{id}", StringComparison.Ordinal) ? baseUrl : baseUrl.TrimEnd('/') + "/{id}";
        return repository with { BaseUrl = [pattern.Replace("{id}", repository.Id, StringComparison.Ordinal)], MirrorList = null, MetaLink = null };
    }

    // Those of CentOS that are enabled name the release and the architecture; the others leave both to the host.
    private static string Mirrors(string id, string? centOS, bool enabled) =>
        centOS is null ? $"http://mirrorlist.contribs.org/mirrorlist/{id}-9"
        : enabled ? $"http://mirrorlist.centos.org/?release=6&arch=x86_64&repo={centOS}"
        : $"http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo={centOS}";
}
