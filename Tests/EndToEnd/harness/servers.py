"""A private MariaDB or MySQL, started and stopped by the project's own scripts."""

import contextlib
import functools
import os
import signal
import subprocess
from pathlib import Path

import pymysql

from harness.waiting import wait_until

SCRIPTS = Path(__file__).parents[2] / "Servers"
UNAVAILABLE = 77


class ServerUnavailable(Exception):
    """This server is not to be had on this machine."""


class DatabaseServer:
    """`name` is that of a script in Tests/Servers (mariadb-11); `kind` is mariadb or mysql."""

    def __init__(self, name, directory, port):
        self.name, self.directory, self.port = name, Path(directory), port
        self.kind = name.partition("-")[0]

    def start(self, *options):
        """Start with these server options on top of the script's own, which hold until the next start."""
        command = [SCRIPTS / f"{self.name}.sh", self.directory, str(self.port), *options]
        result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if result.returncode == UNAVAILABLE:
            raise ServerUnavailable(result.stderr.strip() or f"{self.name} is not to be had")
        if result.returncode != 0:
            raise RuntimeError(f"{self.name} did not start:\n{result.stdout}{result.stderr}")

    def stop(self):
        subprocess.run([SCRIPTS / "stop.sh", self.directory], check=True, capture_output=True, timeout=120)

    def restart(self, *options):
        self.stop()
        self.start(*options)

    def kill(self):
        """SIGKILL, as a crash of the machine's database process."""
        process = int((self.directory / "server.pid").read_text())
        os.kill(process, signal.SIGKILL)
        wait_until(f"end of {self.kind}", lambda: not _lives(process))

    def connect(self, user="root", password="", **options):
        return pymysql.connect(
            host="127.0.0.1",
            port=self.port,
            user=user,
            password=password,
            charset="utf8mb4",
            connect_timeout=10,
            read_timeout=120,
            **options,
        )

    def execute(self, *statements):
        """Run the statements with autocommit; gives the rows of the last one."""
        with self.connect(autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    @functools.cached_property
    def version(self):
        """As (11, 8)."""
        return tuple(int(part) for part in self.value("SELECT VERSION()").split(".")[:2])

    def value(self, query):
        return self.execute(query)[0][0]

    def reset(self, keep=("mysql", "sys", "information_schema", "performance_schema")):
        """No user database, an empty binlog, the settings and the password of a new server."""
        self.disconnect("leat")
        self.roll_back_prepared()
        databases = [name for (name,) in self.execute("SHOW DATABASES") if name not in keep]
        restart_binlog = "RESET BINARY LOGS AND GTIDS" if self._says_binary_log else "RESET MASTER"
        self.execute(
            *(f"DROP DATABASE `{name}`" for name in databases),
            "SET GLOBAL binlog_format = ROW",
            "ALTER USER leat@'%' IDENTIFIED BY 'leat'",
            restart_binlog,
        )

    @property
    def _says_binary_log(self):
        return self.kind == "mysql" and self.version >= (8, 2)

    def prepared(self):
        """The names of all prepared XA transactions, as XA statements write them."""
        if self.kind == "mariadb":
            return [row[3] for row in self.execute("XA RECOVER FORMAT='SQL'")]
        names = []
        for form, length, _, data in self.execute("XA RECOVER CONVERT XID"):
            digits = data.removeprefix("0x")
            names.append(f"X'{digits[: 2 * length]}',X'{digits[2 * length :]}',{form}")
        return names

    def roll_back_prepared(self):
        """Prepared transactions outlive their connections, and hold their locks."""
        for name in self.prepared():
            self.execute(f"XA ROLLBACK {name}")

    def purge_binlogs(self):
        """Remove every binlog file but the current one; the server keeps a file while a reader still has it open."""
        self.disconnect("leat")

        def purged():
            self.execute(f"PURGE BINARY LOGS TO '{self.binlog_end()[0]}'")
            return len(self.execute("SHOW BINARY LOGS")) == 1

        wait_until("old binlogs gone", purged)

    def disconnect(self, user):
        """End every connection of `user`."""
        for (process,) in self.execute(f"SELECT id FROM information_schema.processlist WHERE user = '{user}'"):
            with contextlib.suppress(pymysql.err.OperationalError):  # it may have ended by itself meanwhile
                self.execute(f"KILL {process}")

    def binlog_end(self, connection=None):
        """Name and size of the binlog file that is being written; `connection` saves one of its own."""
        status = "SHOW BINARY LOG STATUS" if self._says_binary_log else "SHOW MASTER STATUS"
        if connection is None:
            file, position = self.execute(status)[0][:2]
        else:
            with connection.cursor() as cursor:
                cursor.execute(status)
                file, position = cursor.fetchone()[:2]
        return file, int(position)


def _lives(process):
    """Whether any thread still runs; a process that has ended may stand as a zombie for a while."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" or len(os.listdir(f"/proc/{process}/task")) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False
