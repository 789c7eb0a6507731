"""Records what a running Debezium makes of the type cases: one MySQL binlog, read once per mode.

The tables are made first and Debezium's schema-only snapshot of them is taken once; every mode begins from a copy of
its offset and schema history, so that all modes read the same events at the same positions.

The recording is a directory:

    binlog.000002       the server's binlog file with all changes
    columns.tsv         table, column, type, default (as SQL), `generated` or `auto_increment`
    documents.tsv       table, id, text: JSON documents as the server prints them
    <mode>.tsv          topic, headers, key, value of each record; \\N is null. Lines `#define ⟦name⟧ text` come first.
"""

import re
import shutil
import threading
import time

import pymysql
from pydbzengine import BasePythonChangeHandler, DebeziumJsonEngine

import debezium_cases as cases

PREFIX = "peer"
DATABASE = "types"
SCHEMAS = {"key.converter.schemas.enable": "true", "value.converter.schemas.enable": "true",
           "header.converter.schemas.enable": "true", "converter.schemas.enable": "true"}
REAL_NULLS = {f"{side}converter.replace.null.with.default": "false" for side in ("", "key.", "value.")}
EXTRAS = {"skipped.operations": "none", "include.query": "true", "provide.transaction.metadata": "true",
          "heartbeat.interval.ms": "1"}

# Mode -> Debezium's properties. The names of the modes are those of the recorded files.
MODES = {
    "default": {},
    "string": {"decimal.handling.mode": "string", "bigint.unsigned.handling.mode": "precise",
               "time.precision.mode": "connect", "binary.handling.mode": "base64"},
    "double": {"decimal.handling.mode": "double", "time.precision.mode": "isostring", "binary.handling.mode": "hex"},
    "microseconds": {"time.precision.mode": "microseconds", "binary.handling.mode": "base64-url-safe", **EXTRAS},
    "nanoseconds": {"time.precision.mode": "nanoseconds", **REAL_NULLS},
    "schemas": SCHEMAS,
    "schemas_string": {**SCHEMAS, **EXTRAS, "decimal.handling.mode": "string", "time.precision.mode": "connect",
                       "bigint.unsigned.handling.mode": "precise", "binary.handling.mode": "base64"},
    "schemas_double": {**SCHEMAS, "decimal.handling.mode": "double", "time.precision.mode": "isostring",
                       "binary.handling.mode": "hex"},
    "schemas_microseconds": {**SCHEMAS, "time.precision.mode": "microseconds"},
    "schemas_nanoseconds": {**SCHEMAS, "time.precision.mode": "nanoseconds"},
}

# Moments at which Debezium worked on a record: replaced by one and the same.
MOMENTS = [
    (re.compile(r'("op":"."),"ts_ms":\d+,"ts_us":\d+,"ts_ns":\d+\}'),
     r'\1,"ts_ms":1700000000123,"ts_us":1700000000123456,"ts_ns":1700000000123456000}'),
    (re.compile(r'\},"ts_ms":\d+,"databaseName":'), '},"ts_ms":1700000000123,"databaseName":'),
    # A side effect of `replace.null.with.default=false`: the field has its default, which is left out then.
    (re.compile(r'"snapshot":null,"db"'), '"snapshot":"false","db"'),
    (re.compile(r'^(\{"schema":.*"payload":)?\{"ts_ms":\d+\}'), r'\1{"ts_ms":1700000000123}'),
]


class Handler(BasePythonChangeHandler):
    """Keeps topic, headers, key and value of each record, as text."""

    def __init__(self, until):
        self.records, self.until, self.done = [], until, threading.Event()

    def handleJsonBatch(self, records):
        for record in records:
            # Every record also names the connector's run (`__debezium.context.…`): no part of the change.
            headers = ";".join(f"{header.getKey()}={header.getValue()}" for header in record.headers()
                               if ".context." not in str(header.getKey()))
            topic = str(record.destination())
            texts = [None if text is None else str(text) for text in (record.key(), record.value())]
            self.records.append((topic, headers, *texts))
            if topic.endswith(".marker") and self.until in (texts[1] or ""):
                self.done.set()


def with_headers():
    """The engine's JSON format that hands out headers too."""
    import jpype
    from pydbzengine.engine.jvm import ensure_jvm_started
    ensure_jvm_started(jvm_opts=["-Duser.timezone=UTC", "-Xmx1g"], extra_classpaths=None, jvm_path=None)
    json = jpype.JClass("io.debezium.engine.format.Json")
    return jpype.JClass("io.debezium.engine.format.KeyValueHeaderChangeEventFormat").of(json, json, json)


