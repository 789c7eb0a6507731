#!/bin/bash
# Unpacks MariaDB 11.8 or later (Debian sid) under CACHE (see unpack.sh). A cache that is there is used as it is.
# Usage: mariadb-11-fetch.sh CACHE                    exit 77: the packages cannot be had here
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/unpack.sh"
cache=$(realpath -m "$1") wanted=11.8
remedy="only MariaDB 10.11 is tested"
mkdir -p "$cache"
exec 9>"$cache/lock"; flock 9
[[ ! -e $cache/complete ]] || exit 0
unpack "$cache" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) sid main" \
  'mariadb-server-core mariadb-client-core mariadb-client' 'mariadbd mariadb mariadb-admin mariadb-binlog my_print_defaults resolveip'
at_least "$cache" mariadbd "$wanted"
# mariadb-install-db looks for the server under its basedir: there, too, stands what runs it with its own ld.so.
rm -rf "$cache/base"; mkdir -p "$cache/base/bin"; ln -s bin "$cache/base/sbin"
ln -s "$cache/root/usr/share" "$cache/base/share"
ln -s "$cache/root/usr/bin/mariadb-install-db" "$cache/base/bin/"
for tool in "$cache"/bin/*; do ln -s "$tool" "$cache/base/bin/"; done
touch "$cache/complete"
