# Shared by mariadb.sh, mysql.sh and stop.sh (sourced, not run): a private server is a directory with a `server.pid`.

fail() { echo "$1" >&2; exit "${2:-1}"; }

# Prints the pid of the server that runs in DIR; false when none does. A reused pid is told by its command line.
server_pid() {
  local dir=$1 pid
  pid=$(cat "$dir/server.pid" 2>/dev/null) && [[ -n $pid ]] || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -- "--datadir=$dir/data" || return 1
  echo "$pid"
}

# prepare DIR PORT: checks both, and ends the script with the pid when this very server already runs.
prepare() {
  local dir=$1 port=$2 pid
  [[ $port =~ ^[0-9]+$ ]] || fail "port \"$port\" is no number; usage: $0 DIR PORT [server options]" 2
  ((${#dir} <= 90)) || fail "$dir is too long for a socket path; choose a directory of at most 90 bytes" 2
  mkdir -p "$dir"
  if pid=$(server_pid "$dir"); then
    tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qxF -- "--port=$port" ||
      fail "a server with another port runs in $dir (pid $pid); stop it first: $(dirname "$0")/stop.sh $dir"
    echo "$pid"; exit 0
  fi
  ! (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null || fail "port $port is in use; choose another one"
  rm -f "$dir/server.pid" "$dir/mysql.sock" "$dir/mysql.sock.lock"
  # A server that starts removes what lies in TMPDIR from earlier ones: also the tables of one that runs beside it.
  mkdir -p "$dir/tmp"
  export TMPDIR=$dir/tmp
}

# start DIR COMMAND...: detaches the server and waits until it answers `answers` (a function of the caller).
start() {
  local dir=$1 child; shift
  setsid "$@" </dev/null >>"$dir/server.out" 2>&1 &
  child=$!
  for _ in $(seq 600); do
    if answers 2>/dev/null; then server_pid "$dir" >/dev/null && return; fi
    kill -0 "$child" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$dir/server.err" "$dir/server.out" >&2 || true
  kill -9 "$child" 2>/dev/null || true
  fail "the server in $dir did not start; see $dir/server.err"
}
