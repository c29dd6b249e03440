using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

public sealed class EngineStartPlanTests
{
    private static readonly DockerHost Host = DockerHost.Parse("root@host");

    [Theory]
    [InlineData("debian", InitSystem.Systemd, "", "systemctl enable docker")]
    [InlineData("centos", InitSystem.SysV, "chkconfig", "chkconfig docker on")]
    [InlineData("debian", InitSystem.SysV, "update-rc.d", "update-rc.d docker defaults")]
    [InlineData("alpine", InitSystem.OpenRC, "", "rc-update add docker default")]
    [InlineData("boot2docker", InitSystem.SysV, "", "")]
    [InlineData(
        "sme", InitSystem.ESmith, "chkconfig",
        "ln -sfn /etc/rc.d/init.d/e-smith-service /etc/rc7.d/S95docker;chkconfig docker on;/sbin/e-smith/config set docker service;"
        + "/sbin/e-smith/config setprop docker status enabled")]
    public void Each_init_system_has_its_commands(string distribution, InitSystem init, string tool, string commands) => Assert.Equal(
        commands, string.Join(';', EngineStartPlan.For(Facts(distribution, init), Host, [tool]).Select(step => string.Join(' ', step.Words))));

    [Theory]
    [InlineData(InitSystem.SysV)]
    [InlineData(InitSystem.Unknown)]
    public void Without_one_it_is_refused(InitSystem init) => Assert.Equal(
        FailureKind.Unsupported, Assert.Throws<DockerOpsException>(() => EngineStartPlan.For(Facts("debian", init), Host, [])).Kind);

    private static HostFacts Facts(string distribution, InitSystem init) =>
        new() { Distribution = distribution, Version = "1", Architecture = "amd64", InitSystem = init };
}
