"""`make bench`: views. Changes a second and core from the bytes of the log to the result, and what a group costs.

The figures are those of ViewBenchmark: CPU time of the process, so that other work on the machine counts little. With
10 million groups the state stands against the usual limit of 1 GiB. LEAT_BENCH_SCALE=0.1 shrinks the workloads.
"""

import os
import subprocess
from pathlib import Path

BINARY = Path(__file__).parents[2] / ".build/release/ViewBenchmark"
SCALE = float(os.environ.get("LEAT_BENCH_SCALE", 1))


def run(kind, groups, changes, **environment):
    command = [BINARY, kind, str(int(groups * SCALE)), str(int(changes * SCALE))]
    result = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    print(f"  {result.stdout.strip()}", flush=True)


def main():
    print("views: filter and GROUP BY, from the bytes of the log")
    for groups in (10_000, 100_000, 1_000_000):
        run("log-group", groups, 2_000_000)
    print("views: join of two tables, grouped, from the bytes of the log")
    for orders in (100_000, 1_000_000):
        run("log-join", orders, 2_000_000)
    print("views: 10 million groups, without a limit and with the usual one of 1 GiB")
    run("log-group", 10_000_000, 2_000_000)
    run("log-group", 10_000_000, 2_000_000, LEAT_VIEW_STATE_MIB="1024")
    print("views: the engine alone, without the log")
    for kind in ("group", "join", "top", "extremes"):
        run(kind, 100_000, 2_000_000)


if __name__ == "__main__":
    main()
