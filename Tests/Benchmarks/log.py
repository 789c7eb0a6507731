"""What the log alone can do, beside what the disk can do: `python Tests/Benchmarks/log.py [a b c d e f g h]`.

Each figure is measured in turn with its reference, RUNS times; figures are medians, ratios are medians of the ratios
within each turn, so that a disk that changes its speed changes both. The load of the machine stands beside each.

LEAT_BENCH_SCALE=0.1 shrinks the workloads, LEAT_BENCH_RUNS changes the number of turns, LEAT_BENCH_DIRECTORY the disk.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median

import fio
import page_cache
from goals import Goals, megabytes, milliseconds, thousands

ROOT = Path(__file__).parents[2]
BINARY = os.environ.get("LEAT_LOG_BENCHMARK", ROOT / ".build/release/LogBenchmark")
SCRATCH = Path(os.environ.get("LEAT_BENCH_DIRECTORY", ROOT / ".cache/bench-log"))
RUNS = int(os.environ.get("LEAT_BENCH_RUNS", 5))
SCALE = float(os.environ.get("LEAT_BENCH_SCALE", 1))
MEBIBYTE = 1 << 20


def main():
    chosen = sys.argv[1:] or list("abcdefgh")
    goals = Goals()
    measurements = {
        "a": partitions, "b": durable, "c": delay, "d": reread,
        "e": recovery, "f": shared, "g": memory, "h": accumulate,
    }  # fmt: skip
    shutil.rmtree(SCRATCH, ignore_errors=True)
    try:
        print(f"The log alone, medians of {RUNS} turns, scale {SCALE}\n")
        goals.head()
        for letter in chosen:
            measurements[letter](goals)
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    goals.sum_up()


def run(name, directory, **options):
    """One process of the benchmark."""
    words = [f"{key}={value}" for key, value in (options | {"directory": directory}).items()]
    result = subprocess.run([BINARY, name, *words], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"LogBenchmark {name} {' '.join(words)} ended with {result.returncode}: {result.stderr}")
    return json.loads(result.stdout) if result.stdout else {}


def run_fresh(name, **options):
    """The same in an empty directory."""
    with Scratch() as directory:
        return run(name, directory, **options)


class Scratch:
    """A directory for as long as it is needed: logs are large."""

    def __enter__(self):
        shutil.rmtree(SCRATCH, ignore_errors=True)
        SCRATCH.mkdir(parents=True)
        os.sync()
        return SCRATCH

    def __exit__(self, *_):
        shutil.rmtree(SCRATCH, ignore_errors=True)


def scaled(number, least=1):
    return max(least, int(number * SCALE))


def partitions(goals):
    """(a) How the number of partitions changes the throughput of appends."""
    counts = (1, 10, 100, 1000, 10_000)
    keys = [*((count, 50) for count in counts), (10_000, 0)]
    runs = in_turn(
        *(partial(run_fresh, "append", partitions=count, rows=rows, mebibytes=scaled(1024, 64)) for count, rows in keys)
    )
    rates = {key: [figures["records_per_second"] for figures in values] for key, values in zip(keys, runs)}
    cpu = {key: [figures["cpu_ns_per_record"] for figures in values] for key, values in zip(keys, runs)}
    ten = rates[10, 50]
    for key, values in rates.items():
        name = f"(a) append, {key[0]:,} partitions, " + ("50 rows a batch" if key[1] else "random keys")
        ratio = median(value / reference for value, reference in zip(values, ten))
        measured = f"{thousands(median(values))} records/s, {median(cpu[key]):.0f} CPU ns each"
        reference = f"10 partitions: {thousands(median(ten))}"
        if key == (10_000, 50):
            goals.at_least(name, measured, reference, ratio, 0.9)
        else:
            goals.report(name, measured, reference, f"{ratio:.2f}")


def durable(goals):
    """(b) One fdatasync for each write, the next write always waiting, beside fio doing the same."""
    seconds = scaled(4)
    for write_bytes in (4096, 65536, MEBIBYTE, 4 * MEBIBYTE):
        ours, grown, over = in_turn(
            partial(durable_rate, write_bytes, seconds),
            partial(disk_rate, fio.append, write_bytes, seconds),
            partial(disk_rate, fio.overwrite, write_bytes, seconds),
        )
        name = f"(b) durable appends of {write_bytes // 1024:,} KiB"
        ratio = median(a / b for a, b in zip(ours, grown))
        goals.at_least(name, megabytes(median(ours)), f"fio, growing file: {megabytes(median(grown))}", ratio, 0.8)
        ratio = median(a / b for a, b in zip(ours, over))
        goals.report(name, megabytes(median(ours)), f"fio, overwriting: {megabytes(median(over))}", f"{ratio:.2f}")


def durable_rate(write_bytes, seconds):
    return run_fresh("durable", bytes=write_bytes, seconds=seconds, mebibytes=65536)["bytes_per_second"]


def disk_rate(form, write_bytes, seconds):
    with Scratch() as directory:
        return form(directory, write_bytes, seconds)


def in_turn(*measurements):
    """The values of each over RUNS turns, forwards and backwards: what one leaves behind, the next one meets (memory
    that the host has just given, a disk that is still busy), and it must not always be the same one."""
    values = [[] for _ in measurements]
    for turn in range(RUNS):
        numbers = range(len(measurements)) if turn % 2 == 0 else reversed(range(len(measurements)))
        for number in numbers:
            values[number].append(measurements[number]())
    return values


def delay(goals):
    """(c) From append until a waiting reader goes on, beside a bare write and fdatasync of as many bytes."""
    runs = [run_fresh("delay", times=scaled(1500, 200)) for _ in range(RUNS)]
    for percent, factor, extra in ((50, 1, 0.001), (99, 2, 0.003)):
        ours = median(figures[f"delay_p{percent}"] for figures in runs)
        bare = median(figures[f"sync_p{percent}"] for figures in runs)
        limit = median(factor * figures[f"sync_p{percent}"] + extra for figures in runs)
        goals.at_most(
            f"(c) append to visible, p{percent}", milliseconds(ours),
            f"bare fdatasync: {milliseconds(bare)}", ours, limit, milliseconds,
        )  # fmt: skip


def reread(goals):
    """(d) 2 GB once more, from the page cache and from the disk: gathered into one write, as small batches are sent,
    and each batch by sendfile, as large ones are."""
    for rows, usual in ((50, "write"), (500, "sendfile")):
        with Scratch() as directory:
            run("build", directory, mebibytes=scaled(2048), partitions=10, rows=rows)
            # Nothing of it may still be on its way to the disk.
            os.sync()
            files = sorted((directory / "log").glob("*.segment"))
            disk, *cold = in_turn(
                partial(read_cold, directory, files, partial(fio.read, files)),
                *(partial(read_cold, directory, files, partial(reread_rate, directory, by)) for by in ("copy", "write", "sendfile")),
            )
            hot = in_turn(*(partial(run, "reread", directory, by=by) for by in ("write", "sendfile")))
        batches = f"batches of {rows * 210 // 1000} KB"
        for how, runs in zip(("write", "sendfile"), hot):
            rate = median(figures["bytes_per_cpu_second"] for figures in runs)
            name, measured = f"(d) re-read hot, {how}, {batches}", f"{megabytes(rate)} per CPU second"
            if how == usual:
                goals.at_least(name, measured, "", rate / 1e9, 2, "GB/s")
            else:
                goals.report(name, measured, "", f"{rate / 1e9:.2f} GB/s")
        for how, values in zip(("copy", "write", "sendfile"), cold):
            ratio = median(a / b for a, b in zip(values, disk))
            name, measured = f"(d) re-read cold, {how}, {batches}", megabytes(median(values))
            reference = f"fio: {megabytes(median(disk))}"
            # Only the copy is what fio does: the others send it on as well, in the same thread.
            if how == "copy":
                goals.at_least(name, measured, reference, ratio, 0.7)
            else:
                goals.report(name, measured, reference, f"{ratio:.2f}")


def reread_rate(directory, by):
    return run("reread", directory, by=by)["bytes_per_second"]


def read_cold(directory, files, measure):
    """Not in the page cache, and the memory to read it into is not new."""
    page_cache.drop(files)
    page_cache.fill(directory)
    return measure()


def recovery(goals):
    """(e) Opening after a crash, nothing in the page cache."""
    logs = (
        ("1 GB after the last STATE", 3, {"mebibytes": scaled(1024), "segment": 4096, "partitions": 100}),
        ("50 GB", 1, {"mebibytes": scaled(51_200), "segment": 256, "partitions": 1000, "sparse": 1}),
    )
    for what, limit, options in logs:
        with Scratch() as directory:
            run("build", directory, **options)
            runs = []
            for _ in range(RUNS):
                page_cache.drop((directory / "log").iterdir())
                runs.append(run("open", directory))
        seconds = median(figures["seconds"] for figures in runs)
        memory = max(figures["resident_bytes"] for figures in runs)
        measured = f"{seconds:.2f} s, CPU {median(figures['cpu_seconds'] for figures in runs):.2f} s"
        reference = f"{runs[0]['segments']} segments, RSS {memory / MEBIBYTE:.0f} MiB"
        goals.at_most(f"(e) recovery, {what}", measured, reference, seconds, limit, lambda value: f"{value:.2f} s")


def shared(goals):
    """(f) Appends while 100 consumers read what is not in the page cache, in turn with appends alone."""
    with Scratch() as directory:
        run("build", directory, mebibytes=scaled(4096, 1024), partitions=100, rows=50)
        page_cache.drop((directory / "log").iterdir())
        figures = run("shared", directory, rounds=RUNS, seconds=scaled(3))
    alone, beside = figures["alone_bytes_per_second"], figures["beside_bytes_per_second"]
    read = megabytes(median(figures["read_bytes_per_second"]))
    ratio = median(b / a for a, b in zip(alone, beside))
    name = f"(f) appends beside 100 readers of {read}"
    goals.at_least(name, megabytes(median(beside)), f"alone: {megabytes(median(alone))}", ratio, 0.8)


def memory(goals):
    """(g) Memory with 10,000 partitions and many segments."""
    figures = run_fresh("accumulate", partitions=10_000, rows=0, windows=scaled(10), segment=64)
    resident = figures["resident_bytes_max"]
    name = f"(g) RSS, 10,000 partitions, {scaled(10)} million records of random keys"
    reference = f"{figures['segments']} segments, {figures['handles_max']} handles"
    goals.at_most(name, mebibytes(resident), reference, resident, 256 * MEBIBYTE, mebibytes)


def accumulate(goals):
    """(h) Records pile up. One million takes half a second, less than the disk's moods last: so the first and the last
    ten windows of a million are compared by their medians, and the CPU time of a record beside its rate."""
    millions = scaled(50, 4)
    count = max(1, min(10, millions // 4))
    runs = []
    for _ in range(min(RUNS, 3)):
        with Scratch() as directory:
            page_cache.fill(directory)
            runs.append(run("accumulate", directory, partitions=1000, rows=50, windows=millions))
    first = [median(figures["records_per_second"][1 : 1 + count]) for figures in runs]
    last = [median(figures["records_per_second"][-count:]) for figures in runs]
    name = f"(h) {millions} million records, no consumer"
    ratio = median(b / a for a, b in zip(first, last))
    reference = f"first {count} million: {thousands(median(first))}"
    goals.at_least(name, f"last {count} million: {thousands(median(last))} records/s", reference, ratio, 0.95)
    cpu = [figures["cpu_ns_per_record"] for figures in runs]
    first_cpu = median(median(values[1 : 1 + count]) for values in cpu)
    last_cpu = median(median(values[-count:]) for values in cpu)
    goals.report(name, f"{last_cpu:.0f} CPU ns a record", f"first: {first_cpu:.0f}", f"{first_cpu / last_cpu:.2f}")
    grown = max(figures["resident_bytes"][-1] / figures["resident_bytes"][millions // 4] for figures in runs)
    resident = median(figures["resident_bytes_max"] for figures in runs)
    handles = max(figures["handles_max"] for figures in runs)
    reference = f"{handles} handles, {runs[0]['segments']} segments"
    goals.at_most(
        f"{name}: RSS", mebibytes(resident), reference, grown, 1.1, lambda value: f"{value:.2f} × a quarter's"
    )


def mebibytes(value):
    return f"{value / MEBIBYTE:.0f} MiB"


if __name__ == "__main__":
    main()
