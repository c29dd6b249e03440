# shellcheck shell=bash
# What every part of the lab leans on: messages, waiting, processes that are ended only when
# they are still the ones that were started.

say() { printf 'lab: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= until)); then
      say "gave up waiting for $what"
      return 1
    fi
    sleep 0.1
  done
}

# Field 22 of /proc/PID/stat: with the pid it names one process for good (pids are reused).
started_at() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra fields <<<"${stat##*) }"
  printf '%s' "${fields[19]}"
}

# start_daemon LOG COMMAND...: starts it in a session of its own and writes it down for down.
start_daemon() {
  local log=$1
  shift
  setsid "$@" >>"$log" 2>&1 </dev/null 8>&- 9>&- &
  printf '%s %s %s\n' "$!" "$(started_at $!)" "$(basename "$log" .log)" >>"$STATE/processes"
  disown
}

still_runs() {
  local now
  now=$(started_at "$1") && [[ $now == "$2" ]]
}

has_ended() { ! still_runs "$@"; }

stop_process() {
  local pid=$1 start=$2
  still_runs "$pid" "$start" || return 0
  kill -TERM "$pid" 2>/dev/null || return 0
  wait_for 15 "process $pid to end" has_ended "$pid" "$start" && return 0
  kill -KILL "$pid" 2>/dev/null || return 0
  wait_for 5 "process $pid to be gone" has_ended "$pid" "$start"
}

# Runs a command under a lock shared by all labs of the machine; the folder itself is what is locked.
with_machine_lock() {
  (
    flock 9
    "$@"
  ) 9</run
}

# Runs a command as the only one at work on this lab. Whoever waited for a lock file that
# the holder has removed meanwhile tries again with the new one.
with_lab_lock() {
  mkdir -p "$RUN_ROOT"
  while :; do
    exec 8>"$RUN_ROOT/$NAME.lock"
    flock 8
    [[ ! $RUN_ROOT/$NAME.lock -ef /dev/fd/8 ]] || break
  done
  "$@"
}

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# Ports below the range from which the kernel and the engines hand out their own.
free_port() {
  local port
  for _ in {1..100}; do
    port=$((20000 + RANDOM % 12000))
    if [[ -z $(ss -Hltn "sport = :$port") ]] && ! grep -qsx "$port" "$RUN_ROOT"/*/ports; then
      printf '%s\n' "$port" >>"$RUN/ports"
      printf '%s' "$port"
      return
    fi
  done
  die "found no free TCP port between 20000 and 32000"
}
