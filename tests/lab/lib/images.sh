# shellcheck shell=bash
# Images of the lab, made from local files: a registry is never asked.

SME_IMAGE=sme-9:6.5
BENCH_IMAGE=bench:850

make_sme_tree() {
  local tree=$1 applet
  mkdir -p "$tree"/{bin,etc,tmp,proc,sys,dev,root}
  cp "$TREES/busybox" "$tree/bin/busybox"
  for applet in sh cat echo sleep true false ls id env mkdir rm cp mv ln sed grep head tail wc sha256sum \
    hostname ip ping nslookup touch seq yes kill ps dd date tar chmod sync stat sort nc httpd wget; do
    ln -s busybox "$tree/bin/$applet"
  done
  printf 'SME Server release 9.0\n' >"$tree/etc/e-smith-release"
  printf 'SME Server release 9.0\n' >"$tree/etc/redhat-release"
  printf 'root:x:0:0:root:/root:/bin/sh\nadmin:x:101:101::/tmp:/bin/sh\n' >"$tree/etc/passwd"
  printf 'root:x:0:\nadmin:x:101:\n' >"$tree/etc/group"
}

# The small image, once as an archive, so that every engine has it under one id.
make_sme_image() {
  make_sme_tree "$STATE/sme-9"
  tar -C "$STATE/sme-9" --numeric-owner --owner=0 --group=0 -cf - . |
    on local import --change "LABEL $LABEL" --change 'CMD ["/bin/sh"]' - "$SME_IMAGE" >/dev/null
  on local save -o "$STATE/sme-9.tar" "$SME_IMAGE"
}

# What the carrying engine needs to find out which privileges it may give.
make_tiny_image() {
  TINY_IMAGE=dockerops-lab-$NAME-tiny:lab
  tar -C "$STATE/sme-9" --numeric-owner -cf - . | carrier import --change "LABEL $LABEL" - "$TINY_IMAGE" >/dev/null
}

load_sme_image() { in_host sme9-docker docker load -q <"$STATE/sme-9.tar" >/dev/null; }

# Four layers, about 850 MB: real files, and bytes that do not compress. Kept in the cache as an archive.
provide_bench_archive() {
  BENCH_ARCHIVE=$CACHE/bench-$(basename "$TREES").tar
  find "$CACHE" -maxdepth 1 -name 'bench-*.tar' -mtime +14 -delete
  [[ -f $BENCH_ARCHIVE ]] && touch "$BENCH_ARCHIVE" && return
  local context=$STATE/bench layer
  say "making the bench image (once)"
  mkdir -p "$context"
  cp --reflink=auto "$TREES/host.tar" "$context/1.tar"
  for layer in 2 3 4; do
    # A fixed key: the same bytes each time.
    head -c 184000000 /dev/zero | openssl enc -aes-128-ctr -nosalt -K "$(printf '%032d' "$layer")" \
      -iv 00000000000000000000000000000000 >"$context/$layer.bin"
  done
  cat >"$context/Dockerfile" <<'RECIPE'
FROM scratch
ADD 1.tar /
COPY 2.bin /data/2.bin
COPY 3.bin /data/3.bin
COPY 4.bin /data/4.bin
CMD ["/bin/sh"]
RECIPE
  DOCKER_BUILDKIT=0 on local build -q -t "$BENCH_IMAGE" "$context" >"$STATE/log/bench.log" 2>&1 || {
    cat "$STATE/log/bench.log" >&2
    return 1
  }
  rm -rf "$context"
  on local save -o "$BENCH_ARCHIVE.partial" "$BENCH_IMAGE"
  mv "$BENCH_ARCHIVE.partial" "$BENCH_ARCHIVE"
}

load_bench_image() {
  local engine
  provide_bench_archive
  for engine in local "${MORE_ENGINES[@]}"; do
    [[ ! $engine =~ ^(tiny|middle.*|podman)$ ]] || continue
    on "$engine" image inspect "$BENCH_IMAGE" >/dev/null 2>&1 || on "$engine" load -q -i "$BENCH_ARCHIVE" >/dev/null
  done
  in_host sme9-docker docker load -q <"$BENCH_ARCHIVE" >/dev/null
}
