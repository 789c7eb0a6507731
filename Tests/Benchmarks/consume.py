"""What consumers get from the queue, and what it costs the server: `python Tests/Benchmarks/consume.py [a b c d]`.

The server's CPU seconds are those of all its threads, as the kernel counts them; rates are the clients'. Everything is
read from the page cache. Figures are medians of RUNS turns; where two servers are compared they take turns.

LEAT_BENCH_SCALE=0.1 shrinks the workloads, LEAT_BENCH_RUNS changes the number of turns.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

from brokers import LeatBroker, Tansu
from goals import Goals, thousands

ROOT = Path(__file__).parents[2]
SCRATCH = Path(os.environ.get("LEAT_BENCH_DIRECTORY", ROOT / ".cache/bench-consume"))
LOG_BENCHMARK = os.environ.get("LEAT_LOG_BENCHMARK", ROOT / ".build/release/LogBenchmark")
RUNS = int(os.environ.get("LEAT_BENCH_RUNS", 5))
SCALE = float(os.environ.get("LEAT_BENCH_SCALE", 1))
RECORD_BYTES = 200
KIBIBYTE = 1 << 10
BUSY, IDLE = 50, 1000


def main():
    chosen = sys.argv[1:] or list("abcd")
    goals = Goals()
    measurements = {"a": consumers, "b": beside_tansu, "c": bare_loop, "d": many_connections}
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    try:
        print(f"Consumers of the queue, medians of {RUNS} turns, scale {SCALE}\n")
        goals.head()
        for letter in chosen:
            measurements[letter](goals)
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    goals.sum_up()


def compiled(name, *libraries):
    """A client in C, from the source beside this file."""
    binary = SCRATCH / name
    if not binary.exists():
        subprocess.run(["cc", "-O2", "-o", binary, Path(__file__).parent / f"{name}.c", *libraries], check=True)
    return binary


def client(*words):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{words[0].name} ended with {result.returncode}: {result.stderr}")
    return json.loads(result.stdout.splitlines()[-1])


# librdkafka stops fetching for a second (its default) whenever 100,000 records wait for the application, which a fast
# server brings about all the time: then the pause is measured, and a slower server looks as fast.
BACKOFF_MILLISECONDS = 10


def python_consumer(broker, topic, records, backoff=BACKOFF_MILLISECONDS):
    """One librdkafka consumer as Python has it, which bounds the rate."""
    consumer = Consumer(
        {
            "bootstrap.servers": broker.bootstrap,
            "group.id": "benchmark",
            "enable.auto.commit": False,
            "fetch.queue.backoff.ms": backoff,
        }
    )
    consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
    count = size = 0
    begin = None
    while count < records:
        for message in consumer.consume(num_messages=10_000, timeout=1):
            if message.error():
                sys.exit(f"{broker.name}: {message.error()}")
            begin = begin or time.monotonic()
            count += 1
            size += len(message.value()) + len(message.key())
    seconds = time.monotonic() - begin
    consumer.close()
    return {"records": count, "bytes": size, "seconds": seconds}


def c_consumer(broker, topic, records):
    return client(compiled("consumer_loop", "-lrdkafka"), broker.bootstrap, topic, 1, records)


def measured(broker, consume, *arguments):
    """What a client saw, with the server's CPU seconds for each GB of keys and values."""
    before = broker.cpu_seconds()
    figures = consume(broker, *arguments)
    return figures | {
        "rate": figures["records"] / figures["seconds"],
        "cpu_per_gb": (broker.cpu_seconds() - before) / figures["bytes"] * 1e9,
    }


def built(name, **options):
    """A Leat over a log that was written beforehand."""
    broker = LeatBroker(SCRATCH / name)
    words = [f"{key}={value}" for key, value in (options | {"directory": broker.data, "partitions": 1}).items()]
    broker.data.mkdir(parents=True)
    subprocess.run([LOG_BENCHMARK, "build", *words], check=True)
    return broker


def scaled(number, least=1):
    return max(least, int(number * SCALE))


