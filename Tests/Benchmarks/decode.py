"""The cost of decoding: `leat decode FILE` from a binlog in the page cache to Debezium JSON in /dev/null.

CPU time of the process for one pass, and heap allocations for a second pass over the same file (the difference between
decoding it twice and once, so that what is made once a table does not count), each divided by the rows.
"""

import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from workloads import INSERTS, MIXED, ROWS_PER_TRANSACTION, TABLE  # noqa: E402

from harness.leat import BINARY  # noqa: E402
from harness.servers import DatabaseServer, ServerUnavailable  # noqa: E402
from harness.waiting import free_port  # noqa: E402

SCRATCH = ROOT / ".cache/bench-decode"
RUNS = int(os.environ.get("LEAT_BENCH_RUNS", 5))
SCALE = float(os.environ.get("LEAT_BENCH_SCALE", 1))
OPTIONS = ("--max-binlog-size=1G", "--innodb-buffer-pool-size=256M")
# MariaDB makes numbers with an engine of its own; elsewhere a table stands in for it.
SEQUENCE = (
    "CREATE TABLE bench.seq_1_to_100 (seq INT PRIMARY KEY)",
    "INSERT INTO bench.seq_1_to_100 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
    "SELECT i FROM n",
)
WIDE_COLUMNS = ", ".join(
    f"c{i} {('INT NOT NULL', 'VARCHAR(40)', 'DECIMAL(12,2)', 'DATETIME(3)', 'BIGINT UNSIGNED')[i % 5]}"
    for i in range(199)
)
WIDE_VALUES = ", ".join(
    ("seq", "CONCAT('text ', seq, 'ü')", "seq / 7", "'2024-11-11 00:00:00.123'", "seq * 1000000007")[i % 5]
    for i in range(199)
)
DOCUMENT = """JSON_OBJECT('id', {n}, 'name', CONCAT('item ', {n}), 'price', {n} / 8, 'tags', JSON_ARRAY('red', 'green', {n}),
    'address', JSON_OBJECT('street', REPEAT('s', 40), 'city', 'Hangzhou', 'zip', {n}, 'lines', JSON_ARRAY(1, 2.5, TRUE, NULL)),
    'history', JSON_ARRAY(JSON_OBJECT('at', '2024-11-11T00:00:00', 'what', 'created', 'by', {n}),
                          JSON_OBJECT('at', '2024-11-12T00:00:00', 'what', 'paid', 'by', {n} + 1)))"""


def repeated(statement):
    return f"""
CREATE PROCEDURE bench.run(IN transactions INT)
BEGIN
    DECLARE t INT DEFAULT 0;
    WHILE t < transactions DO
        {statement};
        SET t = t + 1;
    END WHILE;
END
"""


@dataclass
class Decoding:
    name: str
    table: str
    procedure: str
    transactions: int
    rows_per_transaction: int
    needs: str = ""

    @property
    def rows(self):
        return self.transactions * self.rows_per_transaction


def decodings():
    wide = f"INSERT INTO wide SELECT seq + 100 * t, {WIDE_VALUES} FROM seq_1_to_100"
    document = DOCUMENT.format(n="(seq + 100 * t)")
    return [
        Decoding("9 columns, 100-row transactions", TABLE, INSERTS, int(5000 * SCALE), ROWS_PER_TRANSACTION),
        Decoding("9 columns, single-row transactions, 60/30/10", TABLE, MIXED, int(300_000 * SCALE) // 10 * 10, 1),
        Decoding(
            "200 columns, 100-row transactions",
            f"CREATE TABLE bench.wide (id BIGINT PRIMARY KEY, {WIDE_COLUMNS})",
            repeated(wide),
            int(300 * SCALE),
            100,
        ),
        Decoding(
            "a JSON document of 0.5 KB, 100-row transactions",
            "CREATE TABLE bench.documents (id BIGINT PRIMARY KEY, document JSON)",
            repeated(f"INSERT INTO documents SELECT seq + 100 * t, {document} FROM seq_1_to_100"),
            int(1000 * SCALE),
            100,
            needs="mysql",
        ),
    ]


def main():
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    counter = SCRATCH / "count_mallocs.so"
    subprocess.run(
        ["cc", "-O2", "-shared", "-fPIC", "-o", counter, Path(__file__).parent / "count_mallocs.c"], check=True
    )
    server = start_server()
    try:
        print(f"leat decode, binlogs of {server.kind} {server.value('SELECT VERSION()')}, median of {RUNS} runs\n")
        print(f"| {'workload':<48} | {'ns per row':>10} | {'rows/s':>9} | allocations per row |")
        print(f"|{'-' * 50}|{'-' * 12}|{'-' * 11}|{'-' * 21}|")
        for decoding in decodings():
            if decoding.needs in ("", server.kind):
                measure(server, decoding, counter)
    finally:
        server.stop()
        shutil.rmtree(SCRATCH, ignore_errors=True)


def start_server():
    for kind in ("mysql", "mariadb"):
        server = DatabaseServer(kind, SCRATCH / kind, free_port())
        try:
            server.start(*OPTIONS)
            return server
        except ServerUnavailable as reason:
            print(f"without {kind}: {reason}")
    sys.exit("no server to be had")


def measure(server, decoding, counter):
    server.reset()
    sequence = SEQUENCE if server.kind == "mysql" else ()
    server.execute(
        "CREATE DATABASE bench", *sequence, decoding.table, "FLUSH BINARY LOGS", "USE bench", decoding.procedure
    )
    file, _ = server.binlog_end()
    server.execute("USE bench", f"CALL bench.run({decoding.transactions})", "FLUSH BINARY LOGS")
    (path,) = server.directory.rglob(file)
    seconds = [decode([path])[0] for _ in range(RUNS + 1)][1:]
    nanoseconds = statistics.median(seconds) / decoding.rows * 1e9
    count_file = SCRATCH / "count"
    counted = {"LD_PRELOAD": str(counter), "MALLOC_COUNT_FILE": str(count_file)}
    allocations = []
    for files in ([path], [path, path]):
        decode(files, counted)
        allocations.append(int(count_file.read_text()))
    extra = (allocations[1] - allocations[0]) / decoding.rows
    print(f"| {decoding.name:<48} | {nanoseconds:>10,.0f} | {1e9 / nanoseconds:>9,.0f} | {extra:>19.4f} |", flush=True)


def decode(files, environment=None):
    """CPU seconds of one run."""
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(
            [BINARY, "decode", *files], stdout=nothing, stderr=subprocess.PIPE, env=os.environ | (environment or {})
        )
        error = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"leat decode ended with {process.returncode}: {error}")
    return usage.ru_utime + usage.ru_stime, error


if __name__ == "__main__":
    main()
