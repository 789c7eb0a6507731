"""Row changes per table, as the server's own tool reads them from the same binlogs."""

import os
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, field

from harness.servers import SCRIPTS

TOOLS = {
    "mariadb": ["mariadb-binlog"],
    "mariadb-11": [".cache/mariadb-11/bin/mariadb-binlog"],
    "mysql": [".cache/mysql/bin/mysqlbinlog"],
    "mysql-8.4": [".cache/mysql-8.4/bin/mysqlbinlog"],
    "mysql-8.0": [".cache/mysql-8.0/bin/mysqlbinlog"],
}
ROW = re.compile(rb"### (INSERT INTO|UPDATE|DELETE FROM) `((?:[^`]|``)+)`\.`((?:[^`]|``)+)`")
OPERATIONS = {b"INSERT INTO": "insert", b"UPDATE": "update", b"DELETE FROM": "delete"}
VALUE = re.compile(rb"###   @\d+=(\S+(?: \S+)?) /\* (DATE|DATETIME|TIMESTAMP)\b")


@dataclass
class BinlogCounts:
    # (database.table, operation) -> rows
    rows: Counter = field(default_factory=Counter)
    # Values in row images that no calendar has.
    unrepresentable: int = 0


def counts_of(server, database_prefix):
    """What mysqlbinlog -vv says of all binlog files of the server."""
    counts = BinlogCounts()
    data, cache = server.directory / "data", os.environ.get("LEAT_CACHE")
    tool = TOOLS[server.name][0]
    if "/" in tool:
        root = SCRIPTS.parents[1]
        tool = str(root / tool) if cache is None else tool.replace(".cache", cache, 1)
    files = [data / row[0] for row in server.execute("SHOW BINARY LOGS")]
    command = [tool, "--no-defaults", "-vv", "--base64-output=DECODE-ROWS", *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        captured = False
        for line in process.stdout:
            if not line.startswith(b"###"):
                continue
            if match := ROW.match(line):
                database = match[2].decode().replace("``", "`")
                captured = database.startswith(database_prefix)
                if captured:
                    table = match[3].decode().replace("``", "`")
                    counts.rows[f"{database}.{table}", OPERATIONS[match[1]]] += 1
            elif captured and (match := VALUE.match(line)):
                counts.unrepresentable += _is_unrepresentable(match[1].decode().strip("'"), match[2])
        problem = process.stderr.read().decode()
    if process.returncode:
        raise RuntimeError(f"{tool} ended with {process.returncode}: {problem}")
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
