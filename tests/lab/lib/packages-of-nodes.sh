# shellcheck shell=bash
# The packages of the nodes: real engines of several Debian suites as RPMs, Debian packages and archives of static
# binaries, made once and kept in the cache.

NODE_SUITES=${DOCKEROPS_LAB_NODE_SUITES:-trixie forky}

nodes_key() {
  {
    recipe_key
    cat "$LAB/lib/packages-of-nodes.sh" "$LAB"/nodes/*
    printf '%s' "$NODE_SUITES"
  } | sha256sum | cut -c1-16
}

plain_version() { grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1; }

# keep_engine FROM TREE: the programs of one engine, in a folder named like its version. runc and the init of containers,
# which are packages of their own, are those of the hosts' suite.
keep_engine() {
  local from=$1 tree=$2 to=$2/nodes/engines version program
  version=$("$from/usr/sbin/dockerd" --version | plain_version)
  mkdir -p "$to/$version"
  # Each suite has them at other places.
  for program in dockerd docker docker-proxy containerd containerd-shim-runc-v2; do
    cp "$(find "$from/usr/bin" "$from/usr/sbin" -name "$program" -type f -print -quit)" "$to/$version/"
  done
  cp "$tree/usr/sbin/runc" "$to/$version/runc"
  cp "$tree/usr/bin/tini-static" "$to/$version/docker-init"
  "$from/usr/bin/containerd" --version | plain_version >"$to/$version.containerd"
}

make_node_packages() {
  local target=$1 work tree suite package
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  # shellcheck disable=SC2064 # this folder, now
  trap "rm -rf '$work'" EXIT
  tree=$work/tree
  say "making the packages of the nodes (a minute, once)"
  mkdir -p "$tree"
  tar -C "$tree" -xf "$TREES/host.tar"
  mkdir -p "$tree/nodes/debs" "$tree/nodes/engines"
  cp "$LAB"/nodes/* "$tree/nodes/"
  keep_engine "$tree" "$tree"
  NEWER_SUITES="$HOST_SUITE $NODE_SUITES" own_apt "$work/apt" "$tree" update >&2 || true
  # The one that the hosts have, to go back to. Its client is no package of its own.
  (cd "$tree/nodes/debs" && own_apt "$work/apt" "$tree" download "docker.io/$HOST_SUITE" "containerd/$HOST_SUITE") >&2
  for suite in $NODE_SUITES; do
    mkdir -p "$work/$suite/root"
    (cd "$work/$suite" && own_apt "$work/apt" "$tree" download "docker.io/$suite" "docker-cli/$suite" "containerd/$suite") >&2 || {
      say "no engine to be had from $suite: the nodes' repositories do without it"
      continue
    }
    for package in "$work/$suite"/*.deb; do
      dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/$suite/root" --keep-directory-symlink --exclude='./usr/share/*'
      mv "$package" "$tree/nodes/debs/"
    done
    keep_engine "$work/$suite/root" "$tree"
  done
  chroot "$tree" /nodes/make
  mv "$tree/nodes/made" "$target"
}

# Sets NODE_PACKAGES to the folder with rpm/, apt/ and static/.
provide_node_packages() {
  NODE_PACKAGES=$CACHE/nodes-$(nodes_key)
  if [[ ! -d $NODE_PACKAGES ]]; then
    install_missing "$BUILD_TOOLS"
    (
      flock 8
      [[ -d $NODE_PACKAGES ]] || (make_node_packages "$NODE_PACKAGES")
    ) 8>"$CACHE/lock"
  fi
  touch "$NODE_PACKAGES"
}
