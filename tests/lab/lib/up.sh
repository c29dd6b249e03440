# shellcheck shell=bash
# Brings a lab up, step by step; whatever fails takes the half-made lab away again.

clean_up_half() {
  local code=$?
  trap - EXIT INT TERM
  set +e
  if ((code != 0)); then
    say "up failed (code $code): taking the lab $NAME away again"
    # shellcheck disable=SC2046 # one pid a word
    kill $(jobs -p) 2>/dev/null
    take_down
  fi
  exit "$code"
}

wanted() { [[ " ${WITH[*]} " == *" $1 "* ]]; }

start_engines() {
  TCP_PORT=$(free_port)
  start_engine local l 0 '' ', "tls": false' "tcp://127.0.0.1:$TCP_PORT"
  MORE_ENGINES=() HAS_NEW=false HAS_CONTAINERD=false HAS_TINY=false NOTES=()
  if wanted tiny; then
    HAS_TINY=true
    MORE_ENGINES+=(tiny)
    mkdir "$STATE/tiny"
    mount -t tmpfs -o size=24m,mode=0711 tmpfs "$STATE/tiny"
    start_engine tiny t 4 '' '' ''
  fi
  if [[ ! -d $TREES/newer ]]; then
    NOTES+=("no newer engine could be had: boot2docker runs the same version as sme9-docker; remove $CACHE to try again")
    return
  fi
  HAS_NEW=true
  TLS_PORT=$(free_port)
  MORE_ENGINES+=(new)
  start_engine new n 1 "$TREES/newer" ", \"tlsverify\": true, \"tlscacert\": \"$STATE/tls/ca.pem\",
  \"tlscert\": \"$STATE/tls/server.pem\", \"tlskey\": \"$STATE/tls/server-key.pem\"" "tcp://127.0.0.1:$TLS_PORT"
  wanted containerd || return 0
  HAS_CONTAINERD=true
  MORE_ENGINES+=(containerd)
  start_engine containerd c 2 "$TREES/newer" ', "features": {"containerd-snapshotter": true}' ''
}

start_hosts() {
  local import node newer=()
  [[ ! -d $TREES/newer ]] || newer=(-v "$TREES/newer:/newer:ro")
  HOST_IMAGE=dockerops-lab-$NAME-host:lab
  SME_ADDRESS=$(subnet 3).10 BOOT_ADDRESS=$(subnet 3).11
  SME_PORT=$(free_port) BOOT_PORT=$(free_port)
  for node in "${NODES[@]}"; do NODE_PORT[$node]=$(free_port); done
  import_host_image &
  import=$!
  make_host_network
  make_host_volume sme9-docker
  make_host_volume boot2docker
  write_client_files
  choose_privileges
  wait "$import"
  start_host sme9-docker "$SME_ADDRESS" 2222 "$SME_PORT" -v "$TREES/rpm:/srv/rpm:ro" -v "$WEB_PACKAGES:/srv/web:ro"
  start_host boot2docker "$BOOT_ADDRESS" 22 "$BOOT_PORT" "${newer[@]}"
  start_nodes
  wait_for_host sme9-docker sme_engine_version
  wait_for_host boot2docker boot_engine_version
  serve_rpm_tree
  SME_VERSION=$(sme_engine_version)
  BOOT_VERSION=$(boot_engine_version)
  wait_for_nodes
}

bring_up() {
  local engine
  [[ ! -f $STATE/lab.env ]] || die "the lab $NAME is up already: $STATE/lab.env"
  install_missing "$TOOLS"
  ! wanted others || install_missing "$OTHER_TOOLS"
  remove_lab
  trap clean_up_half EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir -p "$STATE_ROOT" "$RUN"
  mkdir -m 0755 "$STATE"
  provide_trees
  provide_web_packages
  choose_nodes
  if ((${#NODES[@]})) || wanted others; then provide_node_packages; fi
  with_machine_lock take_block
  # shellcheck disable=SC1091 # written by take_block
  . "$STATE/own.env"
  make_secrets
  mkdir "$STATE/small"
  mount -t tmpfs -o size=16m,mode=1777 tmpfs "$STATE/small"
  start_engines
  start_others
  start_registry
  wait_for_engine local
  choose_carrier
  make_sme_image
  make_tiny_image
  start_hosts
  load_sme_image
  for engine in "${MORE_ENGINES[@]}"; do
    wait_for_engine "$engine"
  done
  [[ $BENCH == no ]] || load_bench_image
  rm -rf "$STATE/sme-9"
  write_facts
  trap - EXIT INT TERM
  say "the lab $NAME is up"
  printf '%s\n' "$STATE/lab.env" "$STATE/lab.json"
}

show_status() {
  local pid start what
  [[ -f $STATE/lab.env ]] || { printf 'the lab %s is not up\n' "$NAME"; return 1; }
  while read -r pid start what; do
    if still_runs "$pid" "$start"; then printf 'runs   '; else printf 'ENDED  '; fi
    printf '%s %s\n' "$what" "$pid"
  done <"$STATE/processes"
  # shellcheck disable=SC1091 # written by up
  . "$STATE/own.env"
  carrier ps -a --filter "label=$LABEL" --format '{{.Status}}  {{.Names}}'
}
