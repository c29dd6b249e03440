namespace DockerOps.Installation;

/// <summary>The packages that make an engine.</summary>
/// <param name="Main">The engine's own: <c>docker-ce</c>.</param>
/// <param name="LockStep">What bears the engine's version and comes with it: the client.</param>
/// <param name="Beside">What has a version of its own and comes where it is offered.</param>
internal sealed record EnginePackageSet(string Main, IReadOnlyList<string> LockStep, IReadOnlyList<string> Beside)
{
    private static readonly EnginePackageSet Ce = new("docker-ce", ["docker-ce-cli"], ["containerd.io", "docker-buildx-plugin", "docker-compose-plugin"]);
    private static readonly EnginePackageSet Moby = new("moby-engine", ["docker-cli"], []);
    private static readonly EnginePackageSet Debian = new("docker.io", ["docker-cli"], []);
    private static readonly EnginePackageSet Engine = new("docker-engine", [], []);
    private static readonly EnginePackageSet Docker = new("docker", [], []);
    private static readonly EnginePackageSet Io = new("docker-io", [], []);

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<EnginePackageSet> All => [Ce, Moby, Debian, Engine, Docker, Io];

    /// <summary>All of its names.</summary>
    public IReadOnlyList<string> Names => [Main, .. LockStep, .. Beside];

    /// <summary>
    /// The sets that a host may be offered, best first: those of Docker's own repositories, which nobody has by chance, before
    /// the distribution's own, whose names changed: docker-io up to Fedora 20 and in EL 6 (EPEL), where “docker” was another
    /// program; docker in Fedora 21 and EL 7; moby-engine in Fedora 29 and later.
    /// </summary>
    /// <param name="facts">The host.</param>
    public static IReadOnlyList<EnginePackageSet> For(HostFacts facts)
    {
        var major = int.TryParse(facts.Version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        return facts switch
        {
            { PackageManager: "apt" } => [Ce, Debian],
            { Distribution: "fedora" } => major <= 20 ? [Engine, Io] : major <= 28 ? [Ce, Engine, Docker] : [Ce, Moby],
            // An SME Server counts for itself: 9 is EL 6, 10 is EL 7.
            { Distribution: "sme" } => EnterpriseLinux(major - 3),
            _ => EnterpriseLinux(major),
        };
    }

    private static IReadOnlyList<EnginePackageSet> EnterpriseLinux(int major) =>
        major <= 6 ? [Engine, Io] : major == 7 ? [Ce, Engine, Docker] : [Ce, Moby, Docker];
}
