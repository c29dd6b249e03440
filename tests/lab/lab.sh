#!/usr/bin/env bash
# The lab: real engines and real hosts for tests, the walk-through and the benches.
# Containers made from local files, on an engine of this machine; needs root, pulls nothing.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: lab.sh up [--name NAME] [--bench] [--with PART]... [--engine unix:///path] [--yes]
       lab.sh down [--name NAME]
       lab.sh status [--name NAME]
       lab.sh env [--name NAME] [--json]

up      starts a lab and prints where its facts are (lab.env, lab.json)
        --bench           adds an image of about 850 MB to the engines on this machine and on sme9-docker
        --with containerd adds an engine with the containerd image store
        --with tiny       adds an engine whose disk of 24 MB is soon full
        --with others     adds engines for the long rows of tests: 26.1 with either image store, and podman
        --with nodes      adds hosts whose engine is a package that can be updated: node1, node2, node3
        --engine ADDRESS  the engine that carries the host containers
                          (default: the machine's own if it answers, else one of the lab's own)
        --yes             installs missing packages without asking (as without a terminal or with CI set)
down    removes everything that up made, except installed packages and the cache
status  says what runs; exit code 1 if the lab is not up
env     prints lab.env, for: eval "$(lab.sh env)"; with --json the path of lab.json

NAME keeps labs apart (a-z, 0-9 and -, at most 20 characters; default: default).
TEXT
}

LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in base packages network engine others registry trees packages-of-web packages-of-nodes secrets hosts nodes images facts up down; do
  # shellcheck source=/dev/null
  . "$LAB/lib/$part.sh"
done

COMMAND=${1:-}
shift || true
NAME=default BENCH=no ASSUME_YES=no WANT_JSON=no CARRIER_CHOICE='' WITH=()
while (($#)); do
  case $1 in
    --name) NAME=${2:?--name needs a value}; shift ;;
    --engine) CARRIER_CHOICE=${2:?--engine needs a value}; shift ;;
    --with)
      [[ ${2:-} =~ ^(containerd|tiny|others|nodes)$ ]] || die "--with knows only containerd, tiny, others and nodes"
      WITH+=("$2")
      shift
      ;;
    --bench) BENCH=yes ;;
    --json) WANT_JSON=yes ;;
    --yes) ASSUME_YES=yes ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[[ $NAME =~ ^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$ ]] || die "not a lab name: $NAME"

STATE_ROOT=${DOCKEROPS_LAB_STATE:-/var/lib/dockerops-lab}
RUN_ROOT=/run/dockerops-lab
CACHE=${DOCKEROPS_LAB_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/dockerops-lab}
STATE=$STATE_ROOT/$NAME
RUN=$RUN_ROOT/$NAME
LABEL=org.dockerops.lab=$NAME
# Neither the user's contexts nor the environment may turn the lab's client elsewhere.
export DOCKER_CONFIG=$STATE/docker-client
unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION

need_root() { ((EUID == 0)) || die "needs root: run it with sudo"; }

case $COMMAND in
  up)
    need_root
    with_lab_lock bring_up
    ;;
  down)
    need_root
    with_lab_lock take_down
    ;;
  status) show_status ;;
  env)
    [[ -f $STATE/lab.env ]] || die "the lab $NAME is not up"
    if [[ $WANT_JSON == yes ]]; then printf '%s\n' "$STATE/lab.json"; else cat "$STATE/lab.env"; fi
    ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
