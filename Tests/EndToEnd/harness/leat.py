"""The `leat` process under test: its configuration, its life, its commands."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

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

    def lines(self, pipeline):
        return [
            f"  - name: {self.name}",
            "    host: 127.0.0.1",
            f"    port: {self.port}",
            f"    user: {self.user}",
            f"    password: {self.password}",
            f"    server_id: {self.server_id}",
            f"    start: {self.start}",
            f"    pipelines: [{pipeline}]",
        ]


class Leat:
    def __init__(self, directory, sources, partitions=4):
        self.directory, self.sources, self.partitions = Path(directory), sources, partitions
        self.bootstrap, self.http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
        self.config, self.log = self.directory / "leat.yaml", self.directory / "leat.log"
        self.process = None
        self.directory.mkdir(parents=True, exist_ok=True)
        self.write_configuration()

    def write_configuration(self):
        lines = ["sources:"]
        for source in self.sources:
            pipeline = self.directory / f"{source.name}.yaml"
            pipeline.write_text(self._pipeline(source))
            lines += source.lines(pipeline)
        lines += ["queue:", f"  directory: {self.directory / 'data'}", "  segment_bytes: 64MiB"]
        lines += ["kafka:", "  listeners:", f"    - {{ listen: {self.bootstrap}, advertise: {self.bootstrap} }}"]
        lines += [f"http: {{ listen: {self.http} }}"]
        self.config.write_text("\n".join(lines) + "\n")

    def _pipeline(self, source):
        return (
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
                [BINARY, "run", "--config", self.config], cwd=self.directory, stdout=log, stderr=log, stdin=subprocess.DEVNULL
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
        return urllib.request.urlopen(f"http://{self.http}{path}", timeout=5)  # noqa: S310 - our own port

    def json(self, path):
        with self.get(path) as response:
            return json.load(response)

    def command(self, *arguments, seconds=60):
        """Run another command of the binary, as a user would from the same directory."""
        return subprocess.run(
            [BINARY, *arguments], cwd=self.directory, capture_output=True, text=True, timeout=seconds, check=False
        )
