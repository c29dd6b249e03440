using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers architectures: as RPM names them, or, for a platform, as images do.</summary>
public sealed class PlatformCompleter : IArgumentCompleter
{
    private static readonly string[] OfImages = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386", "linux/ppc64le", "linux/riscv64", "linux/s390x"];
    private static readonly string[] OfPackages = ["x86_64", "aarch64", "armv7hl", "i686", "ppc64le", "riscv64", "s390x"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Matching(wordToComplete, parameterName == "Platform" ? OfImages : OfPackages);
}