def consumers(goals):
    """(a) One consumer, from the page cache."""
    records = scaled(2_000_000, 100_000)
    with built("a", mebibytes=records * RECORD_BYTES // 1_000_000, rows=50) as broker:
        for name, consume in (("confluent-kafka (Python)", python_consumer), ("librdkafka (C)", c_consumer)):
            runs = [measured(broker, consume, "bench", records) for _ in range(RUNS)]
            rate, cpu = median(run["rate"] for run in runs), median(run["cpu_per_gb"] for run in runs)
            goals.report(
                f"(a) {name}, batches of 10 KB",
                f"{thousands(rate)} records/s",
                f"{rate * RECORD_BYTES / 1e6:.0f} MB/s",
                f"{cpu:.2f} s CPU per GB",
            )


def beside_tansu(goals):
    """(b) The same consumer on the same records in tansu's memory."""
    records = scaled(1_000_000, 50_000)
    with LeatBroker(SCRATCH / "b") as leat, Tansu(SCRATCH / "tansu") as tansu:
        for broker in (leat, tansu):
            broker.fill("bench", records)
        for backoff in (BACKOFF_MILLISECONDS, 1000):
            name = "confluent-kafka" + (", its default pause of 1 s" if backoff == 1000 else "")
            turns = [
                [measured(broker, python_consumer, "bench", records, backoff) for broker in (leat, tansu)]
                for _ in range(RUNS)
            ]
            rates = [median(turn[index]["rate"] for turn in turns) for index in (0, 1)]
            cpu = [median(turn[index]["cpu_per_gb"] for turn in turns) for index in (0, 1)]
            ratio = median(turn[0]["rate"] / turn[1]["rate"] for turn in turns)
            cpu_ratio = median(turn[0]["cpu_per_gb"] / turn[1]["cpu_per_gb"] for turn in turns)
            beside = (f"(b) {name}: rate beside tansu", f"{thousands(rates[0])} records/s", thousands(rates[1]))
            goals.at_least(*beside, ratio, 0.95)
            goals.at_most(
                f"(b) {name}: server CPU beside tansu", f"{cpu[0]:.2f} s per GB", f"{cpu[1]:.2f} s per GB", cpu_ratio,
                0.5, lambda value: f"{value:.2f}",
            )  # fmt: skip


def bare_loop(goals):
    """(c) A client that only looks at lengths and offsets."""
    loop = compiled("fetch_loop")
    total = scaled(4_000_000_000, 100_000_000)
    for rows, name in ((50, "10 KB"), (5, "1 KB"), (500, "100 KB"), (5000, "1 MB")):
        with built(f"c{rows}", mebibytes=scaled(512, 16), rows=rows) as broker:
            for bytes_max in (1 << 20, 8 << 20):
                rates = [bare_turn(broker, loop, bytes_max, total) for _ in range(RUNS)]
                rate, wall = median(rate for rate, _ in rates), median(wall for _, wall in rates)
                line = f"(c) bare loop, batches of {name}, {bytes_max >> 20} MiB a fetch"
                if rows == 50:
                    goals.at_least(line, f"{wall:.2f} GB/s", "", rate, 2, "GB per CPU s")
                else:
                    goals.report(line, f"{wall:.2f} GB/s", "", f"{rate:.2f} GB per CPU s")
        shutil.rmtree(broker.leat.directory)


def bare_turn(broker, loop, bytes_max, total):
    before = broker.cpu_seconds()
    figures = client(loop, broker.port, "bench", 0, bytes_max, total)
    cpu = broker.cpu_seconds() - before
    return figures["bytes"] / 1e9 / cpu, figures["bytes"] / 1e9 / figures["seconds"]


def many_connections(goals):
    """(d) 50 busy connections alone, and beside 1,000 that wait for something else."""
    seconds = scaled(10, 2)
    turns = [[served(idle, seconds) for idle in (0, IDLE)] for _ in range(RUNS)]
    alone, together = (median(turn[index]["p99"] for turn in turns) / 1000 for index in (0, 1))
    ratio = median(turn[1]["p99"] / turn[0]["p99"] for turn in turns)
    goals.at_most(
        f"(d) delivery p99, {IDLE} idle beside {BUSY} busy", f"{together:.2f} ms", f"{alone:.2f} ms", ratio, 2,
        lambda value: f"{value:.2f} ×",
    )  # fmt: skip
    growth = median(turn[1]["growth"] for turn in turns) / (BUSY + IDLE) / KIBIBYTE
    goals.at_most("(d) memory a connection", f"{growth:.1f} KiB", "", growth, 64, lambda value: f"{value:.1f} KiB")
    idle = median(turn[1]["cpu"] - turn[0]["cpu"] for turn in turns) / seconds
    goals.report(f"(d) CPU of {IDLE} idle connections, two fetches a second each", f"{idle:.3f} cores", "", "")


def served(idle, seconds):
    """One server in memory's reach of the disk: what is measured is the way from the log to the client."""
    directory = SCRATCH / "d"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    words = [LOG_BENCHMARK, "serve", f"directory={directory}", f"partitions={BUSY + IDLE}", f"busy={BUSY}"]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        server = Served(process)
        before, cpu = server.resident_bytes(), server.cpu_seconds()
        fetchers = subprocess.Popen(
            [compiled("many_fetchers"), str(server.port), "bench", str(BUSY), str(idle), str(seconds), "500"],
            stdout=subprocess.PIPE,
        )
        fetchers.stdout.readline()
        time.sleep(seconds * 0.8)
        growth = server.resident_bytes() - before
        figures = json.loads(fetchers.communicate()[0])
        return figures | {"growth": growth, "cpu": server.cpu_seconds() - cpu}
    finally:
        process.stdin.close()
        process.wait(30)


class Served(LeatBroker):
    def __init__(self, process):
        self.process = process
        self.bootstrap = f"127.0.0.1:{int(process.stdout.readline())}"


if __name__ == "__main__":
    main()
