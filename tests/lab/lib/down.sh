# shellcheck shell=bash
# Takes a lab away. Works on half of a lab and on none; a step that fails does not stop the next.

# remove_labelled ENGINE-ADDRESS: what carries the lab's label on an engine that lives on.
remove_labelled() {
  local engine=$1 ids
  mapfile -t ids < <(docker -H "$engine" ps -aq --filter "label=$LABEL")
  ((${#ids[@]} == 0)) || docker -H "$engine" rm -f -v "${ids[@]}" >/dev/null
  mapfile -t ids < <(docker -H "$engine" volume ls -q --filter "label=$LABEL")
  ((${#ids[@]} == 0)) || docker -H "$engine" volume rm -f "${ids[@]}" >/dev/null
  mapfile -t ids < <(docker -H "$engine" network ls -q --filter "label=$LABEL")
  ((${#ids[@]} == 0)) || docker -H "$engine" network rm "${ids[@]}" >/dev/null
  mapfile -t ids < <(docker -H "$engine" images -aq --filter "label=$LABEL" | sort -u)
  ((${#ids[@]} == 0)) || docker -H "$engine" rmi -f "${ids[@]}" >/dev/null
}

# Containers end before their engine, so that nothing of them is left to run without one.
empty_engine() {
  local socket=$1 ids
  mapfile -t ids < <(timeout 20 docker -H "unix://$socket" ps -aq 2>/dev/null)
  ((${#ids[@]} == 0)) || timeout 60 docker -H "unix://$socket" rm -f -v "${ids[@]}" >/dev/null 2>&1 || true
}

# All at once. An engine without containers has nothing to lose, so its containerd is not asked twice.
stop_processes() {
  local pid start name
  [[ -f $STATE/processes ]] || return 0
  while read -r pid start name; do
    [[ $name == *-containerd ]] || stop_process "$pid" "$start" &
  done <"$STATE/processes"
  wait || true
  while read -r pid start name; do
    ! still_runs "$pid" "$start" || kill -KILL "$pid"
  done <"$STATE/processes"
}

# Shims outlive a killed engine; each names the lab's own containerd socket in its command line.
stop_shims() {
  local file pid start
  while read -r file; do
    tr '\0' ' ' 2>/dev/null <"$file" | grep -qF -- "-address $RUN/" || continue
    pid=$(cut -d/ -f3 <<<"$file")
    start=$(started_at "$pid") && stop_process "$pid" "$start"
  done < <(grep -lszF -- "$RUN/" /proc/[0-9]*/cmdline)
}

unmount_all() {
  local place
  while read -r place; do
    umount -l "$place" 2>/dev/null || true
  done < <(awk -v state="$STATE/" -v run="$RUN/" 'index($2, state) == 1 || index($2, run) == 1 {print $2}' /proc/mounts | sort -r)
}

remove_cgroups() {
  find /sys/fs/cgroup -depth -type d \( -path "*/dockerops-lab-$NAME" -o -path "*/dockerops-lab-$NAME/*" \) -exec rmdir {} + 2>/dev/null || true
}

remove_lab() {
  local socket
  CARRIER='' CARRIER_OWNED='' BLOCK_NET='' BLOCK_THIRD=''
  # shellcheck disable=SC1091 # written by up
  [[ ! -f $STATE/own.env ]] || . "$STATE/own.env"
  if [[ $CARRIER_OWNED == false ]]; then
    remove_labelled "$CARRIER" || say "could not remove everything from the engine at $CARRIER"
  fi
  for socket in "$RUN"/*.sock; do
    [[ ! -S $socket ]] || empty_engine "$socket"
  done
  stop_processes
  stop_shims || true
  unmount_all
  remove_interfaces
  remove_cgroups
  rm -rf "$STATE" "$RUN"
}

take_down() {
  [[ ! -d $STATE && ! -d $RUN ]] || remove_lab
  rm -f "$RUN_ROOT/$NAME.lock"
  rmdir "$RUN_ROOT" "$STATE_ROOT" 2>/dev/null || true
}