def properties(port, state, extra):
    return {
        "name": "peer", "connector.class": "io.debezium.connector.mysql.MySqlConnector", "topic.prefix": PREFIX,
        "database.hostname": "127.0.0.1", "database.port": port, "database.user": "root", "database.password": "",
        "database.server.id": "5601", "database.include.list": DATABASE, "snapshot.mode": "no_data",
        "offset.storage": "org.apache.kafka.connect.storage.FileOffsetBackingStore",
        "offset.storage.file.filename": state / "offsets.dat", "offset.flush.interval.ms": "0",
        "schema.history.internal": "io.debezium.storage.file.history.FileSchemaHistory",
        "schema.history.internal.file.filename": state / "history.dat", "errors.max.retries": "0",
        "key.converter.schemas.enable": "false", "value.converter.schemas.enable": "false",
        "header.converter.schemas.enable": "false", "converter.schemas.enable": "false", **extra,
    }


def run_debezium(port, state, extra, until, trigger=lambda: None, seconds=180):
    """Runs Debezium until the marker row `until` has come; returns its records."""
    handler = Handler(until)
    engine = DebeziumJsonEngine(properties=properties(port, state, extra), handler=handler)
    engine.format = with_headers()
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


def record(port, binlogs, target, everything=False):
    """Makes tables and changes on the server at `port` (whose binlogs lie in `binlogs`) and writes the recording.
    Without `everything` the modes leave out the tables that they write as the mode `default` does."""
    connection = pymysql.connect(host="127.0.0.1", port=port, user="root", autocommit=True, charset="utf8mb4")
    cursor = connection.cursor()

    def execute(*statements):
        return [cursor.fetchall() for statement in statements if cursor.execute(statement) is not None]

    execute("SET time_zone = '+00:00'", "SET sql_mode = 'ALLOW_INVALID_DATES'", f"DROP DATABASE IF EXISTS {DATABASE}",
            "RESET BINARY LOGS AND GTIDS", f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4", f"USE {DATABASE}",
            "CREATE TABLE marker (id VARCHAR(40) NOT NULL PRIMARY KEY)", *cases.create_tables())
    shutil.rmtree(target, ignore_errors=True)
    base = target / "state/base"
    base.mkdir(parents=True)
    beats = iter(range(1_000_000))
    run_debezium(port, base, {}, "begin", lambda: execute(f"INSERT INTO marker VALUES ('begin{next(beats)}')"))

    columns = execute(cases.COLUMNS.format(""))[0]
    file = execute("FLUSH BINARY LOGS", "SHOW BINARY LOG STATUS")[-1][0][0]
    results = execute("SET SESSION binlog_rows_query_log_events = ON", *cases.changes(),
                      "INSERT INTO marker VALUES ('end')", "FLUSH BINARY LOGS")
    shutil.copy(binlogs / file, target / file)
    (target / file).chmod(0o644)
    rows = [row for rows in results for row in rows]
    write_lines(target / "documents.tsv", (row for row in rows if len(row) == 3))
    write_lines(target / "columns.tsv", map(declaration, [*columns, *(row for row in rows if len(row) == 7)]))

    first = None
    for mode, extra in MODES.items():
        state = target / "state" / mode
        shutil.copytree(base, state)
        records = [normalised(entry) for entry in run_debezium(port, state, extra, '"end"') if kept(entry)]
        records = without_lonely_begins(without_repeated_heartbeats(records))
        print(f"{mode}: {len(records)} records", flush=True)
        if mode.startswith("schemas") and not everything:
            records = first_of_each_table(records)
        first = first or {"": records}
        reference = first.setdefault(mode.split("_")[0], records) if mode.startswith("schemas") else first[""]
        if not everything and reference is not records:
            records = differing(records, reference)
        write_records(target / f"{mode}.tsv", records)
    shutil.rmtree(target / "state")


def kept(entry):
    """Markers are the recorder's own, and so are their transactions; rows of `ddl_` tables only tell their columns."""
    topic, value = entry[0], entry[3] or ""
    others = [".marker", ".ddl_"]
    return not any(other in topic or f'"{DATABASE}{other}' in value for other in others) \
        and '"event_count":0,' not in value


def normalised(entry):
    topic, headers, key, value = entry
    for pattern, text in MOMENTS:
        value = value and pattern.sub(text, value)
    return topic, headers, key, value


def without_repeated_heartbeats(records):
    seen = set()
    return [entry for entry in records
            if not entry[0].startswith("__") or (entry not in seen and seen.add(entry) is None)]


def without_lonely_begins(records):
    """A transaction whose end was left out begins for nothing."""
    ended = {entry[2] for entry in records if '"status":"END"' in (entry[3] or "")}
    return [entry for entry in records if not entry[0].endswith(".transaction") or entry[2] in ended]


