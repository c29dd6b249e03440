# shellcheck shell=bash
# The hosts: containers that run sshd as process 1 and an engine as a service.

host_container() { printf 'dockerops-lab-%s-%s' "$NAME" "$1"; }

make_host_network() {
  carrier network create --label "$LABEL" --subnet "$(subnet 3).0/24" --gateway "$(subnet 3).1" \
    -o "com.docker.network.bridge.name=$(interface_prefix)h" "dockerops-lab-$NAME" >/dev/null
}

import_host_image() {
  carrier import --change "LABEL $LABEL" --change 'CMD ["/sbin/lab-init"]' \
    "$TREES/host.tar" "$HOST_IMAGE" >/dev/null
}

# start_host HOST ADDRESS SSH-PORT LOOPBACK-PORT MORE-OPTIONS...
start_host() {
  local host=$1 address=$2 port=$3 loopback=$4 container
  shift 4
  container=$(host_container "$host")
  carrier run -d --name "$container" --hostname "$host" --label "$LABEL" "${PRIVILEGES[@]}" \
    --network "dockerops-lab-$NAME" --ip "$address" -p "127.0.0.1:$loopback:$port" \
    --stop-timeout 1 --tmpfs /run:exec --tmpfs /tmp:exec --tmpfs /mnt/small:size=16m,mode=1777 \
    -v "$container:/var/lib/docker" -v "$STATE/hosts/$host:/lab:ro" \
    "$@" "$HOST_IMAGE" >/dev/null 2>"$STATE/log/$host.log" && return
  cat "$STATE/log/$host.log" >&2
  return 1
}

make_host_volume() { carrier volume create --label "$LABEL" "$(host_container "$1")" >/dev/null; }

# in_host HOST COMMAND...: as root, standard input passed on.
in_host() {
  local container
  container=$(host_container "$1")
  shift
  carrier exec -i "$container" "$@"
}

lab_ssh() { ssh -F "$STATE/ssh/config" -o BatchMode=yes -o ConnectTimeout=5 "$@"; }

sme_engine_version() { in_host sme9-docker docker version --format '{{.Server.Version}}'; }

# boot2docker has no client: the engine is asked over its socket. The input must seem to stay open:
# an engine drops a request whose sender has closed its side.
boot_engine_version() {
  local version
  version=$(printf 'GET /version HTTP/1.0\r\n\r\n' |
    in_host boot2docker socat -t 1 -,ignoreeof UNIX-CONNECT:/var/run/docker.sock |
    sed -n 's/.*"Version":"\([^"]*\)","ApiVersion".*/\1/p')
  [[ -n $version ]] && printf '%s' "$version"
}

wait_for_host() {
  local host=$1 version=$2
  wait_for 60 "the engine on $host" "$version" "$host" && wait_for 30 "sshd on $host" lab_ssh "root@$host" true && return
  carrier logs "$(host_container "$host")" 2>&1 | tail -n 20 >&2
  in_host "$host" sh -c 'tail -n 20 /var/log/docker.log /var/log/docker; journalctl -n 40 --no-pager' >&2 || true
  return 1
}

# The package repositories on sme9-docker's own loopback, for those who want a web server.
RPM_PORT=8080
serve_rpm_tree() {
  carrier exec -d "$(host_container sme9-docker)" \
    python3 -m http.server --bind 127.0.0.1 --directory /srv/rpm "$RPM_PORT"
  wait_for 15 "the web server on sme9-docker" in_host sme9-docker curl -fs "http://127.0.0.1:$RPM_PORT/base/repodata/repomd.xml"
}
