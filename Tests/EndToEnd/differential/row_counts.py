"""Row changes per table, as the server's own tool reads them from the same binlogs."""

import os
import re
import signal
import subprocess
from collections import Counter
from dataclasses import dataclass, field

from harness.servers import SCRIPTS

TOOLS = {
    "mariadb": "mariadb-binlog",
    "mariadb-11": ".cache/mariadb-11/bin/mariadb-binlog",
    "mysql": ".cache/mysql/bin/mysqlbinlog",
    "mysql-8.4": ".cache/mysql-8.4/bin/mysqlbinlog",
    "mysql-8.0": ".cache/mysql-8.0/bin/mysqlbinlog",
}
ROW = re.compile(rb"### (INSERT INTO|UPDATE|DELETE FROM) `((?:[^`]|``)+)`\.`((?:[^`]|``)+)`")
XA = re.compile(rb"XA (PREPARE|ROLLBACK) (X'.*)")
OPERATIONS = {b"INSERT INTO": "insert", b"UPDATE": "update", b"DELETE FROM": "delete"}
VALUE = re.compile(rb"###   @\d+=(\S+(?: \S+)?) /\* (DATE|DATETIME|TIMESTAMP)\b")


@dataclass
class BinlogCounts:
    # (database.table, operation) -> rows
    rows: Counter = field(default_factory=Counter)
    # Values in row images that no calendar has.
    unrepresentable: int = 0
    # Tables whose rows the tool does not count as they are: MySQL's does not know GEOMETRY, and MariaDB's shows rows
    # that a ROLLBACK TO SAVEPOINT behind them takes back.
    unreadable: set = field(default_factory=set)

    def add(self, other, sign=1):
        for what, count in other.rows.items():
            self.rows[what] += sign * count
        self.unrepresentable += sign * other.unrepresentable


def counts_of(server, features, database_prefix):
    """What mysqlbinlog -vv says of all binlog files of the server; none where it crashes."""
    tool = _tool(server)
    files = [server.directory / "data" / row[0] for row in server.execute("SHOW BINARY LOGS")]
    command = [tool, "--no-defaults", "-vv", "--base64-output=DECODE-ROWS", *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        counts = _counted(process.stdout, database_prefix)
        problem = process.stderr.read().decode()
    if process.returncode == -signal.SIGSEGV and "vector" in features:
        # MySQL 9.7.4's mysqlbinlog crashes on some VECTOR values: this run has no counts to compare with.
        print(f"{tool} crashed: no counts")
        return None
    if process.returncode:
        raise RuntimeError(f"{tool} ended with {process.returncode}: {problem}")
    return counts


def _tool(server):
    tool = TOOLS[server.name]
    if "/" not in tool:
        return tool
    cache = os.environ.get("LEAT_CACHE")
    return tool.replace(".cache", cache, 1) if cache else str(SCRIPTS.parents[1] / tool)


def _counted(lines, database_prefix):
    """Rows of a group that ends with ROLLBACK, or of an XA transaction that was prepared and rolled back, are in the
    binlog and never happened."""
    counts, group, prepared, captured = BinlogCounts(), BinlogCounts(), {}, False
    for line in lines:
        if line.startswith((b"XA PREPARE", b"XA ROLLBACK")):
            verb, name = XA.match(line).groups()
            if verb == b"PREPARE":
                prepared[name] = group
            else:
                counts.add(prepared.pop(name), -1)
        elif line == b"ROLLBACK\n":
            counts.add(group, -1)
            group = BinlogCounts()
        elif line.startswith(b"COMMIT"):
            group = BinlogCounts()
        elif line.startswith(b"ROLLBACK TO"):
            counts.unreadable |= {table for table, _ in group.rows}
        elif line.startswith((b"START TRANSACTION", b"BEGIN", b"XA START")):
            group = BinlogCounts()
        elif match := ROW.match(line):
            database, table = (name.decode().replace("``", "`") for name in match.groups()[1:])
            if captured := database.startswith(database_prefix):
                one = BinlogCounts(Counter({(f"{database}.{table}", OPERATIONS[match[1]]): 1}))
                group.add(one)
                counts.add(one)
        elif b"Don't know how to handle column type" in line:
            counts.unreadable.add(f"{database}.{table}")
        elif captured and (match := VALUE.match(line)):
            one = BinlogCounts(unrepresentable=_is_unrepresentable(match[1].decode().strip("'"), match[2]))
            group.add(one)
            counts.add(one)
    return counts


def _is_unrepresentable(text, kind):
    from differential.kinds.temporals import days_of

    if kind == b"TIMESTAMP":
        return re.fullmatch(r"0(\.0+)?|0000-00-00.*", text) is not None
    date = text.partition(" ")[0].replace(":", "-")
    return re.fullmatch(r"\d{4}-\d\d-\d\d", date) is not None and days_of(date) is None


def counts_in_stream(changes):
    """The same of our change events: an update that changed its key came as two."""
    rows = Counter()
    for change in changes:
        operation = {"c": "insert", "u": "update", "d": "delete"}.get(change.operation)
        if change.moved_to is not None or operation is None:
            continue
        if change.moved_from is not None:
            operation = "update"
        rows[f"{change.source['db']}.{change.source['table']}", operation] += 1
    return rows
