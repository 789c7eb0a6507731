"""`make demo`: a private MariaDB with order traffic, `leat run` on it, and a Kafka client that measures.

Environment: DURATION (seconds; without it, until Ctrl-C), KAFKA_PORT, HTTP_PORT. Everything lies under .demo/ and
is made anew by each run. With DURATION it ends with the comparison of rows committed and records readable, and
exits 0 only if they are equal.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

from reading import compare

ROOT = Path(__file__).parent.parent
DEMO = ROOT / ".demo"
LEAT = ROOT / ".build/release/leat"
SERVERS = ROOT / "Tests/Servers"
RATE = 500
TABLES = ("orders", "order_items", "message")


class DemoError(Exception):
    """What went wrong and what to do about it, one line each."""


def main():
    duration = float(os.environ.get("DURATION") or 0)
    kafka, http = int(os.environ.get("KAFKA_PORT") or 9092), int(os.environ.get("HTTP_PORT") or 8080)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.ExitStack() as cleanup:
        try:
            return demo(duration, kafka, http, cleanup)
        except KeyboardInterrupt:
            print("\nstopping all of it")
            return 0 if not duration else 1
        except DemoError as error:
            print(error, file=sys.stderr)
            return 1


def demo(duration, kafka, http, cleanup):
    for name, port in (("KAFKA_PORT", kafka), ("HTTP_PORT", http)):
        require_free(name, port)
    prepare_directory()
    database = start_database(cleanup)
    start_leat(database, kafka, http, cleanup)
    bootstrap = f"127.0.0.1:{kafka}"
    wait_until("topic trade.notify.orders", lambda: has_topic(bootstrap))
    reader = LiveReader(bootstrap, cleanup)
    workload = start(
        ["/usr/bin/python3", ROOT / "demo/workload.py", str(database), str(RATE), DEMO], "workload", cleanup
    )
    print(WHAT_NEXT.format(bootstrap=bootstrap, http=http, database=database), flush=True)
    run(workload, duration)
    committed = json.loads((DEMO / "committed.json").read_text())
    rate = committed["transactions"] / committed["seconds"]
    print(f"{committed['transactions']} transactions committed in {committed['seconds']:.1f} s ({rate:.0f} a second)")
    rows = Counter(committed["rows"]) + Counter({f"{table} c": 1 for table in TABLES})
    equal = compare(LEAT, bootstrap, TABLES, rows)
    print(reader.delays())
    return 0 if equal else 1


WHAT_NEXT = """
The queue is at {bootstrap}, the page at http://127.0.0.1:{http}. Try, from another terminal:

    kcat -C -b {bootstrap} -t trade.notify.orders -o beginning -e | head -3
    kcat -L -b {bootstrap}
    .build/release/leat consume trade.notify.message -b {bootstrap} --from latest
    .build/release/leat topics list -b {bootstrap}
    mariadb -h 127.0.0.1 -P {database} -u root notify

