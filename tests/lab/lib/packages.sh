# shellcheck shell=bash
# The machine's own packages. Only what is missing is installed, and it is said first.

# One line each: command (or file), Debian package, Fedora package.
TOOLS='
dockerd docker.io moby-engine
docker docker-cli docker-cli
containerd containerd containerd
runc runc runc
ssh openssh-client openssh-clients
ssh-keygen openssh-client openssh-clients
ip iproute2 iproute
ss iproute2 iproute
iptables iptables iptables-nft
openssl openssl openssl
flock util-linux util-linux
setsid util-linux util-linux
createrepo_c createrepo-c createrepo_c
rpmbuild rpm rpm-build
rpmsign rpm rpm-sign
dnf dnf dnf
/usr/lib/python3/dist-packages/dnf-plugins/repoclosure.py dnf-plugins-core dnf-plugins-core
gpg gpg gnupg2
gpg-agent gpg-agent gnupg2
gpgv gpgv gnupg2
'
# Needed only while the host images are not in the cache.
BUILD_TOOLS='
debootstrap debootstrap debootstrap
apt-get apt apt
dpkg-deb dpkg dpkg
gpgv gpgv gnupg2
/usr/share/keyrings/debian-archive-keyring.gpg debian-archive-keyring debian-keyring
'

package_family() {
  if command -v apt-get >/dev/null && [[ -f /etc/debian_version ]]; then
    printf debian
  elif command -v dnf >/dev/null; then
    printf fedora
  else
    die "neither a Debian nor a Fedora machine: install by hand what tests/lab/lib/packages.sh lists"
  fi
}

is_there() {
  if [[ $1 == /* ]]; then [[ -e $1 ]]; else command -v "$1" >/dev/null; fi
}

missing_packages() {
  local family=$1 tool debian fedora
  while read -r tool debian fedora; do
    [[ -z $tool ]] || is_there "$tool" && continue
    if [[ $family == fedora ]]; then
      printf '%s\n' "$fedora"
    else
      printf '%s\n' "$debian"
    fi
  done <<<"$2" | sort -u
}

# install_missing "TABLE": asks only where a person can answer and --yes was not given.
install_missing() {
  local family packages answer
  family=$(package_family)
  mapfile -t packages < <(missing_packages "$family" "$1")
  ((${#packages[@]})) || return 0
  say "will install these packages, which stay installed: ${packages[*]}"
  if [[ -t 0 && -z ${CI:-} && $ASSUME_YES == no ]]; then
    read -rp 'lab: continue? [Y/n] ' answer
    [[ ${answer:-y} == [Yy]* ]] || die "nothing was changed"
  fi
  if [[ $family == fedora ]]; then
    dnf -y install "${packages[@]}" >&2
    return
  fi
  apt-get -qq update >&2
  # Before Debian 13 the client is part of docker.io.
  if ! apt-cache show docker-cli >/dev/null 2>&1; then
    mapfile -t packages < <(printf '%s\n' "${packages[@]/#docker-cli/docker.io}" | sort -u)
  fi
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${packages[@]}" >&2
}
