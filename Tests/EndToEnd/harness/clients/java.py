"""The Java client, where a Java runtime and its jars are: a small program in Java does what its standard input says.

LEAT_KAFKA_CLIENTS is the class path (`DIR/*`); without it, .cache/java-clients/ is looked at.
"""

import base64
import os
import shutil
import subprocess
from pathlib import Path

from harness.clients.places import EARLIEST, Place
from history.changes import Record

PROGRAM = Path(__file__).parent / "JavaClient.java"
CLASS_PATH = os.environ.get("LEAT_KAFKA_CLIENTS", str(Path(__file__).parents[4] / ".cache/java-clients/*"))


class JavaError(Exception):
    pass


class Java:
    name = "Java client"
    is_open = True
    is_available = shutil.which("java") and any(Path(CLASS_PATH.removesuffix("*")).glob("kafka-clients-*.jar"))

    def __init__(
        self,
        bootstrap,
        group=None,
        reset=EARLIEST,
        fetch_bytes=1 << 20,
        fetch_bytes_min=1,
        fetch_wait_ms=500,
        committed_only=False,
        auto_commit=False,
        extra=None,
    ):
        options = {
            "bootstrap.servers": bootstrap,
            "auto.offset.reset": reset,
            "enable.auto.commit": str(auto_commit).lower(),
            "auto.commit.interval.ms": 500,
            "isolation.level": "read_committed" if committed_only else "read_uncommitted",
            "fetch.min.bytes": fetch_bytes_min,
            "fetch.max.wait.ms": fetch_wait_ms,
            "max.partition.fetch.bytes": fetch_bytes,
            "max.poll.records": 1000,
            **({"group.id": group} if group else {}),
            **(extra or {}),
        }
        self._process = subprocess.Popen(
            ["java", "-Xmx256m", "-XX:+UseSerialGC", "-cp", CLASS_PATH, PROGRAM]
            + [f"{name}={value}" for name, value in options.items()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _ask(self, *words):
        """The lines of the answer, each as its fields."""
        self._process.stdin.write("\t".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        lines = []
        while (line := self._process.stdout.readline().rstrip("\n")) != ".":
            if line.startswith("!") or (not line and self._process.poll() is not None):
                raise JavaError(line or "the program ended")
            lines.append(line.split("\t"))
        return lines

    def _number(self, *words):
        number = int(self._ask(*words)[0][0])
        return None if number < 0 else number

    def topics(self):
        return {name: int(count) for name, count in self._ask("topics")}

    def assign(self, offsets):
        self._ask("assign", *(word for place, offset in offsets.items() for word in (*place, offset)))

    def subscribe(self, names):
        self._ask("subscribe", *names)

    def assignment(self):
        return {Place(topic, int(partition)) for topic, partition in self._ask("assignment")}

    def poll(self, seconds):
        return [_record(*line) for line in self._ask("poll", int(1000 * seconds))]

    def seek(self, place, offset):
        self._ask("seek", *place, offset)

    def pause(self, place):
        self._ask("pause", *place)

    def resume(self, place):
        self._ask("resume", *place)

    def position(self, place):
        return self._number("position", *place)

    def watermarks(self, place):
        low, high = self._ask("watermarks", *place)[0]
        return int(low), int(high)

    def offset_at(self, place, milliseconds):
        return self._number("offset_at", *place, milliseconds)

    def commit(self, offsets):
        self._ask("commit", *(word for place, offset in offsets.items() for word in (*place, offset)))

    def committed(self, place):
        return self._number("committed", *place)

    def close(self):
        self.is_open = False
        self._ask("close")
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


def _record(topic, partition, offset, timestamp, key, value, *headers):
    pairs = zip(headers[::2], map(_bytes, headers[1::2]), strict=True)
    return Record(topic, int(partition), int(offset), _bytes(key), _bytes(value), int(timestamp), tuple(pairs))


def _bytes(text):
    return None if text == "-" else base64.b64decode(text)
