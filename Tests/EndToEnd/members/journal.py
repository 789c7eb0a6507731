"""What one consumer did, line by line, so that it can be killed at any moment.

    <seconds> A 0,1     partitions given to it         <seconds> V 0,1   taken away       <seconds> L 0   lost
    <seconds> S 3 10 19 offsets 10–19 of partition 3 read
    <seconds> T 3 20    commit of offset 20 sent       <seconds> C 3 20  acknowledged
    <seconds> E text    an error that the client told

The clock is the machine's monotonic one: lines of different processes compare.
"""

import os
import time
from dataclasses import dataclass


class Journal:
    """Written in one call a time: what stands there was done before anything that came after."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.open_runs = {}

    def write(self, kind, *words):
        os.write(self.file, f"{time.monotonic():.6f} {kind} {' '.join(str(word) for word in words)}\n".encode())

    def read(self, partition, offset):
        """One record; runs are written by `flush`."""
        run = self.open_runs.get(partition)
        if run is None:
            self.open_runs[partition] = [offset, offset]
        elif run[1] + 1 == offset:
            run[1] = offset
        else:
            self.flush()
            self.open_runs[partition] = [offset, offset]

    def flush(self):
        for partition, (first, last) in self.open_runs.items():
            self.write("S", partition, first, last)
        self.open_runs.clear()

    def partitions(self, kind, partitions):
        self.flush()
        self.write(kind, ",".join(str(partition) for partition in sorted(partitions)))


@dataclass
class Entry:
    seconds: float
    kind: str
    numbers: tuple
    text: str


def entries(path):
    """The whole lines of a journal; a killed process may have left half a line."""
    found = []
    for line in path.read_text(errors="replace").split("\n")[:-1] if path.exists() else ():
        seconds, kind, *rest = line.split(" ", 2)
        text = rest[0] if rest else ""
        numbers = () if kind == "E" else tuple(int(word) for word in text.replace(",", " ").split())
        found.append(Entry(float(seconds), kind, numbers, text))
    return found
