"""`make bench`: how fast `leat` carries a written binlog into the queue, beside `mariadb-binlog --raw`.

Both read the same binlog of the same private server on this machine and write to the same disk, in turn; figures are
medians of RUNS. `mariadb-binlog` is timed from start to exit (it does not sync its files). `leat run` is timed from its
start on an empty queue until its own status names the end of the binlog as the position that the queue holds: every
row is then durable and readable, lz4-compressed Debezium JSON, durability fsync. CPU and RSS are the process's own.

LEAT_BENCH_SCALE=0.1 shrinks the workloads, LEAT_BENCH_RUNS changes the number of runs.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from workloads import workloads  # noqa: E402

from harness.leat import Leat, Source  # noqa: E402
from harness.servers import DatabaseServer  # noqa: E402
from harness.waiting import free_port  # noqa: E402

SCRATCH = ROOT / ".cache/bench"
RUNS = int(os.environ.get("LEAT_BENCH_RUNS", 5))
SCALE = float(os.environ.get("LEAT_BENCH_SCALE", 1))
SECONDS_MAX = 600
OPTIONS = (
    "--sync-binlog=0",
    "--innodb-flush-log-at-trx-commit=0",
    "--max-binlog-size=1G",
    "--innodb-buffer-pool-size=256M",
)


@dataclass
class Run:
    seconds: float
    cpu_seconds: float
    peak_mebibytes: float

    @classmethod
    def of(cls, seconds, usage):
        return cls(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main():
    shutil.rmtree(SCRATCH, ignore_errors=True)
    server = DatabaseServer("mariadb", SCRATCH / "mariadb", free_port())
    server.start(*OPTIONS)
    try:
        print(f"{machine()}, {server.value('SELECT VERSION()')}, median of {RUNS} runs in turn (fastest to slowest)\n")
        for workload in workloads(SCALE):
            measure(server, workload)
    finally:
        server.stop()
        shutil.rmtree(SCRATCH, ignore_errors=True)


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    name = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} × {name}"


def measure(server, workload):
    begin = time.monotonic()
    workload.write(server)
    size = sum(row[1] for row in server.execute("SHOW BINARY LOGS")) / 2**20
    print(f"{workload.rows:,} rows in {workload.transactions:,} {workload.name}, binlog {size:.0f} MiB", end="")
    print(f" (written in {time.monotonic() - begin:.0f} s)", flush=True)
    raw, bridge = [], []
    for number in range(RUNS):
        raw.append(run_mariadb_binlog(server))
        bridge.append(run_leat(server, workload, number))
    table(workload.rows, {"mariadb-binlog --raw": raw, "leat": bridge})


def run_mariadb_binlog(server):
    target = SCRATCH / "raw"
    target.mkdir()
    os.sync()
    command = ["mariadb-binlog", "--no-defaults", "--read-from-remote-server", "--raw", "--to-last-log"]
    command += ["--host=127.0.0.1", f"--port={server.port}", "--user=leat", "--password=leat"]
    command += [f"--result-file={target}/", "binlog.000001"]
    begin = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"mariadb-binlog ended with {process.returncode}")
    shutil.rmtree(target)
    return Run.of(seconds, usage)


def run_leat(server, workload, number):
    end = end_of_binlog(server)
    leat = Leat(
        SCRATCH / f"leat-{number}", [Source("trade", server.port, "bench")], partitions=8, segment_bytes="256MiB"
    )
    os.sync()
    begin = time.monotonic()
    leat.start(wait=False)
    while not has_reached(leat, end):
        if time.monotonic() - begin > SECONDS_MAX or leat.process.poll() is not None:
            leat.kill()
            sys.exit(f"leat did not reach {end}:\n{leat.log_text()[-2000:]}")
        time.sleep(0.02)
    seconds = time.monotonic() - begin
    records = sum(topic["records"] for topic in leat.json("/api/topics"))
    leat.process.terminate()
    _, status, usage = os.wait4(leat.process.pid, 0)
    leat.process.returncode = os.waitstatus_to_exitcode(status)
    if records != workload.records:
        sys.exit(f"leat holds {records} records instead of {workload.records}")
    shutil.rmtree(leat.directory)
    return Run.of(seconds, usage)


def end_of_binlog(server):
    """The ways in which a position can name the end."""
    file, position = server.binlog_end()
    return {f"gtid:{server.value('SELECT @@gtid_binlog_pos')}", f"file:{file}:{position}"}


def has_reached(leat, end):
    try:
        return leat.source()["position"] in end
    except (OSError, KeyError):
        return False


def table(rows, results):
    print(f"\n| {'':<20} | rows/s (fastest – slowest) | CPU s per million rows | peak RSS MiB |")
    print(f"|{'-' * 22}|{'-' * 28}|{'-' * 24}|{'-' * 14}|")
    rates = {}
    for name, runs in results.items():
        rates[name] = rows / statistics.median(run.seconds for run in runs)
        span = f"{rows / min(r.seconds for r in runs):,.0f} – {rows / max(r.seconds for r in runs):,.0f}"
        cpu = statistics.median(run.cpu_seconds for run in runs) / rows * 1e6
        peak = max(run.peak_mebibytes for run in runs)
        print(f"| {name:<20} | {f'{rates[name]:,.0f} ({span})':>26} | {cpu:>22.2f} | {peak:>12.0f} |")
    raw, bridge = rates.values()
    print(f"\nleat runs at {bridge / raw:.2f} × mariadb-binlog --raw\n", flush=True)


if __name__ == "__main__":
    main()
