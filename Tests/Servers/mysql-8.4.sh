#!/bin/bash
# Starts a private MySQL 8.4, as mysql.sh does with the newest one; it needs LEAT_UBUNTU_MIRROR for the first fetch.
# Usage: mysql-8.4.sh DIR PORT [mysqld options]       exit 77: the server cannot be had on this machine
LEAT_MYSQL=8.4 exec "$(dirname "${BASH_SOURCE[0]}")/mysql.sh" "$@"
