# shellcheck shell=bash
# Web servers for the hosts to install, kept in the cache: nginx in Debian packages of their suite as a repository of apt, and
# Apache's as an RPM, httpd, in a repository of dnf (rpm).

make_web_packages() {
  local target=$1 work package
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  # shellcheck disable=SC2064 # this folder, now
  trap "rm -rf '$work'" EXIT
  mkdir "$work/made"
  NEWER_SUITES=$HOST_SUITE own_apt "$work/apt" "" update >&2
  (cd "$work/made" && NEWER_SUITES=$HOST_SUITE own_apt "$work/apt" "" download nginx nginx-common) >&2
  for package in "$work/made"/*.deb; do
    dpkg-deb -f "$package"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$(basename "$package")" "$(stat -c %s "$package")" \
      "$(sha256sum <"$package" | cut -d ' ' -f 1)"
  done >"$work/made/Packages"
  make_httpd "$work"
  mv "$work/made" "$target"
}

make_httpd() {
  local work=$1 package version
  mkdir -p "$work/httpd" "$work/root" "$work/made/rpm"
  (cd "$work/httpd" && NEWER_SUITES=$HOST_SUITE own_apt "$work/apt" "" download apache2-bin libapr1 libaprutil1) >&2
  for package in "$work/httpd"/*.deb; do dpkg-deb -x "$package" "$work/root"; done
  version=$(dpkg-deb -f "$work/httpd"/apache2-bin_*.deb Version)
  rpmbuild --quiet -bb --define "_topdir $work/rpmbuild" --define '_buildshell /bin/bash' --define "source $work/root" \
    --define "server ${version%%-*}" "$LAB/web/httpd.spec" >"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
  mv "$work"/rpmbuild/RPMS/*/*.rpm "$work/made/rpm/"
  createrepo_c -q --compress-type=gz "$work/made/rpm"
}

# Sets WEB_PACKAGES to the folder.
provide_web_packages() {
  WEB_PACKAGES=$CACHE/web-$HOST_SUITE-$(cat "$LAB/lib/packages-of-web.sh" "$LAB"/web/* | sha256sum | cut -c1-16)
  if [[ ! -d $WEB_PACKAGES ]]; then
    install_missing "$BUILD_TOOLS"
    (
      flock 8
      [[ -d $WEB_PACKAGES ]] || (make_web_packages "$WEB_PACKAGES")
    ) 8>"$CACHE/lock"
  fi
  touch "$WEB_PACKAGES"
}
