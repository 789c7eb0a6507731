"""What the disk itself does, measured by fio beside the log."""

import json
import os
import subprocess


def append(directory, write_bytes, seconds):
    """Bytes a second into a growing file, one fdatasync a write: what a log can hope for."""
    path = directory / "fio"
    report = fio(
        f"--filename={path}", "--rw=write", f"--bs={write_bytes}", "--fdatasync=1", "--fallocate=none",
        "--size=64g", f"--runtime={seconds}",
    )  # fmt: skip
    path.unlink()
    return report["write"]["bw_bytes"]


def overwrite(directory, write_bytes, seconds):
    """The same over a file that was written before, which spares the file system its journal."""
    path = directory / "fio"
    report = fio(
        f"--filename={path}", "--rw=write", f"--bs={write_bytes}", "--fdatasync=1", "--overwrite=1",
        f"--size={max(64 << 20, 256 * write_bytes)}", "--time_based", f"--runtime={seconds}",
    )  # fmt: skip
    path.unlink()
    return report["write"]["bw_bytes"]


def read(files):
    """Bytes a second through these files, one after the other."""
    names = ":".join(str(file) for file in files)
    report = fio(
        f"--filename={names}", "--readonly", "--rw=read", "--bs=1m", "--file_service_type=sequential", "--invalidate=0"
    )
    return report["read"]["bw_bytes"]


def fio(*options):
    command = ["fio", "--name=reference", "--ioengine=psync", "--output-format=json", *options]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    # fio may say something before its report.
    return json.loads(result.stdout[result.stdout.index("{") :])["jobs"][0]
