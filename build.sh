#!/usr/bin/env bash
# The front door on a Debian or Fedora machine that has the .NET SDK. Brings what is missing and says so first, starts
# the lab (tests/lab) where a task needs one, and hands over to build.ps1. Where no PowerShell can be had it does what
# needs none, and says last what was left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
usage: ./build.sh try        moves an image between two throw-away hosts and shows what comes back
       ./build.sh test       builds and runs all tests
       ./build.sh bench      measures DockerOps beside the docker CLI and scp; -Quick measures once
       ./build.sh build      builds the module into output/DockerOps/<version>
       ./build.sh package    builds the module and packs it into output

try, test and bench start engines and SSH hosts in containers on this machine and take them away again.
With DOCKEROPS_LAB set to the lab.json of a running lab (tests/lab/lab.sh up) they use that one and leave it running.
TEXT
}

say() { printf 'build: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

build() {
  local version
  version=$(dotnet --version 2>/dev/null) || die "needs the .NET SDK 10 or later: https://dot.net"
  ((${version%%.*} >= 10)) || die "needs the .NET SDK 10 or later, and this is $version: https://dot.net"
  say "building with the .NET SDK $version; packages to compile and to test with come from NuGet"
  dotnet build DockerOps.slnx -c Release --nologo -v quiet >&2
}

# Whether there is a PowerShell to hand over to.
find_powershell() {
  PATH=$PATH:$PWD/output/tools
  command -v pwsh >/dev/null && return
  say "no PowerShell here: bringing the dotnet tool 'PowerShell' from NuGet into output/tools"
  # 7.6 is the line that runs on .NET 10; later ones want a later .NET, which may not be here.
  timeout 300 dotnet tool install PowerShell --version '7.6.*' --tool-path output/tools >/dev/null 2>&1 &&
    pwsh -NoProfile -Command exit && return
  say "it cannot be had"
  return 1
}

OWN_LABS=()

take_labs_down() {
  local name
  for name in "${OWN_LABS[@]}"; do tests/lab/lab.sh down --name "$name"; done
}

# own_lab VARIABLE PART...: starts a lab of this run's own and exports the path of its lab.json.
own_lab() {
  local name=build-$$-$((${#OWN_LABS[@]} + 1))
  ((EUID == 0)) || die "the lab needs root: sudo env \"PATH=\$PATH\" ./build.sh $TASK"
  OWN_LABS+=("$name")
  trap take_labs_down EXIT
  say "starting the lab $name: engines and SSH hosts made from Debian packages, taken away at the end"
  tests/lab/lab.sh up --name "$name" "${@:2}" >/dev/null
  export "$1=$(tests/lab/lab.sh env --name "$name" --json)"
}

start_lab() {
  [[ -n ${DOCKEROPS_LAB:-} ]] || own_lab DOCKEROPS_LAB "$@"
  # shellcheck source=/dev/null
  . "$(dirname "$DOCKEROPS_LAB")/lab.env"
  # The lab's own ssh goes first: it reads the lab's configuration and not this user's.
  export PATH=$LAB_BIN:$PATH
}

hand_over() { pwsh -NoProfile -File build.ps1 -Task "$TASK" -NoBuild "$@"; }

test_library() {
  local code=0 total executed passed failed
  rm -rf output/test
  dotnet test tests/DockerOps.Tests -c Release --no-build --nologo --results-directory output/test \
    --logger 'trx;LogFileName=xunit.trx' --blame-hang-timeout 20m --blame-hang-dump-type none || code=1
  read -r total executed passed failed < <(sed -n \
    's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2 \3 \4/p' output/test/xunit.trx)
  printf 'Left out, because there is no PowerShell here: the tests of the cmdlets (tests/Cmdlets)\n'
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$((total - executed))"
  ((code == 0 && passed > 0))
}

try_library() {
  dotnet run --project examples/Walkthrough -c Release --no-build -- \
    "ssh://root@sme9-docker:$LAB_SME_PORT" "ssh://docker@boot2docker:$LAB_BOOT_PORT" "$LAB_SME_IMAGE"
  printf 'Left out, because there is no PowerShell here: the cmdlets. This was their library.\n'
}

TASK=${1:-}
shift || true
case $TASK in
  build) build ;;
  package)
    build
    find_powershell || die "the package is made by PowerShell; the module itself is in output/DockerOps"
    hand_over
    ;;
  test)
    build
    find_powershell && POWERSHELL=yes || POWERSHELL=no
    # Two labs let the tests of the library and of the cmdlets run side by side.
    PARTS=(--with containerd --with tiny --with nodes)
    [[ $POWERSHELL == no || -n ${DOCKEROPS_LAB:-} ]] || own_lab DOCKEROPS_CMDLETS_LAB "${PARTS[@]}"
    start_lab "${PARTS[@]}"
    if [[ $POWERSHELL == yes ]]; then hand_over; else test_library; fi
    ;;
  try)
    build
    start_lab
    if find_powershell; then hand_over; else try_library; fi
    ;;
  bench)
    build
    find_powershell || die "the measurements run in PowerShell"
    start_lab --bench
    hand_over "$@"
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
