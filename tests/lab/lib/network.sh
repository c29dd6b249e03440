# shellcheck shell=bash
# Bridges and addresses. Every lab takes one free /20: x.0/24 local engine, x+1 newer engine,
# x+2 containerd engine, x+3 network of the hosts, x+4 tiny engine, x+5 and x+6 engine 26.1, x+8/21 networks that tests make.
# The engines of the lab change neither iptables nor sysctls, so they leave those of others alone.

interface_prefix() { printf 'dol%s' "$(printf '%s' "$NAME" | sha256sum | cut -c1-6)"; }

# Neither a route inside the block nor one, other than the default, that covers it.
block_is_free() {
  local routes
  routes=$(
    ip -4 route show table all root "$1.$2.0/20" &&
      ip -4 route show match "$1.$2.0/20"
  ) || return 1
  [[ -z $(sed '/^default/d' <<<"$routes") ]]
}

take_block() {
  local first second third
  for second in {213..223}; do
    for third in {0..240..16}; do
      first=10.$second
      block_is_free "$first" "$third" || continue
      # The address keeps the block: other labs see its route.
      ip link add "$(interface_prefix)l" type bridge
      ip addr add "$first.$third.1/24" dev "$(interface_prefix)l"
      ip link set "$(interface_prefix)l" up
      printf 'BLOCK_NET=%s\nBLOCK_THIRD=%s\n' "$first" "$third" >>"$STATE/own.env"
      return
    done
  done
  die "found no free /20 between 10.213.0.0 and 10.223.255.0"
}

# subnet INDEX -> a.b.c (the first three octets of that /24)
subnet() { printf '%s.%s' "$BLOCK_NET" "$((BLOCK_THIRD + $1))"; }

# bridge LETTER INDEX
make_bridge() {
  local name
  name=$(interface_prefix)$1
  ip link show "$name" >/dev/null 2>&1 && return
  ip link add "$name" type bridge
  ip addr add "$(subnet "$2").1/24" dev "$name"
  ip link set "$name" up
}

# The lab's own bridges, and those that engines made for networks in the part kept for them.
remove_interfaces() {
  local name
  while read -r name; do
    ip link del "$name" 2>/dev/null || true
  done < <(
    ip -o link show | sed -n "s/^[0-9]*: \($(interface_prefix)[a-z]\)[:@].*/\1/p"
    [[ -z ${BLOCK_NET:-} ]] || ip -o -4 addr show to "$(subnet 8).0/21" | awk '$2 ~ /^br-/ {print $2}'
  )
}
