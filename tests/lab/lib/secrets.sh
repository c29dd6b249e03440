# shellcheck shell=bash
# Keys, the password, certificates and the files an OpenSSH client reads. All made anew per lab.

new_key() { ssh-keygen -q -t ed25519 -N '' -C "dockerops-lab-$NAME" -f "$1"; }

make_secrets() {
  local host
  mkdir -m 0700 "$STATE/ssh" "$STATE/tls" "$STATE/tls-stranger" "$STATE/hosts"
  (umask 077 && random_hex 10 >"$STATE/ssh/password")
  new_key "$STATE/ssh/id"
  new_key "$STATE/ssh/id_stranger"
  new_key "$STATE/ssh/other_host_key"
  for host in sme9-docker boot2docker "${NODES[@]}"; do
    mkdir "$STATE/hosts/$host"
    new_key "$STATE/hosts/$host/ssh_host_ed25519_key"
    cp "$STATE/ssh/id.pub" "$STATE/hosts/$host/authorized_keys"
    cp "$STATE/ssh/password" "$STATE/hosts/$host/password"
    cp "$LAB/host/$host" "$STATE/hosts/$host/role"
    cp "$LAB"/host/with-* "$STATE/hosts/$host/"
  done
  make_certificates "$STATE/tls"
  make_certificates "$STATE/tls-stranger"
}

# make_certificates FOLDER: ca.pem, cert.pem, key.pem as DOCKER_CERT_PATH names them, and a server's.
make_certificates() {
  local folder=$1 role
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
    -subj "/CN=dockerops-lab-$NAME authority" -keyout "$folder/ca-key.pem" -out "$folder/ca.pem" 2>/dev/null
  for role in server client; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=dockerops-lab-$NAME $role" \
      -keyout "$folder/$role-key.pem" -out "$folder/$role.csr" 2>/dev/null
    openssl x509 -req -in "$folder/$role.csr" -days 30 -CA "$folder/ca.pem" -CAkey "$folder/ca-key.pem" \
      -CAcreateserial -out "$folder/$role.pem" 2>/dev/null -extfile <(
        printf 'extendedKeyUsage=%sAuth\n' "$role"
        [[ $role == client ]] || printf 'subjectAltName=IP:127.0.0.1,DNS:localhost\n'
      )
  done
  mv "$folder/client.pem" "$folder/cert.pem"
  mv "$folder/client-key.pem" "$folder/key.pem"
  rm "$folder"/*.csr "$folder/ca-key.pem" "$folder/ca.srl"
}

# known_hosts line for every way to reach a host: HOST ADDRESS PORT LOOPBACK-PORT KEYFILE
known_hosts_line() {
  local kind key names
  read -r kind key _ <"$5"
  names="[$1]:$3,[$2]:$3,[127.0.0.1]:$4"
  [[ $3 != 22 ]] || names="$1,$2,[127.0.0.1]:$4"
  printf '%s %s %s\n' "$names" "$kind" "$key"
}

# client_config KNOWN-HOSTS-FILE
client_config() {
  cat <<CONFIG
Host sme9-docker
  HostName $SME_ADDRESS
  Port 2222
Host boot2docker
  HostName $BOOT_ADDRESS
  Port 22
$(for node in "${NODES[@]}"; do printf 'Host %s\n  HostName %s\n  Port 22\n' "$node" "$(node_address "$node")"; done)
Host *
  IdentityFile $STATE/ssh/id
  IdentitiesOnly yes
  UserKnownHostsFile $1
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
CONFIG
}

# write_known_hosts FILE KEY-OF-SME9-DOCKER KEY-OF-BOOT2DOCKER [KEY-OF-ALL-NODES]
write_known_hosts() {
  local node
  known_hosts_line sme9-docker "$SME_ADDRESS" 2222 "$SME_PORT" "$2" >"$1"
  known_hosts_line boot2docker "$BOOT_ADDRESS" 22 "$BOOT_PORT" "$3" >>"$1"
  for node in "${NODES[@]}"; do
    known_hosts_line "$node" "$(node_address "$node")" 22 "${NODE_PORT[$node]}" "${4:-$STATE/hosts/$node/ssh_host_ed25519_key.pub}" >>"$1"
  done
}

write_client_files() {
  local folder=$STATE/ssh flavour tool other=$STATE/ssh/other_host_key.pub
  : >"$folder/known_hosts_unknown"
  write_known_hosts "$folder/known_hosts_changed" "$other" "$other" "$other"
  write_known_hosts "$folder/known_hosts" "$STATE/hosts/sme9-docker/ssh_host_ed25519_key.pub" \
    "$STATE/hosts/boot2docker/ssh_host_ed25519_key.pub"
  for flavour in '' _changed _unknown; do
    client_config "$folder/known_hosts$flavour" >"$folder/config$flavour"
  done
  # In front of PATH these make any program's ssh read the lab's configuration.
  mkdir -p "$STATE/bin"
  for tool in ssh scp sftp; do
    # shellcheck disable=SC2016 # the wrapper expands them
    printf '#!/bin/sh\nexec %s -F "${DOCKEROPS_LAB_SSH_CONFIG:-%s}" "$@"\n' \
      "$(command -v "$tool")" "$folder/config" >"$STATE/bin/$tool"
    chmod 0755 "$STATE/bin/$tool"
  done
}

fingerprint() { ssh-keygen -lf "$1" | awk '{print $2}'; }
