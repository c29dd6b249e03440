# shellcheck shell=bash
# Engines on this machine: dockerd with a containerd of its own, so that neither the configuration
# in /etc/docker nor a containerd that serves the user's engine is touched.

engine_socket() { printf '%s/%s.sock' "$RUN" "$1"; }

# on ENGINE ARGUMENTS...: the docker client against one engine of the lab.
on() {
  local engine=$1
  shift
  docker -H "unix://$(engine_socket "$engine")" "$@"
}

carrier() { docker -H "$CARRIER" "$@"; }

proxy_setting() {
  local place
  for place in /usr/libexec/docker/docker-proxy /usr/local/libexec/docker/docker-proxy; do
    [[ ! -x $place ]] || printf ', "userland-proxy-path": "%s"' "$place"
  done
}

# start_engine NAME LETTER INDEX FOLDER-OF-BINARIES EXTRA-JSON TCP-ADDRESS
# Returns at once; wait with engine_answers.
start_engine() {
  local name=$1 letter=$2 index=$3 binaries=$4 extra=$5 tcp=$6 run=$RUN/$1 path=$PATH
  [[ -z $binaries ]] || path=$binaries/usr/sbin:$binaries/usr/bin:$PATH
  mkdir -p "$run" "$STATE/$name" "$STATE/log"
  make_bridge "$letter" "$index"
  cat >"$run/containerd.toml" <<CONFIG
version = 2
root = "$STATE/$name/containerd"
state = "$run/c"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
[grpc]
address = "$run/c.sock"
CONFIG
  cat >"$run/daemon.json" <<CONFIG
{
  "data-root": "$STATE/$name/data", "exec-root": "$run/x", "pidfile": "$run/pid",
  "hosts": ["unix://$(engine_socket "$name")"${tcp:+, \"$tcp\"}],
  "containerd": "$run/c.sock",
  "bridge": "$(interface_prefix)$letter",
  "iptables": false, "ip6tables": false, "ip-forward": false, "ip-masq": false,
  "default-address-pools": [{"base": "$(subnet 8).0/21", "size": 26}],
  "debug": true,
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/dockerops-lab-$NAME"$(proxy_setting)$extra
}
CONFIG
  start_daemon "$STATE/log/$name-containerd.log" \
    env PATH="$path" containerd --config "$run/containerd.toml"
  start_daemon "$STATE/log/$name.log" \
    env PATH="$path" dockerd --config-file "$run/daemon.json"
}

wait_for_engine() {
  wait_for 60 "the engine $1" on "$1" version && return
  tail -n 20 "$STATE/log/$1.log" >&2
  return 1
}

engine_version() { on "$1" version --format '{{.Server.Version}}'; }
engine_api() { on "$1" version --format '{{.Server.APIVersion}}'; }

# The engine that carries the host containers: the machine's own where one answers, else ours.
choose_carrier() {
  local candidate=${CARRIER_CHOICE:-unix:///var/run/docker.sock}
  if timeout 10 docker -H "$candidate" version >/dev/null 2>&1; then
    CARRIER=$candidate CARRIER_OWNED=false
    say "the engine at $candidate carries the host containers"
  else
    [[ -z ${CARRIER_CHOICE:-} ]] || die "no engine answers at $candidate"
    CARRIER=unix://$(engine_socket local) CARRIER_OWNED=true
    say "no engine answers at $candidate: one of the lab's own carries the host containers"
  fi
  printf 'CARRIER=%s\nCARRIER_OWNED=%s\n' "$CARRIER" "$CARRIER_OWNED" >>"$STATE/own.env"
}

# What stands for --privileged where the machine lacks a capability of it.
choose_privileges() {
  PRIVILEGED=true PRIVILEGES=(--privileged)
  carrier run --rm --privileged --network none --label "$LABEL" "$TINY_IMAGE" true >/dev/null 2>&1 && return
  PRIVILEGED=false
  PRIVILEGES=(--cap-add ALL --cap-drop SYS_RESOURCE --security-opt seccomp=unconfined
    --security-opt apparmor=unconfined --security-opt systempaths=unconfined
    --security-opt label=disable --device-cgroup-rule 'a *:* rwm')
  say "this machine does not allow --privileged: the capabilities are given one by one"
}
