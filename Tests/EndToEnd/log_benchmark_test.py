"""The log's benchmark runs, at a size that says nothing about speed, and memory stays within its bounds there too."""

import json
import subprocess

import pytest

from harness.leat import ROOT

pytestmark = pytest.mark.alone

BINARY = ROOT / ".build/debug/LogBenchmark"
MEBIBYTE = 1 << 20


def run(directory, name, **options):
    words = [f"{key}={value}" for key, value in (options | {"directory": directory}).items()]
    result = subprocess.run([BINARY, name, *words], capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout) if result.stdout else {}


@pytest.fixture
def log(tmp_path):
    run(tmp_path, "build", mebibytes=8, segment=4, partitions=10)
    return tmp_path


def test_ten_thousand_partitions_fill_neither_memory_nor_the_table_of_handles(tmp_path):
    figures = run(tmp_path, "accumulate", partitions=10_000, rows=0, records=50_000, windows=8, segment=8)
    assert figures["segments"] >= 8
    assert figures["resident_bytes_max"] < 256 * MEBIBYTE
    assert figures["handles_max"] < 64


def test_each_write_has_one_fdatasync_when_the_next_always_waits(tmp_path):
    figures = run(tmp_path, "durable", bytes=65536, mebibytes=4, seconds=60)
    assert figures["syncs"] == figures["writes"] == 64


def test_a_waiting_reader_sees_each_record(tmp_path):
    assert run(tmp_path, "delay", times=50, pause=0)["delay_p50"] > 0


@pytest.mark.parametrize("rows", (0, 50))
def test_appends_are_measured(tmp_path, rows):
    assert run(tmp_path, "append", partitions=100, rows=rows, mebibytes=4)["records_per_second"] > 0


@pytest.mark.parametrize("how", ("copy", "sendfile"))
def test_a_log_is_read_again_whole_after_a_crash(log, how):
    assert run(log, "reread", by=how, cold=1)["bytes"] > 7 * MEBIBYTE


def test_a_sparse_log_opens(tmp_path):
    run(tmp_path, "build", mebibytes=64, segment=16, partitions=10, sparse=1)
    held = sum(path.stat().st_blocks * 512 for path in (tmp_path / "log").iterdir())
    assert held < 8 * MEBIBYTE
    assert run(tmp_path, "open")["segments"] >= 5


def test_consumers_read_beside_appends(log):
    figures = run(log, "shared", rounds=1, seconds=1, consumers=10, rate=100)
    assert figures["read_bytes_per_second"][0] > 0
