# shellcheck shell=bash
# The file system of the hosts and the newer engine, made from Debian packages once and kept in
# the cache under the hash of their recipe. Nothing is pulled from a registry.

HOST_SUITE=${DOCKEROPS_LAB_SUITE:-bookworm}
NEWER_SUITES=${DOCKEROPS_LAB_NEWER_SUITES:-forky trixie}
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
HOST_PACKAGES=openssh-server,sudo,iproute2,iptables,procps,socat,busybox-static,docker.io,dnf,rpm,make,createrepo-c,curl,systemd-sysv

recipe_key() {
  {
    cat "$LAB/lib/trees.sh" "$LAB"/host/{lab-init,sshd_config,customise} "$LAB"/rpm/*
    printf '%s|%s|%s' "$HOST_SUITE" "$NEWER_SUITES" "$(uname -m)"
  } | sha256sum | cut -c1-16
}

# The mirror the machine's own apt uses for Debian; elsewhere debootstrap's own default.
mirror() {
  local found=${DOCKEROPS_LAB_MIRROR:-} codename
  codename=$(. /etc/os-release && [[ $ID != debian ]] || printf '%s' "${VERSION_CODENAME:-}")
  if [[ -z $found && -n $codename ]]; then
    # shellcheck disable=SC2016 # apt fills these in
    found=$(apt-get indextargets --format '$(CREATED_BY) $(RELEASE) $(REPO_URI)' |
      awk -v name="$codename" '$1 == "Packages" && $2 == name && !found {found = $3} END {print found}')
  fi
  [[ -n $found ]] || found=$(sed -n 's/^DEF_MIRROR="\(.*\)"/\1/p' "$(command -v debootstrap)")
  printf '%s' "$found"
}

# own_apt FOLDER TREE COMMAND...: apt with a state of its own that knows only the newer suites.
own_apt() {
  local folder=$1 tree=$2 suite
  shift 2
  if [[ ! -d $folder ]]; then
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/preferences"
    : >"$folder/status"
    for suite in $NEWER_SUITES; do
      printf 'deb [signed-by=%s] %s %s main\n' \
        "$tree/usr/share/keyrings/debian-archive-keyring.gpg" "$(mirror)" "$suite"
    done >"$folder/sources.list"
  fi
  apt-get -qq -o "Dir::State=$folder" -o "Dir::State::status=$folder/status" \
    -o "Dir::State::lists=$folder/lists" -o "Dir::Cache=$folder/cache" \
    -o "Dir::Etc::sourcelist=$folder/sources.list" -o Dir::Etc::sourceparts=- \
    -o "Dir::Etc::preferencesparts=$folder/preferences" -o APT::Sandbox::User=root -o Acquire::Languages=none \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
}

# Unpacks the newest engine to be had into FOLDER; fails if no newer suite answers.
fetch_newer_engine() {
  local folder=$1 work=$2 tree=$3 suite package
  # One suite that does not answer fails the update, not the others' download.
  own_apt "$work/apt" "$tree" update >&2 || true
  for suite in $NEWER_SUITES; do
    mkdir -p "$work/$suite"
    (cd "$work/$suite" && own_apt "$work/apt" "$tree" download "docker.io/$suite" "containerd/$suite") >&2 || continue
    mkdir -p "$folder"
    for package in "$work/$suite"/*.deb; do
      dpkg-deb --fsys-tarfile "$package" |
        tar -x -C "$folder" --keep-directory-symlink --exclude='./usr/share/*' --exclude=./usr/bin/ctr
    done
    [[ ! -x $folder/usr/sbin/dockerd ]] || return 0
    rm -rf "$folder"
  done
  return 1
}

# The package repositories, made with the tools of the hosts' tree.
make_rpm_tree() {
  local tree=$1
  mkdir "$tree/rpm"
  cp "$LAB"/rpm/* "$tree/rpm/"
  chroot "$tree" /rpm/make
  rm -r "$tree/rpm"
}

make_trees() {
  local target=$1 work tree
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  # shellcheck disable=SC2064 # this folder, now
  trap "rm -rf '$work'" EXIT
  tree=$work/tree
  say "making the file system of the hosts from Debian packages (about a minute, once)"
  # debootstrap does not know the proxy that apt may be told to use.
  [[ -n ${http_proxy:-} ]] || eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
  http_proxy=${http_proxy:-} debootstrap --force-check-gpg --keyring="$KEYRING" --variant=minbase --include="$HOST_PACKAGES" \
    "$HOST_SUITE" "$tree" "$(mirror)" >"$work/log" 2>&1 || {
    tail -n 20 "$work/log" >&2
    die "debootstrap failed"
  }
  install -m 0755 "$LAB/host/lab-init" "$tree/sbin/lab-init"
  install -m 0644 "$LAB/host/sshd_config" "$tree/etc/ssh/sshd_config"
  install -m 0755 "$LAB/host/customise" "$tree/customise"
  chroot "$tree" /customise
  rm "$tree/customise"
  make_rpm_tree "$tree"
  mkdir "$work/made"
  mv "$tree/srv/rpm" "$work/made/rpm"
  cp "$tree/usr/bin/busybox" "$work/made/busybox"
  fetch_newer_engine "$work/made/newer" "$work" "$tree" ||
    say "no newer engine to be had: both hosts get the same one"
  tar -C "$tree" --numeric-owner --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' \
    --exclude='./usr/share/locale/*' --exclude='./dev/*' -cf "$work/made/host.tar" .
  mv "$work/made" "$target"
}

# Sets TREES to the folder with busybox, host.tar, rpm/ and, if there is one, newer/.
provide_trees() {
  mkdir -p "$CACHE"
  TREES=$CACHE/$(recipe_key)
  if [[ ! -d $TREES ]]; then
    install_missing "$BUILD_TOOLS"
    (
      flock 8
      [[ -d $TREES ]] || (make_trees "$TREES")
    ) 8>"$CACHE/lock"
  fi
  touch "$TREES"
  find "$CACHE" -mindepth 1 -maxdepth 1 -type d -mtime +14 -exec rm -rf {} +
}
