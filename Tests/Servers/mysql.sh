#!/bin/bash
# Starts a private MySQL for tests, beside whatever the machine has: packages unpacked and not installed, run by their own
# ld.so. LEAT_MYSQL chooses 9.7 (the default: Debian sid's, from the mirror of the machine's apt sources), 8.4 or 8.0 (see
# mysql-fetch.sh). They are kept, unpacked, under ${LEAT_CACHE:-<repository>/.cache}/mysql (mysql-8.4, mysql-8.0). DIR keeps data, socket and logs; a DIR with data is started again as it is.
# Prints the server's pid. Users: root without password (socket and 127.0.0.1), leat/leat with what a bridge needs.
# Usage: mysql.sh DIR PORT [mysqld options]           exit 77: the server cannot be had on this machine
#        mysql.sh --fetch                             only fills the cache
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/private-server.sh"
[[ ${1:-} == --fetch ]] || (($# >= 2)) || fail "usage: $0 DIR PORT [mysqld options]" 2
version=${LEAT_MYSQL:-9.7}
name=mysql; [[ $version == 9.7 ]] || name=mysql-$version
cache=$(realpath -m "${LEAT_CACHE:-$here/../../.cache}/$name")
"$here/mysql-fetch.sh" "$cache" "$version" || exit $?
[[ $1 != --fetch ]] || exit 0
root=$cache/root
dir=$(realpath -m "$1") port=$2; shift 2
prepare "$dir" "$port"

as=(); ((EUID)) || as=(--user=root)
client() { "$cache/bin/mysql" --no-defaults --user=root --socket="$dir/mysql.sock" "$@"; }
answers() { client -e 'SELECT 1' >/dev/null; }
server=("$cache/bin/mysqld" --no-defaults "${as[@]}" --basedir="$root/usr" --plugin-dir="$root/usr/lib/mysql/plugin"
  --lc-messages-dir="$root/usr/share/mysql" --datadir="$dir/data" --log-error="$dir/server.err" --mysqlx=OFF
  --secure-file-priv=NULL --innodb-buffer-pool-size=64M --performance-schema=OFF)

if [[ ! -e $dir/initialized ]]; then
  rm -rf "$dir/data"
  "${server[@]}" --initialize-insecure >"$dir/install.log" 2>&1 || fail "mysqld --initialize failed; see $dir/server.err"
fi
start "$dir" "${server[@]}" --port="$port" --bind-address=127.0.0.1 --socket="$dir/mysql.sock" \
  --pid-file="$dir/server.pid" --skip-name-resolve --innodb-flush-log-at-trx-commit=2 --sync-binlog=0 \
  --server-id=2 --log-bin=binlog --binlog-row-image=FULL --binlog-row-metadata=FULL \
  --gtid-mode=ON --enforce-gtid-consistency=ON "$@"
if [[ ! -e $dir/initialized ]]; then
  client <<'SQL'
SET SESSION sql_log_bin = 0;
CREATE USER IF NOT EXISTS root@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
CREATE USER IF NOT EXISTS leat@'%' IDENTIFIED BY 'leat';
GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO leat@'%';
SQL
  touch "$dir/initialized"
fi
server_pid "$dir"
