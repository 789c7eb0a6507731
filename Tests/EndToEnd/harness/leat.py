"""The `leat` process under test: its configuration, its life, its commands."""

import itertools
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from harness.kafka import wait_for_records
from harness.waiting import free_port, wait_until

ROOT = Path(__file__).parents[3]
BINARY = Path(os.environ.get("LEAT_BINARY", ROOT / ".build/release/leat"))


@dataclass
class Source:
    """One entry of `sources:`, which reads every table of `database`."""

    name: str
    port: int
    database: str
    start: str = "earliest"
    server_id: str = "auto"
    user: str = "leat"
    password: str = "leat"
    host: str = "127.0.0.1"
    # Further lines of the source's entry, without indentation.
    extra: tuple = ()
    # The whole pipeline file in place of the usual one.
    pipeline: str = ""

    def lines(self, pipeline):
        return [
            f"  - name: {self.name}",
            f"    host: {self.host}",
            f"    port: {self.port}",
            f"    user: {self.user}",
            f"    password: {self.password}",
            f"    server_id: {self.server_id}",
            f"    start: {self.start}",
            "    retry_interval_max: 1s",
            f"    pipelines: [{pipeline}]",
            *(f"    {line}" for line in self.extra),
        ]


class Leat:
    def __init__(self, directory, sources, partitions=4, segment_bytes="1MiB", queue=()):
        self.directory, self.sources, self.partitions = Path(directory), sources, partitions
        # Further lines of `queue:`, without indentation; and what the process finds in its environment.
        self.segment_bytes, self.queue, self.environment = segment_bytes, queue, {}
        self.bootstrap, self.http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
        self.config, self.log = self.directory / "leat.yaml", self.directory / "leat.log"
        self.process = None
        self.directory.mkdir(parents=True, exist_ok=True)
        self.write_configuration()

    def write_configuration(self):
        lines = ["sources:" if self.sources else "sources: []"]
        for source in self.sources:
            pipeline = self.directory / f"{source.name}.yaml"
            pipeline.write_text(self._pipeline(source))
            lines += source.lines(pipeline)
        lines += ["queue:", f"  directory: {self.directory / 'data'}", f"  segment_bytes: {self.segment_bytes}"]
        lines += [f"  {line}" for line in self.queue]
        lines += ["kafka:", "  listeners:", f"    - {{ listen: {self.bootstrap}, advertise: {self.bootstrap} }}"]
        lines += [f"http: {{ listen: {self.http} }}"]
        self.config.write_text("\n".join(lines) + "\n")

    def _pipeline(self, source):
        return source.pipeline or (
            f"name: {source.name}\n"
            "capture:\n"
            f'  - tables: ["{source.database}.*"]\n'
            '    topic: "{source}.{database}.{table}"\n'
            f"    partitions: {self.partitions}\n"
            "    key: primary\n"
            "    format: debezium\n"
        )

    def topic(self, table, source=0):
        return f"{self.sources[source].name}.{self.sources[source].database}.{table}"

    # Life

    def start(self, wait=True):
        with self.log.open("ab") as log:
            log.write(f"--- start at {time.time():.3f}\n".encode())
            log.flush()
            self.process = subprocess.Popen(
                [BINARY, "run", "--config", self.config],
                cwd=self.directory,
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        if wait:
            wait_until("leat serves", self._serves, seconds=60)

    def _serves(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"leat ended with {self.process.returncode}:\n{self.log_text()[-3000:]}")
        try:
            return self.get("/readyz").status == 200
        except OSError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def terminate(self, seconds=30):
        """SIGTERM; gives the seconds that the process took to end, which it must do with code 0."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        if code != 0:
            raise RuntimeError(f"leat ended with {code} on SIGTERM:\n{self.log_text()[-3000:]}")
        return time.monotonic() - begin

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    # Asking

    def get(self, path):
        return urllib.request.urlopen(f"http://{self.http}{path}", timeout=5)

    def json(self, path):
        with self.get(path) as response:
            return json.load(response)

    def source(self, name=None):
        """The status of a source, the first one unless named."""
        name = name or self.sources[0].name
        return next(source for source in self.json("/api/sources") if source["name"] == name)

    def spawn(self, *arguments):
        """Start another command of the binary and leave it running."""
        return subprocess.Popen(
            [BINARY, *arguments], cwd=self.directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def position(self):
        """What `leat position show` prints, from the running process or from its directory."""
        result = self.command("position", "show", "--config", self.config)
        if result.returncode != 0:
            raise RuntimeError(f"position show ended with {result.returncode}: {result.stderr}")
        return result.stdout

    def wait_for_row(self, table, row, source=0, seconds=60):
        """The first record whose row after the change is `row`."""
        return wait_for_records(
            self.bootstrap, self.topic(table, source), lambda r: r.value and r.envelope()["after"] == row, seconds
        )[-1]

    def wait_for_records(self, table, count, source=0):
        """The first `count` records of the table's topic."""
        counter = itertools.count(1)
        return wait_for_records(self.bootstrap, self.topic(table, source), lambda _: next(counter) == count)

    def command(self, *arguments, seconds=60):
        """Run another command of the binary, as a user would from the same directory."""
        return subprocess.run(
            [BINARY, *arguments], cwd=self.directory, capture_output=True, text=True, timeout=seconds, check=False
        )
