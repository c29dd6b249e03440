# Small image archives, made from nothing: one layer, one configuration, a manifest.

# An archive with one image; -Without leaves a member out, -Damage changes the layer's content.
function New-TestArchive([string] $Path, [string] $Name = 'sme-9:6.5', [string] $Without, [switch] $Damage) {
    $layer = [Text.Encoding]::ASCII.GetBytes('the layer of ' + $Name)
    $diffId = Get-TestHash $layer
    $config = [Text.Encoding]::ASCII.GetBytes((@{
                architecture = 'amd64'; os = 'linux'; created = '2024-05-06T07:08:09Z'
                rootfs = @{ type = 'layers'; diff_ids = @("sha256:$diffId") }
            } | ConvertTo-Json -Depth 5 -Compress))
    $manifest = [Text.Encoding]::ASCII.GetBytes((ConvertTo-Json -Depth 5 -Compress -InputObject @(
                @{ Config = "$(Get-TestHash $config).json"; RepoTags = @($Name); Layers = @('layer/layer.tar') })))
    if ($Damage) { $layer[0] = $layer[0] -bxor 1 }
    $members = [ordered]@{ 'layer/layer.tar' = $layer; "$(Get-TestHash $config).json" = $config; 'manifest.json' = $manifest }
    $writer = [Formats.Tar.TarWriter]::new([IO.File]::Create($Path))
    try {
        foreach ($member in $members.GetEnumerator()) {
            if ($member.Key -eq $Without) { continue }
            $entry = [Formats.Tar.PaxTarEntry]::new('RegularFile', $member.Key)
            $entry.DataStream = [IO.MemoryStream]::new($member.Value)
            $writer.WriteEntry($entry)
        }
    }
    finally {
        $writer.Dispose()
    }
    Get-Item -LiteralPath $Path
}

function Get-TestHash([byte[]] $Bytes) {
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Bytes)).ToLowerInvariant()
}
