#!/bin/bash
# Prints the path of promtool: the machine's, or Debian's own out of its package `prometheus`, unpacked under
# ${LEAT_CACHE:-<repository>/.cache}/prometheus and not installed: the package would start a system service.
# Usage: promtool.sh       exit 77: it cannot be had here
set -euo pipefail
cache=$(realpath -m "${LEAT_CACHE:-$(dirname "${BASH_SOURCE[0]}")/../../.cache}")
command -v promtool && exit 0
if [[ ! -x $cache/prometheus/promtool ]]; then
  command -v apt-get >/dev/null || { echo "no apt-get here and no promtool" >&2; exit 77; }
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/prometheus.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && apt-get -q -o APT::Sandbox::User= -o Acquire::Retries=3 download prometheus) >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 77; }
  dpkg-deb -x "$work"/*.deb "$work/root"
  mkdir -p "$cache/prometheus"
  mv "$work/root/usr/bin/promtool" "$cache/prometheus/promtool"
fi
echo "$cache/prometheus/promtool"
