# shellcheck shell=bash
# A registry on this machine, for push and pull: Debian's docker-registry, unpacked and not installed, with a login.

# The program, or nothing where it cannot be had; the lab does without it then.
provide_registry() {
  local folder=$CACHE/registry
  if [[ ! -x $folder/usr/bin/docker-registry ]]; then
    command -v apt-get >/dev/null || return 1
    rm -rf "$folder.partial"
    mkdir -p "$folder.partial"
    (cd "$folder.partial" && apt-get -qq download docker-registry >&2 && dpkg-deb -x docker-registry_*.deb .) || return 1
    rm -rf "$folder"
    mv "$folder.partial" "$folder"
  fi
  touch "$folder"
  printf '%s' "$folder/usr/bin/docker-registry"
}

start_registry() {
  local program
  HAS_REGISTRY=false REGISTRY_PORT=0 REGISTRY_PASSWORD=''
  if ! program=$(provide_registry) || ! command -v perl >/dev/null; then
    NOTES+=("no registry: the package docker-registry cannot be had here")
    return
  fi
  HAS_REGISTRY=true
  REGISTRY_PORT=$(free_port)
  REGISTRY_PASSWORD=$(random_hex 12)
  mkdir -p "$STATE/registry"
  # The password goes through a pipe; crypt(3) of Debian knows bcrypt, the one form the registry reads.
  printf '%s' "$REGISTRY_PASSWORD" |
    perl -e '$p = <STDIN>; print "lab:", crypt($p, q($2y$05$abcdefghijklmnopqrstuu)), "\n"' >"$STATE/registry/users"
  cat >"$STATE/registry/config.yml" <<CONFIG
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: $STATE/registry/data}}
http: {addr: "127.0.0.1:$REGISTRY_PORT", secret: lab}
auth: {htpasswd: {realm: lab, path: $STATE/registry/users}}
CONFIG
  start_daemon "$STATE/log/registry.log" "$program" serve "$STATE/registry/config.yml"
}
