BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Signing.ps1"
    $address = "http://$($Lab.hosts.'sme9-docker'.address)"
    # nginx comes from a repository of apt on the host itself.
    function Invoke-OnHost([string] $Script) { (Invoke-DockerHostCommand sh, -c, $Script -DockerHost $SmeHost).Output }
    $null = Invoke-OnHost 'cp /etc/apt/sources.list /root/sources.list; echo "deb [trusted=yes] file:/srv/web ./" >/etc/apt/sources.list'
}

AfterAll {
    $null = Invoke-OnHost 'service nginx stop; DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge nginx nginx-common; rm -rf /var/www/html; mv /root/sources.list /etc/apt/sources.list'
    Remove-SigningHome
}

Describe 'Publish-YumRepository' {
    BeforeAll {
        $name = New-LabName
        $path = "$TestDrive/$name"
        $url = "$address/$name"
        $made = Get-LabPackage 1, 2 | New-YumRepository $name $path -SigningKey $SigningKey

        # What a host does that has nothing but this repository and the lab's base, in a root of its own.
        function Install-OnHost([string] $Package, [string] $Root = '/tmp/installed') {
            Invoke-DockerHostCommand sh, -c, 'rm -rf "$2"; dnf -y --installroot="$2" --releasever=6 --setopt=install_weak_deps=0 --setopt=keepcache=0 "--disablerepo=*" --repofrompath=base,file:///srv/rpm/base --setopt=base.gpgcheck=0 --setopt=reposdir=/etc/yum.repos.d --enablerepo="$1" install "$3" 2>&1', sh, $name, $Root, $Package -DockerHost $SmeHost
        }
    }

    AfterAll { $null = Invoke-OnHost "rm -rf /etc/yum.repos.d/$name.repo /etc/pki/rpm-gpg/RPM-GPG-KEY-$name /tmp/installed /srv/publication" }

    It 'shows with -WhatIf what it installs, sends and asks for, and does nothing' {
        $text = (Get-ShownText { $made | Publish-YumRepository -BaseUrl $url -DockerHost $SmeHost -WhatIf }) -join "`n"
        $text | Should -BeLike "*apt-get -q -y --no-install-recommends install nginx on *send $path/perl-Lab-1-*put /var/www/html/.$name.next in the place of /var/www/html/$name*service nginx start*GET $url/repodata/repomd.xml from here*"
        Invoke-OnHost 'command -v nginx; ls -d /var/www/html' | Should -BeNullOrEmpty
    }

    It 'installs a web server, and hosts can install a package with all signatures checked' {
        $published = $made | Publish-YumRepository -BaseUrl $url -DockerHost $SmeHost
        $published.BaseUrl | Should -Be $url
        $published.HostPath | Should -Be "/var/www/html/$name"
        (Invoke-WebRequest "$url/$name.repo" -NoProxy).Content | Should -Not -BeNullOrEmpty
        $registered = $published | Register-YumRepository -DockerHost $SmeHost
        $registered.Definition.ToString() | Should -Be "[$name]`nname=$name`nbaseurl=$url`nenabled=1`ngpgcheck=1`ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-$name`nrepo_gpgcheck=1`n"
        $installed = Install-OnHost perl-Lab-1
        $installed.ExitCode | Should -Be 0 -Because $installed.Output
        Invoke-OnHost 'rpm --root /tmp/installed -q perl-Lab-1 2>&1' | Should -BeLike '*perl-Lab-1-6.5-0*'
    }

    It 'sends only what has changed, and nothing twice' {
        $null = Get-LabPackage 3 | Update-YumRepository $path
        $sent = Get-ShownText { Publish-YumRepository $path $url -DockerHost $SmeHost -WhatIf } | Where-Object { $_ -match '^send ' }
        @($sent -match '\.rpm ').Count | Should -Be 1
        $sent -match 'perl-Lab-3' | Should -Not -BeNullOrEmpty
        $null = Publish-YumRepository $path $url -DockerHost $SmeHost
        $again = Get-ShownText { Publish-YumRepository $path $url -DockerHost $SmeHost -WhatIf }
        @($again | Where-Object { $_ -notmatch '^GET ' }).Count | Should -Be 0
        (Install-OnHost perl-Lab-3).ExitCode | Should -Be 0
        Invoke-OnHost 'ls -A /var/www/html' | Should -Not -Match 'next|lock'
    }

    It 'hosts refuse <what>, and it is sent anew' -ForEach @(
        @{ what = 'a tampered package'; tamper = 'f=$(ls /var/www/html/$1/perl-Lab-2-*); printf x | dd of=$f bs=1 seek=$(($(stat -c %s $f) - 3)) conv=notrunc status=none'; sent = 'perl-Lab-2'; says = 'checksum' }
        @{ what = 'a tampered repomd.xml'; tamper = 'echo "<!-- -->" >>/var/www/html/$1/repodata/repomd.xml'; sent = 'repomd.xml'; says = 'signature' }
    ) {
        $null = Invoke-DockerHostCommand sh, -c, $tamper, sh, $name -DockerHost $SmeHost
        $refused = Install-OnHost perl-Lab-2
        $refused.ExitCode | Should -Not -Be 0
        $refused.Output | Should -Match $says
        Get-ShownText { Publish-YumRepository $path $url -DockerHost $SmeHost -WhatIf } | Where-Object { $_ -match '^send ' } | Should -Match $sent
        $null = Publish-YumRepository $path $url -DockerHost $SmeHost
        $taken = Install-OnHost perl-Lab-2
        $taken.ExitCode | Should -Be 0 -Because $taken.Output
    }

    It 'publishes into a folder, over what was there' {
        $null = Invoke-OnHost 'mkdir -p /srv/publication/x; echo old >/srv/publication/x/old.rpm'
        $published = Publish-YumRepository $path -Destination /srv/publication/x -DockerHost $SmeHost -Force
        $published.BaseUrl | Should -Be 'file:///srv/publication/x'
        Invoke-OnHost 'ls /srv/publication/x' | Should -Not -Match 'old'
        Invoke-OnHost 'ls -A /srv/publication' | Should -Be "x`n"
    }

    It 'is refused while another run publishes' {
        $null = Invoke-OnHost 'flock /srv/publication/.x.lock sleep 20 >/dev/null 2>&1 & sleep 0.5'
        $null = Get-LabPackage 4 | Update-YumRepository $path
        Publish-YumRepository $path -Destination /srv/publication/x -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        Invoke-OnHost 'ls /srv/publication/x' | Should -Not -Match 'perl-Lab-4'
    }

    It 'ends within a second of Ctrl+C, and what was published stays' {
        . "$PSScriptRoot/Containers.ps1"
        $null = Publish-YumRepository $path -Destination /srv/stopped/x -DockerHost $SmeHost
        # A receiver that does nothing for a while, and then ends at the end of its input, as tar does.
        $null = Invoke-OnHost 'rm /srv/stopped/x/perl-Lab-1-*; ls /srv/stopped/x >/tmp/before; printf "#!/bin/sh\ntouch /tmp/receiving\nsleep 12\ncat >/dev/null\nexit 1\n" >/usr/local/bin/tar; chmod +x /usr/local/bin/tar'
        try {
            $seconds = Measure-Stop { param($Path, $On) Publish-YumRepository $Path -Destination /srv/stopped/x -DockerHost $On } `
                -With @{ Path = $path; On = $SmeHost } -When { Invoke-OnHost 'test -e /tmp/receiving && echo yes' }
            $seconds | Should -BeLessThan 3
            Wait-Until { -not (Invoke-OnHost 'pgrep -f "^sleep 12$"; ls -A /srv/stopped | grep -v "^x$"; ls /srv/stopped/x | diff - /tmp/before') }
        }
        finally {
            $null = Invoke-OnHost 'rm -rf /usr/local/bin/tar /tmp/receiving /tmp/before /srv/stopped'
        }
    }

    It 'says <id> to <what>' -ForEach @(
        @{ what = 'no place'; id = 'InvalidInput'; with = @{} }
        @{ what = 'the root of the web server'; id = 'InvalidInput'; with = @{ BaseUrl = 'http://x/' } }
        @{ what = 'an address that is none'; id = 'InvalidInput'; with = @{ BaseUrl = 'x' } }
        @{ what = 'a folder that is no full path'; id = 'InvalidInput'; with = @{ Destination = 'srv/x' } }
        @{ what = 'an address that leads elsewhere'; id = 'Unreachable'; with = @{ BaseUrl = 'http://127.0.0.1:9/x' } }
    ) {
        Publish-YumRepository $path @with -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
    }
}

Describe 'Publish-YumRepository on a host of Red Hat''s kind' -Skip:(-not (Get-Content -Raw $env:DOCKEROPS_LAB | ConvertFrom-Json).hosts.node1) {
    BeforeAll {
        $name = New-LabName
        $path = "$TestDrive/$name"
        $url = "http://$($Lab.hosts.node1.address)/$name"
        $made = Get-LabPackage 1 | New-YumRepository $name $path -SigningKey $SigningKey
        function Invoke-OnNode([string] $Script) { (Invoke-DockerHostCommand sh, -c, $Script -DockerHost $Node1).Output }
        $null = Invoke-OnNode 'printf "[web]\nname=web\nbaseurl=file:///srv/web/rpm\ngpgcheck=0\n" >/etc/yum.repos.d/web.repo'
    }

    AfterAll { $null = Invoke-OnNode 'dnf -q -y remove httpd; rm -rf /etc/yum.repos.d/web.repo /var/www /usr/local/bin/selinuxenabled /usr/local/bin/restorecon /tmp/restored' }

    It 'runs what -WhatIf shows: httpd is installed by dnf, enabled, started, and shows the repository' {
        $shown = Get-ShownText { $made | Publish-YumRepository -BaseUrl $url -DockerHost $Node1 -WhatIf }
        $shown[0] | Should -Be "dnf -y install httpd on ssh://$Node1"
        Invoke-OnNode 'command -v httpd' | Should -BeNullOrEmpty
        $null = Invoke-OnNode 'cd /usr/local/bin && for p in dnf systemctl; do printf "#!/bin/sh\necho $p \"\$@\" >>/tmp/calls\nexec /usr/bin/$p \"\$@\"\n" >$p; chmod +x $p; done'
        $published = $made | Publish-YumRepository -BaseUrl $url -DockerHost $Node1
        $published.HostPath | Should -Be "/var/www/html/$name"
        # What the package's own scripts call is not ours.
        $calls = (Invoke-OnNode 'grep -v daemon-reload /tmp/calls; rm /tmp/calls /usr/local/bin/dnf /usr/local/bin/systemctl').Trim() -split "`n"
        @($shown -match '^(dnf|systemctl) ' -replace ' on ssh:.*') | Should -Be $calls
        $sent = $shown -match '^send ' -replace '^send .* to (\S+) on .*', '$1' -replace "/\.$name\.next/", "/$name/"
        $sent | Sort-Object | Should -Be ((Invoke-OnNode "find /var/www/html -type f").Trim() -split "`n" | Sort-Object)
        Invoke-OnNode 'rpm -q httpd; systemctl is-enabled httpd; systemctl is-active httpd' | Should -BeLike "httpd-*`nenabled`nactive`n"
        (Invoke-WebRequest "$url/repodata/repomd.xml" -NoProxy).StatusCode | Should -Be 200
    }

    # No container enforces SELinux: the two programs that tell of it and set its labels stand in for it.
    It 'restores the labels before it switches, where SELinux is on' {
        $null = Invoke-OnNode 'cd /usr/local/bin && printf "#!/bin/sh\n" >selinuxenabled && printf "#!/bin/sh\nls -d \"\$3\" >>/tmp/restored; echo \"\$@\" >>/tmp/restored\n" >restorecon && chmod +x selinuxenabled restorecon'
        $null = Get-LabPackage 2 | Update-YumRepository $path
        $shown = Get-ShownText { Publish-YumRepository $path $url -DockerHost $Node1 -WhatIf }
        $next = "/var/www/html/.$name.next"
        ($shown -join "`n") | Should -BeLike "*restorecon -R -- $next on ssh://$Node1*put $next in the place of*"
        $shown | Should -Not -Match 'httpd'
        $null = Publish-YumRepository $path $url -DockerHost $Node1
        Invoke-OnNode 'cat /tmp/restored' | Should -Be "$next`n-R -- $next`n"
    }

    It 'takes the folder that the server''s configuration names' {
        $null = Invoke-OnNode 'mkdir -p /srv/elsewhere && sed -i s,/var/www/html,/srv/elsewhere, /etc/apache2/apache2.conf && systemctl restart httpd && rm -f /usr/local/bin/selinuxenabled'
        try {
            (Publish-YumRepository $path $url -DockerHost $Node1).HostPath | Should -Be "/srv/elsewhere/$name"
        }
        finally {
            $null = Invoke-OnNode 'sed -i s,/srv/elsewhere,/var/www/html, /etc/apache2/apache2.conf && systemctl restart httpd; rm -rf /srv/elsewhere'
        }
    }
}
