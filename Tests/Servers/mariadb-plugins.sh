#!/bin/bash
# Puts the plugins of Debian's mariadb-server (auth_ed25519 among them) under ${LEAT_CACHE:-<repository>/.cache}/mariadb-plugins,
# unpacked and not installed: mariadb-server-core has none, and mariadb-server would start a system service.
# mariadb.sh uses them when they are there. Usage: mariadb-plugins.sh       exit 77: they cannot be had here
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=$(realpath -m "${LEAT_CACHE:-$here/../../.cache}")
[[ ! -d $cache/mariadb-plugins ]] || exit 0
command -v apt-get >/dev/null || { echo "no apt-get here: MariaDB runs without its plugins" >&2; exit 77; }
mkdir -p "$cache"
work=$(mktemp -d "$cache/mariadb-plugins.XXXXXX")
trap 'rm -rf "$work"' EXIT
# The very version that runs, so that server and plugins fit.
version=$(dpkg-query -W -f '${Version}' mariadb-server-core 2>/dev/null) || version=
(cd "$work" && apt-get -q -o APT::Sandbox::User= -o Acquire::Retries=3 download "mariadb-server${version:+=$version}") \
  >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 77; }
dpkg-deb -x "$work"/*.deb "$work/root"
mv "$work/root/usr/lib/mysql/plugin" "$cache/mariadb-plugins"