Ctrl-C stops all of it.
"""


def require_free(name, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoError(f"port {port} is in use\nchoose another: make demo {name}=<port>") from error
        return probe.getsockname()[1]


def prepare_directory():
    """An empty .demo, unless a demo of this directory still has its database running."""
    DEMO.mkdir(exist_ok=True)
    for old in DEMO.iterdir():
        if old.is_dir():
            stop_database(old)
            shutil.rmtree(old)
        else:
            old.unlink()


def start_database(cleanup):
    port, directory = require_free("", 0), DEMO / "mariadb"
    cleanup.callback(stop_database, directory)
    result = subprocess.run(
        [SERVERS / "mariadb.sh", directory, str(port)],
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    if result.returncode != 0:
        raise DemoError(f"MariaDB did not start: {result.stderr.strip()}\nsee {directory}")
    subprocess.run(
        ["mariadb", "-h", "127.0.0.1", "-P", str(port), "-u", "root", "--default-character-set=utf8mb4"],
        input=(ROOT / "demo/schema.sql").read_text(encoding="utf-8") + "".join(SEED_ROWS),
        text=True,
        check=True,
    )
    return port


# One row a table, so that the topics are there before the first reader asks.
SEED_ROWS = (
    "INSERT INTO orders VALUES (1, 1, 1, 'Zhejiang', 'CREATED', 1, '13800000000', NULL, NOW(3), NOW(6));",
    "INSERT INTO order_items VALUES (1, 1, 1, 'Teapot', 1, 1);",
    "INSERT INTO message VALUES (1, 1, 'order-status', '1', 'created', 'COMMITTED', '{}', NOW(3));",
)


def stop_database(directory):
    if directory.exists() and (SERVERS / "stop.sh").exists():
        subprocess.run(
            [SERVERS / "stop.sh", directory], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )


def start_leat(database, kafka, http, cleanup):
    """`leat run` on the shipped configuration; only ports, password and directory differ."""
    text = (ROOT / "config/leat.yaml").read_text(encoding="utf-8")
    for pattern, value in (
        (r"(?m)^( +port:) 3306", rf"\1 {database}"),
        (r"(?m)^( +password:).*", r"\1 leat"),
        (r"(?m)^( +directory:) data", rf"\1 {DEMO / 'queue'}"),
        (r"127\.0\.0\.1:9092", f"127.0.0.1:{kafka}"),
        (r"127\.0\.0\.1:8080", f"127.0.0.1:{http}"),
    ):
        text, count = re.subn(pattern, value, text)
        if count == 0:
            raise DemoError(
                f"config/leat.yaml has nothing like {pattern}\nrestore the shipped file: git checkout config"
            )
    (DEMO / "leat.yaml").write_text(text, encoding="utf-8")
    process = start([LEAT, "run", "--config", DEMO / "leat.yaml"], "leat", cleanup)

    def serves():
        if process.poll() is not None:
            raise DemoError(f"leat ended with {process.returncode}: {last_lines('leat')}\nsee {DEMO / 'leat.log'}")
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{http}/readyz", timeout=2) as answer,
        ):
            return answer.status == 200
        return False

    wait_until("leat ready", serves)


def start(command, name, cleanup):
    """Start a child in a session of its own, so that Ctrl-C reaches only this script, which then stops it."""
    log = cleanup.enter_context((DEMO / f"{name}.log").open("wb"))
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
    )
    cleanup.callback(stop, process)
    return process


def stop(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run(workload, duration):
    """Wait for the end of the time, then for the workload to finish what it has begun."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        workload.wait(duration or None)
    if workload.poll() is None:
        workload.terminate()
        workload.wait(30)
    if workload.returncode != 0:
        raise DemoError(f"the workload failed: {last_lines('workload')}\nsee {DEMO / 'workload.log'}")


def last_lines(name):
    return " / ".join((DEMO / f"{name}.log").read_text(errors="replace").splitlines()[-2:])


def has_topic(bootstrap):
    listing = subprocess.run(["kcat", "-L", "-b", bootstrap], capture_output=True, text=True, check=False)
    return '"trade.notify.orders"' in listing.stdout


def wait_until(what, condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise DemoError(f"no {what} within {seconds} s: {last_lines('leat')}\nsee {DEMO / 'leat.log'}")
        time.sleep(0.1)


class LiveReader:
    """A running kcat on the orders topic; notes when each line arrives."""

    KEPT_MAX = 500_000

    def __init__(self, bootstrap, cleanup):
        self._process = subprocess.Popen(
            ["kcat", "-C", "-u", "-q", "-b", bootstrap, "-t", "trade.notify.orders", "-o", "beginning", "-f", "%s\n"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        cleanup.callback(stop, self._process)
        self._arrivals = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            now = time.time_ns()
            if line == b"\n" or len(self._arrivals) >= self.KEPT_MAX:
                continue
            envelope = json.loads(line)
            row = envelope["after"]
            # A delete counts under the version that the row would have had next, as the workload writes it.
            name = (row["id"], row["version"]) if row else (envelope["before"]["id"], envelope["before"]["version"] + 1)
            self._arrivals[name] = now

    def delays(self):
        delays = []
        for line in (DEMO / "commits.txt").read_text().splitlines():
            identity, version, begun = map(int, line.split())
            arrival = self._arrivals.get((identity, version))
            if arrival is not None:
                delays.append((arrival - begun) / 1e6)
        if not delays:
            return "delay: nothing arrived"
        delays.sort()
        p50, p99 = (delays[min(len(delays) - 1, len(delays) * percent // 100)] for percent in (50, 99))
        return (
            f"delay p50 {p50:.1f} ms, p99 {p99:.1f} ms: from just before COMMIT is sent to the database"
            f" until the change of orders stands on the output of a running kcat ({len(delays)} changes)"
        )


if __name__ == "__main__":
    sys.exit(main())
