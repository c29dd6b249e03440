# shellcheck shell=bash
# The nodes: hosts whose engine is a package that can be updated, asked for with --with nodes.

declare -A NODE_OCTET=([node1]=12 [node2]=13 [node3]=14) NODE_PORT=() NODE_VERSION=()
NODES=()

choose_nodes() {
  ! wanted nodes || NODES=(node1 node2 node3)
}

node_address() { printf '%s.%s' "$(subnet 3)" "${NODE_OCTET[$1]}"; }

node_engine_version() { in_host "$1" docker version --format '{{.Server.Version}}'; }

start_nodes() {
  local node init pids=() pid
  for node in "${NODES[@]}"; do
    make_host_volume "$node"
    init=(-e LAB_INIT=systemd --stop-signal RTMIN+3 --tmpfs /run/lock)
    [[ $node != node2 ]] || init=()
    start_host "$node" "$(node_address "$node")" 22 "${NODE_PORT[$node]}" "${init[@]}" -v "$NODE_PACKAGES:/srv/engines:ro" -v "$WEB_PACKAGES:/srv/web:ro" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
}

wait_for_nodes() {
  local node
  for node in "${NODES[@]}"; do
    wait_for_host "$node" node_engine_version
    NODE_VERSION[$node]=$(node_engine_version "$node")
    in_host "$node" docker load -q <"$STATE/sme-9.tar" >/dev/null
  done
}

# What lab.json tells of them: ", NAME: {…}" for each.
nodes_json() {
  local node tools
  for node in "${NODES[@]}"; do
    tools=(docker dnf)
    [[ $node != node3 ]] || tools=(docker apt)
    printf ',\n    "%s": %s' "$node" \
      "$(host_json "$node" "$(node_address "$node")" 22 "${NODE_PORT[$node]}" "${NODE_VERSION[$node]}" false "${tools[@]}")"
  done
}

# What the nodes' repositories offer: the engines' versions, oldest first, and where things are here and on the nodes.
node_packages_json() {
  local versions
  ((${#NODES[@]})) || { printf null; return; }
  mapfile -t versions < <(find "$NODE_PACKAGES/static" -name 'docker-*.tgz' | sed 's/.*docker-\(.*\)\.tgz/\1/' | sort -V)
  printf '{"versions": %s, "packages": %s, "hostPackages": "/srv/engines"}' "$(as_list "${versions[@]}")" "$(quoted "$NODE_PACKAGES")"
}
