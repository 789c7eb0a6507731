#!/bin/bash
# Stops the private server in DIR by its pid and waits until it is gone. No server there is no error.
# Usage: stop.sh DIR
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/private-server.sh"
[[ $# == 1 ]] || fail "usage: $0 DIR" 2
dir=$(realpath -m "$1")
pid=$(server_pid "$dir") || exit 0
kill -TERM "$pid"
for _ in $(seq 600); do
  server_pid "$dir" >/dev/null || exit 0
  sleep 0.1
done
kill -KILL "$pid"
