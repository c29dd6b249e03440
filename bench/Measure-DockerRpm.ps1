#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Measures the way from Docker's sources to a repository beside the commands of the document, and prints a Markdown table.
.DESCRIPTION
    Needs the lab, and createrepo_c on this machine. Both sides build the small sources of tests/lab/docker on the lab's engine, from
    nothing: no image of an earlier run is left. The document's commands are typed as they stand there, but for what has no
    network here: runc and containerd are cloned beside the sources rather than in the container.
.PARAMETER Runs
    How often each side runs.
#>
param([int] $Runs = 3)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. "$PSScriptRoot/../tests/Cmdlets/Lab.ps1"
. "$PSScriptRoot/../tests/Cmdlets/Rpms.ps1"
. "$PSScriptRoot/Compare.ps1"

$env:DOCKER_HOST = $LocalHost
$env:DOCKER_BUILDKIT = 0
$work = New-Item -ItemType Directory -Path ([IO.Path]::GetTempPath()) -Name "dockerops-bench-$PID"
$null = Get-LabBuilder
$sources = New-DockerSource "$work/sources"

$clean = {
    Remove-Item "$work/ours", "$work/theirs", "$work/repository" -Recurse -Force -ErrorAction Ignore
    docker rmi -f docker-temp/build-rpm:centos-7 dockercore/builder-rpm:centos-7 docker-manpage-dev
    docker image prune -f
    $global:LASTEXITCODE = 0
}

$ours = {
    $packages = Build-DockerRpm "$sources/docker" 1.12.1 centos-7 -RuncSource "$sources/runc" -ContainerdSource "$sources/containerd" -Destination "$work/ours"
    if ($packages.Count -ne 4) { throw 'There are not four packages.' }
    $null = $packages | New-YumRepository updocker "$work/repository" -WarningAction SilentlyContinue
}

$theirs = {
    bash -euc @'
sources=$1 work=$2
mkdir -p "$work/theirs/out"
git clone -q "$sources/docker" "$work/theirs/docker.git" 2>/dev/null
cd "$work/theirs/docker.git"
git -c advice.detachedHead=false checkout -q v1.12.1
docker build -q -t dockercore/builder-rpm:centos-7 contrib/builder/rpm/amd64/centos-7
docker build -q -t docker-manpage-dev -f man/Dockerfile ./man
docker run --rm --network none -v "$PWD:/go/src/github.com/docker/docker/" docker-manpage-dev
git clone -q "$sources/runc" runc.git
git clone -q "$sources/containerd" containerd.git
mkdir -p build
cat >build/Dockerfile.build <<'TEXT'
FROM dockercore/builder-rpm:centos-7
COPY . /usr/src/docker-engine
RUN mkdir -p /go/src/github.com/docker && mkdir -p /go/src/github.com/opencontainers
ENV RUNC_COMMIT 93e802ff61026aba87a408a6274abf04ff0fe69e
ENV CONTAINERD_COMMIT 127f43b471f4c3a9b3deb7963a15795a4309ae9d
RUN mv /usr/src/docker-engine/runc.git /go/src/github.com/opencontainers/runc
RUN set -x && export GOPATH="/go" && cd "/go/src/github.com/opencontainers/runc" && make BUILDTAGS="$RUNC_BUILDTAGS" && make install
RUN mv /usr/src/docker-engine/containerd.git /go/src/github.com/docker/containerd
RUN set -x && export GOPATH="/go" && cd "/go/src/github.com/docker/containerd" && make && make install
RUN mkdir -p /root/rpmbuild/SOURCES && echo '%_topdir /root/rpmbuild' > /root/.rpmmacros
WORKDIR /root/rpmbuild
RUN ln -sfv /usr/src/docker-engine/hack/make/.build-rpm SPECS
WORKDIR /root/rpmbuild/SPECS
RUN tar --exclude .git -r -C /usr/src -f /root/rpmbuild/SOURCES/docker-engine.tar docker-engine
RUN tar --exclude .git -r -C /go/src/github.com/docker -f /root/rpmbuild/SOURCES/docker-engine.tar containerd
RUN tar --exclude .git -r -C /go/src/github.com/opencontainers -f /root/rpmbuild/SOURCES/docker-engine.tar runc
RUN gzip /root/rpmbuild/SOURCES/docker-engine.tar
RUN rpmbuild -ba --define '_gitcommit 23cf638' --define '_release 1' --define '_version 1.12.1' --define '_origversion 1.12.1' --define '_experimental 0' docker-engine.spec
RUN tar -cz -C /usr/src/docker-engine/contrib/selinux -f /root/rpmbuild/SOURCES/docker-engine-selinux.tar.gz docker-engine-selinux
RUN rpmbuild -ba --define '_gitcommit 23cf638' --define '_release 1' --define '_version 1.12.1' --define '_origversion 1.12.1' docker-engine-selinux.spec
TEXT
docker build -q -t docker-temp/build-rpm:centos-7 -f build/Dockerfile.build .
docker run --rm --network none docker-temp/build-rpm:centos-7 bash -c 'cd /root/rpmbuild && tar -c *RPMS' | tar -xC "$work/theirs/out"
createrepo_c -q "$work/theirs/out"
'@ bash $sources "$work" 2>$null
}

try {
    Compare-Command 'From Docker''s sources to a repository' "the document's commands" -Limit 1.1 -Runs $Runs -Before $clean -Ours $ours -Theirs $theirs
    $first = @(1..$Runs | ForEach-Object { Measure-Seconds $clean $ours })
    $second = @(1..$Runs | ForEach-Object { Measure-Seconds {} $ours })
    $a, $b = (Get-Median $second), (Get-Median $first)
    Add-Row 'The same again, nothing changed' ('{0:N2} s' -f $a) ('the first time: {0:N2} s' -f $b) ('{0:N2}' -f ($a / $b)) '≤ 0.10'
    Show-Row
}
finally {
    $null = & $clean
    Remove-Item $work -Recurse -Force
}
