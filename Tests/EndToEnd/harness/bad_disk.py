"""A disk that fails on command below one directory: a library of our own between `leat` and the C library."""

import contextlib
import errno
import functools
import mmap
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_suffix(".c")
# As `struct control` in the library has them.
FIELDS = {"write": 0, "sync": 4, "read": 8, "full": 12, "sync_milliseconds": 48}
COUNTS = {"write": 16, "sync": 24, "read": 32, "full": 40}


@functools.cache
def library():
    """The library, compiled once; the test is skipped where there is no C compiler."""
    compiler = next(filter(None, map(shutil.which, ("cc", "clang", "gcc"))), None)
    if compiler is None:
        pytest.skip("no C compiler")
    target = Path(tempfile.mkdtemp(prefix="leat-bad-disk-", dir="/tmp")) / "bad_disk.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o", target, SOURCE, "-ldl"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return target


class BadDisk:
    """Faults of the disk below `directory`, from now on, in every process that has `environment`."""

    def __init__(self, control, directory):
        Path(directory).mkdir(parents=True, exist_ok=True)
        control.write_bytes(bytes(64))
        with control.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 64)
        self.environment = {
            "LD_PRELOAD": str(library()),
            "LEAT_BAD_DISK": str(control),
            "LEAT_BAD_DISK_DIRECTORY": str(directory),
        }

    def _set(self, name, value):
        struct.pack_into("=i", self._memory, FIELDS[name], value)

    def count(self, name):
        """How many calls have met this fault so far."""
        return struct.unpack_from("=q", self._memory, COUNTS[name])[0]

    @contextlib.contextmanager
    def dawdling(self, milliseconds):
        """Every fsync and fdatasync takes so much longer, also one that waits when this ends."""
        self._set("sync_milliseconds", milliseconds)
        try:
            yield self
        finally:
            self._set("sync_milliseconds", 0)

    @contextlib.contextmanager
    def failing(self, name, code=errno.EIO):
        """`write`, `sync` or `read` fails with this error; or the disk is `full`: no file can grow."""
        self._set(name, code)
        try:
            yield self
        finally:
            self._set(name, 0)
