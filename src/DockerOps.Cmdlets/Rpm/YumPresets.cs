namespace DockerOps.Cmdlets.Rpm;

/// <summary>The repositories of a preset.</summary>
internal static class YumPresets
{
    public static IReadOnlyList<YumRepositoryDefinition> Of(YumPreset preset, string? baseUrl)
    {
        if (preset == YumPreset.Epel) return [YumRepositoryPresets.At(baseUrl, YumRepositoryPresets.Epel)];
        return YumRepositoryPresets.Sme(preset == YumPreset.Sme ? SmeFlavor.Sme : SmeFlavor.Updated, baseUrl);
    }
}
