#!/bin/bash
# Unpacks MySQL 9.7 or later (Debian sid's mysql-server-core and mysql-client-core with their libraries) into CACHE/root and
# writes CACHE/bin/{mysqld,mysql,mysqladmin,mysqlbinlog}, which run it with sid's own ld.so. Nothing of the system is
# touched: apt works on private lists and an empty status file, so it needs no root. A cache that is there is used as it is.
# Usage: mysql-fetch.sh CACHE                         exit 77: the packages cannot be had here
set -euo pipefail
cache=$(realpath -m "$1")
none() { echo "$1" >&2; exit 77; }
wanted='9.7'

mkdir -p "$cache"
exec 9>"$cache/lock"; flock 9
[[ ! -e $cache/complete ]] || exit 0
[[ $(uname -m) == x86_64 ]] || none "MySQL $wanted is fetched for x86_64 only; start a server by hand and set LEAT_TEST_MYSQL_PORT"
command -v apt-get >/dev/null || none "no apt-get here; start a MySQL $wanted by hand and set LEAT_TEST_MYSQL_PORT"

mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
  grep -v '^#' | grep -oE '[a-z]+://[^ ]*/debian/?( |$)' | head -n 1 | tr -d ' ' || true)
[[ -n $mirror ]] || mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
[[ -n $mirror ]] || none "the apt sources name no Debian mirror; start a MySQL $wanted by hand and set LEAT_TEST_MYSQL_PORT"

work=$cache/apt
rm -rf "$cache/root" "$work"
mkdir -p "$work"/{lists/partial,archives/partial,parts}
: >"$work/status"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keyring] $mirror sid main" >"$work/sources.list"
apt=(apt-get -q -y -o Dir::State="$work" -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status"
  -o Dir::Cache="$work" -o Dir::Cache::archives="$work/archives" -o Dir::Etc::sourcelist="$work/sources.list"
  -o Dir::Etc::sourceparts="$work/parts" -o Dir::Etc::preferencesparts="$work/parts" -o Dir::Etc::preferences=/dev/null
  -o Acquire::Check-Valid-Until=false -o Acquire::Retries=3 -o Acquire::Languages=none -o APT::Sandbox::User=
  -o APT::Install-Recommends=false -o Debug::NoLocking=1)
for attempt in 1 2 3; do
  if "${apt[@]}" update && "${apt[@]}" install --download-only mysql-server-core mysql-client-core; then break; fi
  ((attempt < 3)) || none "MySQL could not be fetched from the apt mirror; see $cache/fetch.log"
  sleep $((attempt * 3))
done >"$cache/fetch.log" 2>&1

mkdir -p "$cache/root" "$cache/bin"
for package in "$work"/archives/*.deb; do dpkg-deb -x "$package" "$cache/root"; done
lib=$cache/root/usr/lib/x86_64-linux-gnu
for tool in mysqld mysql mysqladmin mysqlbinlog; do
  path=$cache/root/usr/bin/$tool; [[ -e $path ]] || path=$cache/root/usr/sbin/$tool
  printf '#!/bin/sh\nexec %s/ld-linux-x86-64.so.2 --library-path %s:%s/mysql/private %s "$@"\n' \
    "$lib" "$lib" "$lib" "$path" >"$cache/bin/$tool"
  chmod +x "$cache/bin/$tool"
done
version=$("$cache/bin/mysqld" --no-defaults --version | grep -oE 'Ver [0-9]+\.[0-9]+' | cut -d' ' -f2) || version=none
[[ $(printf '%s\n' "$wanted" "$version" | sort -V | head -n 1) == "$wanted" ]] ||
  none "the apt mirror has MySQL $version, the tests want $wanted or later; start one by hand and set LEAT_TEST_MYSQL_PORT"
rm -rf "$work"
touch "$cache/complete"
