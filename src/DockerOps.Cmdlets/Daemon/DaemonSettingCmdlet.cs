using System.Collections;
using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;

namespace DockerOps.Cmdlets.Daemon;

/// <summary>The settings that have a parameter of their own.</summary>
public abstract class DaemonSettingCmdlet : HostPipelineCmdlet
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [nameof(DataRoot)] = "data-root",
        [nameof(Listen)] = "hosts",
        [nameof(Dns)] = "dns",
        [nameof(DnsSearch)] = "dns-search",
        [nameof(DnsOption)] = "dns-opts",
        [nameof(LogDriver)] = "log-driver",
        [nameof(LogOption)] = "log-opts",
        [nameof(RegistryMirror)] = "registry-mirrors",
        [nameof(InsecureRegistry)] = "insecure-registries",
        [nameof(StorageDriver)] = "storage-driver",
        [nameof(StorageOption)] = "storage-opts",
        [nameof(Label)] = "labels",
        [nameof(LiveRestore)] = "live-restore",
        [nameof(Bridge)] = "bridge",
        [nameof(DefaultAddressPool)] = "default-address-pools",
        [nameof(Mtu)] = "mtu",
        [nameof(IPTables)] = "iptables",
        [nameof(Icc)] = "icc",
        [nameof(UserlandProxy)] = "userland-proxy",
        [nameof(DefaultUlimit)] = "default-ulimits",
        [nameof(TlsVerify)] = "tlsverify",
        [nameof(TlsCACertificate)] = "tlscacert",
        [nameof(TlsCertificate)] = "tlscert",
        [nameof(TlsKey)] = "tlskey",
        [nameof(EngineDebug)] = "debug",
        [nameof(SELinux)] = "selinux-enabled",
        [nameof(HttpProxy)] = "http-proxy",
        [nameof(HttpsProxy)] = "https-proxy",
        [nameof(NoProxy)] = "no-proxy",
        [nameof(TempDirectory)] = "DOCKER_TMPDIR",
        [nameof(CertificatePath)] = "DOCKER_CERT_PATH",
    };

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DataRoot { get; set; }

    [Parameter]
    [Alias("Hosts")]
    public string[] Listen { get; set; } = [];

    [Parameter]
    public string[] Dns { get; set; } = [];

    [Parameter]
    public string[] DnsSearch { get; set; } = [];

    [Parameter]
    public string[] DnsOption { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(EngineDriverCompleter))]
    public string? LogDriver { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? LogOption { get; set; }

    [Parameter]
    public string[] RegistryMirror { get; set; } = [];

    [Parameter]
    public string[] InsecureRegistry { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(EngineDriverCompleter))]
    public string? StorageDriver { get; set; }

    [Parameter]
    public string[] StorageOption { get; set; } = [];

    [Parameter]
    public string[] Label { get; set; } = [];

    [Parameter]
    public SwitchParameter LiveRestore { get; set; }

    [Parameter]
    public string? Bridge { get; set; }

    [Parameter]
    public string[] DefaultAddressPool { get; set; } = [];

    [Parameter]
    [ValidateRange(68, 65535)]
    public int Mtu { get; set; }

    [Parameter]
    public SwitchParameter IPTables { get; set; }

    [Parameter]
    public SwitchParameter Icc { get; set; }

    [Parameter]
    public SwitchParameter UserlandProxy { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? DefaultUlimit { get; set; }

    [Parameter]
    public SwitchParameter TlsVerify { get; set; }

    [Parameter]
    public string? TlsCACertificate { get; set; }

    [Parameter]
    public string? TlsCertificate { get; set; }

    [Parameter]
    public string? TlsKey { get; set; }

    [Parameter]
    public SwitchParameter EngineDebug { get; set; }

    [Parameter]
    public SwitchParameter SELinux { get; set; }

    [Parameter]
    public string? HttpProxy { get; set; }

    [Parameter]
    public string? HttpsProxy { get; set; }

    [Parameter]
    public string? NoProxy { get; set; }

    [Parameter]
    public string? TempDirectory { get; set; }

    [Parameter]
    public string? CertificatePath { get; set; }

    /// <summary>The wishes that were given by parameters of their own, in the table's order.</summary>
    protected IEnumerable<DaemonChange> Own() => from pair in Names
                                                 where MyInvocation.BoundParameters.ContainsKey(pair.Key)
                                                 select new DaemonChange(pair.Value, JsonValues.From(MyInvocation.BoundParameters[pair.Key], pair.Value));
}
