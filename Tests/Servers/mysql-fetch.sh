#!/bin/bash
# Unpacks MySQL under CACHE (see unpack.sh): VERSION 9.7 or later from Debian sid; 8.0 and 8.4 from Ubuntu's noble and
# plucky, which need LEAT_UBUNTU_MIRROR (the URL of an Ubuntu archive). A cache that is there is used as it is.
# Usage: mysql-fetch.sh CACHE [9.7|8.4|8.0]           exit 77: the packages cannot be had here
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/unpack.sh"
cache=$(realpath -m "$1") wanted=${2:-9.7}
remedy="start a MySQL $wanted by hand and set LEAT_TEST_MYSQL_PORT"
mkdir -p "$cache"
exec 9>"$cache/lock"; flock 9
[[ ! -e $cache/complete ]] || exit 0

# Debian carries the keys that Ubuntu signs its archive with.
ubuntu_keyring() {
  local work=$cache/keyring package
  private_apt "$work" "deb [signed-by=$debian_keyring] $(debian_mirror) sid main"
  { "${apt[@]}" update && "${apt[@]}" install --download-only ubuntu-archive-keyring; } >"$cache/keyring.log" 2>&1 ||
    none "Ubuntu's keys could not be fetched; see $cache/keyring.log"
  for package in "$work"/archives/*.deb; do dpkg-deb -x "$package" "$cache/keys"; done
  rm -rf "$work"
}

debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg
case $wanted in
  9.7) source="deb [signed-by=$debian_keyring] $(debian_mirror) sid main" packages='mysql-server-core mysql-client-core' ;;
  8.4) suite=plucky packages='mysql-server-core mysql-client-core' ;;
  8.0) suite=noble packages='mysql-server-core-8.0 mysql-client-core-8.0' ;;
  *) echo "no MySQL $wanted is known; usage: $0 CACHE [9.7|8.4|8.0]" >&2; exit 2 ;;
esac
if [[ -n ${suite:-} ]]; then
  [[ -n ${LEAT_UBUNTU_MIRROR:-} ]] || none "MySQL $wanted comes from an Ubuntu archive: set LEAT_UBUNTU_MIRROR to its URL"
  ubuntu_keyring
  keyring=$(find "$cache/keys" -name ubuntu-archive-keyring.gpg -type f | head -n 1)
  source="deb [signed-by=$keyring] $LEAT_UBUNTU_MIRROR $suite main universe"
fi
unpack "$cache" "$source" "$packages" "mysqld mysql mysqladmin mysqlbinlog"
at_least "$cache" mysqld "$wanted"
touch "$cache/complete"
