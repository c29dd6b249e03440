# shellcheck shell=bash
# The facts of a running lab: lab.env for shells, lab.json for everything else.

quoted() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# as_list WORD...: a JSON list of strings.
as_list() {
  local separator='' word
  printf '['
  for word; do
    printf '%s%s' "$separator" "$(quoted "$word")"
    separator=', '
  done
  printf ']'
}

# engine_json NAME MORE-MEMBERS
engine_json() {
  printf '{"socket": %s, "address": %s, "version": %s, "apiVersion": %s, "dataRoot": %s, "log": %s%s}' \
    "$(quoted "$(engine_socket "$1")")" "$(quoted "unix://$(engine_socket "$1")")" \
    "$(quoted "$(engine_version "$1")")" "$(quoted "$(engine_api "$1")")" \
    "$(quoted "$STATE/$1/data")" "$(quoted "$STATE/log/$1.log")" "$2"
}

# user_json NAME KEY PASSWORD SUDO DOCKER-GROUP STREAM-FORWARDING
user_json() {
  printf '{"name": "%s", "key": %s, "password": %s, "sudo": %s, "dockerGroup": %s, "forwarding": %s}' "$@"
}

# host_json NAME ADDRESS PORT LOOPBACK-PORT ENGINE-VERSION DOCKER-USER-MAY-SUDO TOOL...
host_json() {
  local host=$1 address=$2 port=$3 loopback=$4 version=$5 sudo=$6
  shift 6
  printf '{"alias": "%s", "address": "%s", "port": %s, "loopbackPort": %s, "container": "%s",\n' \
    "$host" "$address" "$port" "$loopback" "$(host_container "$host")"
  printf '      "engineVersion": %s, "fingerprint": %s, "smallFolder": "/mnt/small", "tools": %s,\n      "users": [\n' \
    "$(quoted "$version")" "$(quoted "$(fingerprint "$STATE/hosts/$host/ssh_host_ed25519_key.pub")")" "$(as_list "$@")"
  printf '        %s,\n        %s,\n        %s,\n        %s,\n        %s,\n        %s]}' \
    "$(user_json root true false false false true)" \
    "$(user_json docker true true "$sudo" true true)" \
    "$(user_json admin true false true false true)" \
    "$(user_json plain true false false false true)" \
    "$(user_json locked false true false true true)" \
    "$(user_json nofwd true false false true false)"
}

engines_json() {
  local engine more
  printf '"local": %s' "$(engine_json local ", \"tcp\": \"tcp://127.0.0.1:$TCP_PORT\"")"
  for engine in "${MORE_ENGINES[@]}"; do
    more=
    [[ $engine != new ]] || more=", \"tls\": \"tcp://127.0.0.1:$TLS_PORT\""
    printf ',\n    "%s": %s' "$engine" "$(engine_json "$engine" "$more")"
  done
}

write_json() {
  cat <<FACTS
{
  "name": "$NAME", "label": "$LABEL", "stateFolder": "$STATE", "smallFolder": "$STATE/small",
  "carrier": {"address": "$CARRIER", "startedByLab": $CARRIER_OWNED, "privileged": $PRIVILEGED},
  "engines": {
    $(engines_json)
  },
  "hosts": {
    "sme9-docker": $(host_json sme9-docker "$SME_ADDRESS" 2222 "$SME_PORT" "$SME_VERSION" false docker perl dnf),
    "boot2docker": $(host_json boot2docker "$BOOT_ADDRESS" 22 "$BOOT_PORT" "$BOOT_VERSION" true socat)$(nodes_json)
  },
  "ssh": {
    "config": "$STATE/ssh/config", "configUnknown": "$STATE/ssh/config_unknown", "configChanged": "$STATE/ssh/config_changed",
    "knownHosts": "$STATE/ssh/known_hosts", "knownHostsUnknown": "$STATE/ssh/known_hosts_unknown",
    "knownHostsChanged": "$STATE/ssh/known_hosts_changed",
    "identity": "$STATE/ssh/id", "strangerIdentity": "$STATE/ssh/id_stranger",
    "passwordFile": "$STATE/ssh/password", "binFolder": "$STATE/bin"
  },
  "tls": {"certPath": "$STATE/tls", "strangerCertPath": "$STATE/tls-stranger"},
  "images": {"sme": "$SME_IMAGE", "smeArchive": "$STATE/sme-9.tar", "bench": $([[ $BENCH == yes ]] && quoted "$BENCH_IMAGE" || printf null)},
  "registry": {"address": "127.0.0.1:$REGISTRY_PORT", "user": "lab", "password": "$REGISTRY_PASSWORD"},
  "rpm": {"tree": "$TREES/rpm", "hostTree": "/srv/rpm", "webServer": "/srv/web", "url": "http://127.0.0.1:$RPM_PORT"},
  "nodes": $(node_packages_json),
  "capabilities": {"newEngine": $HAS_NEW, "containerdStore": $HAS_CONTAINERD, "tinyEngine": $HAS_TINY, "middleEngine": $HAS_MIDDLE, "podman": $HAS_PODMAN, "registry": $HAS_REGISTRY, "nodes": $( ((${#NODES[@]})) && printf true || printf false), "bench": $([[ $BENCH == yes ]] && printf true || printf false)},
  "notes": $(as_list "${NOTES[@]}")
}
FACTS
}

write_env() {
  printf "LAB_%s='%s'\n" NAME "$NAME" STATE "$STATE" JSON "$STATE/lab.json" ENV "$STATE/lab.env" LABEL "$LABEL" \
    CARRIER "$CARRIER" CARRIER_OWNED "$CARRIER_OWNED" PRIVILEGED "$PRIVILEGED" \
    LOCAL_SOCKET "$(engine_socket local)" LOCAL_VERSION "$(engine_version local)" LOCAL_TCP "tcp://127.0.0.1:$TCP_PORT" \
    SME_ADDRESS "$SME_ADDRESS" SME_PORT 2222 SME_LOOPBACK_PORT "$SME_PORT" SME_VERSION "$SME_VERSION" \
    BOOT_ADDRESS "$BOOT_ADDRESS" BOOT_PORT 22 BOOT_LOOPBACK_PORT "$BOOT_PORT" BOOT_VERSION "$BOOT_VERSION" \
    SSH_CONFIG "$STATE/ssh/config" IDENTITY "$STATE/ssh/id" KNOWN_HOSTS "$STATE/ssh/known_hosts" \
    PASSWORD_FILE "$STATE/ssh/password" BIN "$STATE/bin" SME_IMAGE "$SME_IMAGE" \
    BENCH_IMAGE "$([[ $BENCH == yes ]] && printf '%s' "$BENCH_IMAGE")"
  local engine name
  for engine in "${MORE_ENGINES[@]}"; do
    name=${engine^^}
    printf "LAB_%s_SOCKET='%s'\nLAB_%s_VERSION='%s'\n" "${name//-/_}" "$(engine_socket "$engine")" \
      "${name//-/_}" "$(engine_version "$engine")"
  done
  [[ $HAS_NEW == false ]] || printf "LAB_NEW_TLS='%s'\nLAB_CERT_PATH='%s'\n" "tcp://127.0.0.1:$TLS_PORT" "$STATE/tls"
}

write_facts() {
  write_json >"$STATE/lab.json.partial"
  write_env >"$STATE/lab.env.partial"
  mv "$STATE/lab.json.partial" "$STATE/lab.json"
  mv "$STATE/lab.env.partial" "$STATE/lab.env"
}
