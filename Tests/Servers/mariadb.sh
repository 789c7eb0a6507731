#!/bin/bash
# Starts a private MariaDB (Debian: mariadb-server-core, mariadb-client-core) for tests: no system service, no system user.
# DIR keeps data, socket and logs; a DIR with data is started again as it is. Prints the server's pid.
# Users: root without password (socket and 127.0.0.1), leat/leat with what a bridge needs. Binlog: ROW, FULL metadata.
# Plugins that mariadb-plugins.sh has fetched are used when they are there.
# LEAT_MARIADB_BASE names another MariaDB than the machine's (mariadb-11.sh sets it).
# Usage: mariadb.sh DIR PORT [mariadbd options]       exit 77: the server cannot be had on this machine
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/private-server.sh"
(($# >= 2)) || fail "usage: $0 DIR PORT [mariadbd options]" 2
base=${LEAT_MARIADB_BASE:-}
PATH=${base:+$base/bin:}$PATH:/usr/sbin
for tool in mariadbd mariadb-install-db mariadb; do
  command -v "$tool" >/dev/null || fail "$tool is not installed; apt-get install mariadb-server-core mariadb-client-core" 77
done
dir=$(realpath -m "$1") port=$2; shift 2
prepare "$dir" "$port"

as=(); ((EUID)) || as=(--user=root)
plugins=$(realpath -m "${LEAT_CACHE:-$(dirname "${BASH_SOURCE[0]}")/../../.cache}/mariadb-plugins")
if [[ -n $base ]]; then as+=(--basedir="$base"); elif [[ -d $plugins ]]; then as+=(--plugin-dir="$plugins"); fi
client() { mariadb --no-defaults --user=root --socket="$dir/mysql.sock" "$@"; }
answers() { client -e 'SELECT 1' >/dev/null; }

if [[ ! -e $dir/initialized ]]; then
  rm -rf "$dir/data"
  mariadb-install-db --no-defaults "${as[@]}" --datadir="$dir/data" --auth-root-authentication-method=normal \
    --skip-test-db --skip-name-resolve >"$dir/install.log" 2>&1 || fail "mariadb-install-db failed; see $dir/install.log"
fi
start "$dir" mariadbd --no-defaults "${as[@]}" --datadir="$dir/data" --port="$port" --bind-address=127.0.0.1 \
  --socket="$dir/mysql.sock" --pid-file="$dir/server.pid" --log-error="$dir/server.err" --skip-name-resolve \
  --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=2 --performance-schema=OFF \
  --server-id=1 --log-bin=binlog --binlog-format=ROW --binlog-row-image=FULL --binlog-row-metadata=FULL \
  --character-set-server=utf8mb4 "$@"
if [[ ! -e $dir/initialized ]]; then
  client <<'SQL'
SET SESSION sql_log_bin = 0;
CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
CREATE OR REPLACE USER leat@'%' IDENTIFIED BY 'leat';
GRANT SELECT, REPLICATION SLAVE, BINLOG MONITOR ON *.* TO leat@'%';
DROP USER IF EXISTS ''@'localhost';
SQL
  touch "$dir/initialized"
fi
server_pid "$dir"
