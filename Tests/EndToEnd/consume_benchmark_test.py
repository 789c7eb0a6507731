"""The clients of the consumption benchmark run, at a size that says nothing about speed."""

import json
import subprocess

import pytest

from harness.leat import ROOT

pytestmark = pytest.mark.alone

SOURCES = ROOT / "Tests/Benchmarks"
BINARY = ROOT / ".build/debug/LogBenchmark"
BUSY, IDLE = 5, 300


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    def make(name):
        binary = tmp_path_factory.getbasetemp() / name
        subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-o", binary, SOURCES / f"{name}.c"], check=True)
        return binary

    return make


@pytest.fixture
def serve(tmp_path):
    processes = []

    def start(**options):
        words = [f"{key}={value}" for key, value in (options | {"directory": tmp_path}).items()]
        process = subprocess.Popen([BINARY, "serve", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        processes.append(process)
        return process, process.stdout.readline().decode().strip()

    yield start
    for process in processes:
        process.stdin.close()
        assert process.wait(30) == 0


def resident_kibibytes(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_many_connections_wait_while_a_few_are_busy(compiled, serve):
    process, port = serve(partitions=BUSY + IDLE, busy=BUSY)
    fetchers = subprocess.Popen(
        [compiled("many_fetchers"), port, "bench", str(BUSY), str(IDLE), "3", "500"], stdout=subprocess.PIPE
    )
    before = resident_kibibytes(process)
    fetchers.stdout.readline()
    growth = resident_kibibytes(process) - before
    output, _ = fetchers.communicate(timeout=60)
    assert fetchers.returncode == 0
    figures = json.loads(output)
    # Idle ones ask twice a second; a lost wake-up would show as a delay of half a second.
    assert figures["deliveries"] > 100 and figures["idle_responses"] > IDLE
    assert growth < 64 * (BUSY + IDLE)


@pytest.mark.parametrize("rows", (5, 500, 5000))
def test_a_bare_loop_reads_the_whole_topic(compiled, serve, tmp_path, rows):
    words = [f"directory={tmp_path}", "mebibytes=12", "segment=4", "partitions=1", f"rows={rows}"]
    subprocess.run([BINARY, "build", *words], check=True)
    _, port = serve(partitions=1, busy=0)
    result = subprocess.run(
        [compiled("fetch_loop"), port, "bench", "0", str(1 << 20), str(40 << 20)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["bytes"] >= 40 << 20
