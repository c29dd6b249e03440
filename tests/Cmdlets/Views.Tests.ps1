# The table views, against the types they show. No host is asked.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../output/DockerOps" -Force
    $file = [xml] (Get-Content -Raw -LiteralPath "$PSScriptRoot/../../module/DockerOps.Format.ps1xml")
    $views = foreach ($view in $file.Configuration.ViewDefinitions.View) {
        $headers = @($view.TableControl.TableHeaders.TableColumnHeader)
        $items = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
        @{
            Name    = $view.Name
            Wraps   = $null -ne $view.SelectSingleNode('.//Wrap')
            Columns = @(for ($i = 0; $i -lt $headers.Count; $i++) {
                    @{ Label = $headers[$i].Label; Width = [int] $headers[$i].Width; Alignment = $headers[$i].Alignment; Property = $items[$i].PropertyName; Script = $items[$i].ScriptBlock }
                })
        }
    }

    $emitted = (Get-Command -Module DockerOps -CommandType Cmdlet).OutputType.Type | Where-Object Namespace -EQ DockerOps | Sort-Object FullName -Unique
}

Describe 'The view of <Name>' -ForEach $views {
    BeforeAll { $type = [DockerOps.Image].Assembly.GetType($Name) }

    It 'shows properties that are there' {
        foreach ($column in $Columns | Where-Object Property) { $type.GetProperty($column.Property) | Should -Not -BeNullOrEmpty -Because $column.Property }
        foreach ($column in $Columns | Where-Object Script) {
            [regex]::Matches(($column.Script -replace 'ForEach-Object {.*'), '\$_\.(\w+)') | ForEach-Object {
                $type.GetProperty($_.Groups[1].Value) | Should -Not -BeNullOrEmpty -Because $column.Script
            }
        }
    }

    It 'aligns numbers' {
        foreach ($column in $Columns) {
            $kind = $column.Property ? $type.GetProperty($column.Property).PropertyType : $null
            $isNumber = $kind -in [int], [long], [double], [timespan] -or $column.Script -match '\[DockerOps\.Cmdlets\.ByteSize\]|\.Count$|TotalSeconds|TotalMilliseconds'
            if ($isNumber) { $column.Alignment | Should -Be Right -Because $column.Label }
        }
    }
}

Describe 'The wrapping view of <Name>' -ForEach ($views | Where-Object Wraps) {
    # It keeps its widths where the first column has one; another is fitted to what it shows, and what has no room is left out.
    It 'begins with a column that has a width' { $Columns[0].Width | Should -BeGreaterThan 0 }

    It 'leaves room for every column in 80' {
        $free = @($Columns | Where-Object Width -EQ 0).Count
        $rest = 80 - ($Columns.Width | Measure-Object -Sum).Sum - ($Columns.Count - 1)
        $rest / [math]::Max(1, $free) | Should -BeGreaterOrEqual 14
    }
}

Describe 'The view of <Name>, beside a long host name' -ForEach ($views | Where-Object { $_.Columns[0].Property -eq 'DockerHost' }) {
    BeforeAll {
        # Something of every kind, one level deep.
        function New-Filled($Type, [switch] $Inner) {
            $item = [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
            foreach ($property in $Type.GetProperties() | Where-Object CanWrite) {
                $kind = [Nullable]::GetUnderlyingType($property.PropertyType) ?? $property.PropertyType
                $value = if ($kind -eq [string]) { $property.Name -like '*Version' ? '20.10.24' : 'somewhat more than short' }
                elseif ($kind -eq [DockerOps.DockerHost]) { [DockerOps.DockerHost]::Parse('ssh://root@a-long-host-name.example.com:2222') }
                elseif ($kind -eq [timespan]) { [timespan]::FromMilliseconds(12.3) }
                elseif ($kind -eq [long]) { 76543210987 }
                elseif (-not $Inner -and $kind.IsClass -and $kind.Namespace -like 'DockerOps*' -and $kind.GetProperty('EqualityContract', [Reflection.BindingFlags]'NonPublic, Instance')) { New-Filled $kind -Inner }
                if ($null -ne $value) { $property.SetValue($item, $value) }
            }

            $item
        }
    }

    It 'shows every column of a known width in 80' {
        $shown = New-Filled ([DockerOps.Image].Assembly.GetType($Name)) | Format-Table | Out-String -Width 80
        foreach ($column in $Columns | Where-Object Width) { $shown | Should -Match "\b$($column.Label)\b" }
    }
}

Describe 'The views of images and containers' {
    BeforeAll {
        function Show($Type, $Values) {
            $item = [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
            foreach ($name in $Values.Keys) { $Type.GetProperty($name).SetValue($item, $Values[$name]) }
            $item | Format-Table | Out-String -Width 80
        }

        $image = 'registry.example.com:5000/platform/base-images/sme-server:9.2.20240101'
    }

    It 'tell whether a container of an image with a long name runs' {
        $values = @{ Name = 'mail_gateway_postfix_1'; Id = '0' * 64; Image = $image; Command = 'x'; Status = 'Up 3 minutes' }
        Show ([DockerOps.Container]) $values | Should -Match 'sme-server:9.2.20240101 +Up 3 minutes'
    }

    It 'tell how a copy of an image with a long name went' {
        Show ([DockerOps.ImageTransfer]) @{ Name = $image; Id = 'sha256:' + '0' * 64; BytesSent = 2MB } | Should -Match 'Layers +Sent +Saved +Seconds +Rate'
    }
}

Describe 'The type <_>' -ForEach $emitted {
    It 'has a view' -ForEach @{ Type = $_; Views = $views.Name } { $Type.FullName | Should -BeIn $Views }
}
