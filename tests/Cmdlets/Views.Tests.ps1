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
    # It keeps its widths; one that does not wrap is fitted to what it shows.
    It 'leaves room for every column in 80' {
        $free = @($Columns | Where-Object Width -EQ 0).Count
        $rest = 80 - ($Columns.Width | Measure-Object -Sum).Sum - ($Columns.Count - 1)
        $rest / [math]::Max(1, $free) | Should -BeGreaterOrEqual 14
    }
}

Describe 'The type <_>' -ForEach $emitted {
    It 'has a view' -ForEach @{ Type = $_; Views = $views.Name } { $Type.FullName | Should -BeIn $Views }
}
