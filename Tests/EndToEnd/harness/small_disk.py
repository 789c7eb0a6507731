"""A small file system of its own: to be filled, and emptied again."""

import contextlib
import os
import subprocess
from pathlib import Path

import pytest


class SmallDisk:
    """ext4 in a file where the machine lets us mount one, else tmpfs."""

    def __init__(self, place, image, mebibytes=192):
        self.place, self.image, self.kind = Path(place), Path(image), None
        self.place.mkdir(parents=True, exist_ok=True)
        self.ballast = self.place / "ballast"
        with self.image.open("wb") as file:
            file.truncate(mebibytes << 20)
        # No blocks for root alone: a full disk is as full for us as for everybody.
        ext4 = [["mkfs.ext4", "-q", "-F", "-m", "0", self.image], ["mount", "-o", "loop", self.image, self.place]]
        tmpfs = [["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", self.place]]
        for self.kind, commands in (("ext4", ext4), ("tmpfs", tmpfs)):
            if all(self._runs(command) for command in commands):
                return
        pytest.skip("no small disk can be mounted here: that takes root")

    @staticmethod
    def _runs(command):
        try:
            return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
        except FileNotFoundError:
            return False

    def fill(self):
        with self.ballast.open("ab", buffering=0) as file:
            for piece in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while file.write(bytes(piece)) == piece:
                        pass
            with contextlib.suppress(OSError):
                os.fsync(file.fileno())

    def free(self):
        self.ballast.unlink()

    def unmount(self):
        self._runs(["umount", self.place]) or self._runs(["umount", "-l", self.place])
        self.image.unlink()
