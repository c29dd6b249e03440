# shellcheck shell=bash
# Engines that only the long rows of a few tests need: 26.1 with either image store, of the nodes' packages, and podman.

# One line each: command, Debian package, Fedora package.
OTHER_TOOLS='
podman podman podman
'

start_others() {
  local archive programs=$STATE/middle-programs
  HAS_MIDDLE=false HAS_PODMAN=false
  wanted others || return 0
  archive=$(find "$NODE_PACKAGES/static" -name 'docker-26.1.*.tgz' -print -quit)
  if [[ -n $archive ]]; then
    HAS_MIDDLE=true
    mkdir -p "$programs/usr"
    tar -C "$programs" -xf "$archive"
    ln -s ../docker "$programs/usr/bin"
    start_engine middle m 5 "$programs" '' ''
    start_engine middle-containerd d 6 "$programs" ', "features": {"containerd-snapshotter": true}' ''
    MORE_ENGINES+=(middle middle-containerd)
  else
    NOTES+=("no engine 26.1 could be had")
  fi
  HAS_PODMAN=true
  MORE_ENGINES+=(podman)
  start_daemon "$STATE/log/podman.log" podman --root "$STATE/podman/data" --runroot "$RUN/podman" \
    --runtime runc --cgroup-manager cgroupfs system service -t 0 "unix://$(engine_socket podman)"
}
