#!/bin/bash
# Starts a private MariaDB 11.8 or later: Debian sid's packages, unpacked under ${LEAT_CACHE:-<repository>/.cache}/mariadb-11
# and not installed, run by their own ld.so. Otherwise as mariadb.sh.
# Usage: mariadb-11.sh DIR PORT [mariadbd options]    exit 77: the server cannot be had on this machine
#        mariadb-11.sh --fetch                        only fills the cache
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=$(realpath -m "${LEAT_CACHE:-$here/../../.cache}/mariadb-11")
"$here/mariadb-11-fetch.sh" "$cache" || exit $?
[[ ${1:-} != --fetch ]] || exit 0
LEAT_MARIADB_BASE=$cache/base exec "$here/mariadb.sh" "$@"
