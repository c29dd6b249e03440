using System.Management.Automation;
using DockerOps.BaseImages;

namespace DockerOps.Cmdlets.BaseImages;

[Cmdlet(VerbsCommon.New, "SmeImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class NewSmeImageCommand : BaseImageCmdlet
{
    private const string Release = "6";

    [Parameter]
    public SmeFlavor Flavor { get; set; } = SmeFlavor.Sme;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BaseUrl { get; set; }

    protected override BaseImageSpec Complete(ImageReference name) => new()
    {
        Name = name,
        Groups = Flavor == SmeFlavor.Core ? ["Core"] : [],
        Packages = Flavor == SmeFlavor.Core ? [] : ["e-smith*", "smeserver*"],
        Repositories = YumRepositoryPresets.Sme(Flavor, BaseUrl),
        ReleaseVersion = Release,
    };
}