def first_of_each_table(records):
    """With schemas one record a table is enough; the payloads are those of the mode without."""
    seen = {}
    for entry in records:
        if entry[0] == PREFIX:
            seen.setdefault(PREFIX, entry)
        elif entry[3] is not None and "shape_key_change" not in entry[0]:
            operation = re.search(r'"op":"(.)"|"status":"(\w+)"|"ddl":"(\w+)', entry[3])
            seen.setdefault((entry[0], operation and operation.group(0).replace('"op":"u"', '"op":"c"')
                             .replace('"op":"d"', '"op":"c"')), entry)
        else:
            seen.setdefault(entry, entry)
    return list(seen.values())


def differing(records, reference):
    """The records of tables that are not written as in `reference`, and all of the tables that test shapes."""
    def by_table(entries):
        tables = {}
        for topic, headers, key, value in entries:
            value = value and re.sub(r'"query":(null|"([^"\\]|\\.)*"),?|"transaction":(null|\{[^}]*\}),', "", value)
            tables.setdefault(topic, []).append((headers, key, value))
        return tables
    mine, theirs = by_table(records), by_table(reference)
    wanted = {topic for topic in mine if mine[topic] != theirs.get(topic) or ".shape_" in topic}
    if any(topic.endswith(".transaction") for topic in wanted):
        # Transactions of the tables that are there.
        wanted.remove(f"{PREFIX}.transaction")
        ids = {re.search(r'"gtid":"([^"]*)"', entry[3]).group(1) for entry in records if entry[0] in wanted
               and entry[3] and '"gtid":"' in entry[3]}
        return [entry for entry in records if entry[0] in wanted or entry[0].endswith(".transaction")
                and re.search(r'"id":"([^"]*)"', entry[3][-400:]).group(1) in ids]
    return [entry for entry in records if entry[0] in wanted]


def declaration(row):
    """A row of INFORMATION_SCHEMA.COLUMNS; the default as an expression of SQL."""
    table, column, column_type, default, extra, data_type, precision = row
    literal = "DEFAULT_GENERATED" in extra or precision is not None or data_type in ("bit", "binary", "year")
    if default is not None and not literal:
        default = "'" + default.replace("\\", "\\\\").replace("'", "''") + "'"
    generated = "generated" if " GENERATED" in extra else "auto_increment" if "auto_increment" in extra else ""
    return table, column, column_type, default, generated


def write_lines(path, rows):
    text = "".join("\t".join("\\N" if cell is None else str(cell) for cell in row) + "\n" for row in rows)
    path.write_text(text)


def write_records(path, records):
    """Long texts that come again and again are named once."""
    lines = ["\t".join("\\N" if cell is None else cell for cell in entry) for entry in records]
    text = "\n".join(lines) + "\n"
    definitions = []
    for name, pattern in CONSTANTS.items():
        found = re.search(pattern, text)
        if found and text.count(found.group(0)) > 1:
            definitions.append(f"#define ⟦{name}⟧\t{found.group(0)}\n")
            text = text.replace(found.group(0), f"⟦{name}⟧")
    path.write_text("".join(definitions) + text)


CONSTANTS = {
    "id": r'\{"type":"int32","optional":false,"field":"id"\}',
    "row": r'\{"schema":\{"type":"struct","fields":\[\{"type":"struct","fields":\[⟦id⟧,',
    "key": r'\{"schema":\{"type":"struct","fields":\[⟦id⟧\],"optional":false,"name":"peer.types.',
    "value": r'\],"optional":true,"name":"peer.types.',
    "after": r'","field":"before"\},\{"type":"struct","fields":\[⟦id⟧,',
    "source-schema": r'\{"type":"struct","fields":\[\{"type":"string","optional":false,"field":"version"\}.*?'
                     r'"name":"io.debezium.connector.mysql.Source","version":1',
    "end-schema": r'\{"type":"struct","fields":\[\{"type":"string","optional":false,"field":"id"\}.*?"event.block".*?'
                  r'"ts_ns"\}\],"optional":false,"name":',
    "insert": r'\{"before":null,"after":\{"id":',
    "source": r'"source":\{"version":"[^"]*","connector":"mysql","name":"[^"]*","ts_ms":',
    "database": r',"snapshot":[^,]*,"db":"[^"]*","sequence":null,"ts_us":',
    "gtid": r'"gtid":"[^:]*:',
    "file": r'","file":"[^"]*","pos":',
    "moment": r',"ts_ms":1700000000123,"ts_us":1700000000123456,"ts_ns":1700000000123456000\}',
    "no-query": r',"query":null\},"transaction":null,"op":"',
}
