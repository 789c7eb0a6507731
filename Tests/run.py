"""Runs every test: the Swift tests on a debug build, then the end-to-end tests on the release build.

The database servers that the Swift tests need are started first and stopped at the end. The last line is the sum.
LEAT_LONG=1 runs the long forms, with seeds drawn by chance unless LEAT_SEED and LEAT_TEST_SEED name them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from harness.waiting import free_port  # noqa: E402

SERVERS = ROOT / "Tests/Servers"
FUZZ = ROOT / "Tests/Fuzz"
BUILD_DEBUG = ["swift", "build", "--build-tests", "-j", "2", "--explicit-target-dependency-import-check", "error"]
BUILD_RELEASE = ["swift", "build", "-c", "release", "--product", "leat", "--static-swift-stdlib", "-j", "2"]
UNAVAILABLE = 77
# Long comparisons with the servers; beside them, tests that watch the clock would see a busy machine.
HEAVY = "ServerConversionTests|LiveServerTests|ExpressionsTests"


def main():
    if os.environ.get("LEAT_LONG") != "1":
        # Random searches go the same way in every short run; the long one goes other ways.
        os.environ.setdefault("LEAT_SEED", "1")
        os.environ.setdefault("LEAT_TEST_SEED", "1")
    scratch = Path(tempfile.mkdtemp(prefix="leat-test-", dir="/tmp"))
    scratch.chmod(0o755)
    try:
        counts = swift_tests(scratch) + end_to_end_tests(scratch) + fuzz_tests()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped")
    return 1 if counts.failed else 0


class Counts:
    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def __add__(self, other):
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    @classmethod
    def of(cls, report, exit_code):
        """The cases of a JUnit report; a run that failed without a failed case counts as one."""
        counts = cls()
        cases = ElementTree.parse(report).iter("testcase") if report.exists() else ()
        for case in cases:
            kinds = {child.tag for child in case}
            if kinds & {"failure", "error"}:
                counts.failed += 1
            elif "skipped" in kinds:
                counts.skipped += 1
            else:
                counts.passed += 1
        if exit_code != 0 and counts.failed == 0:
            counts.failed = 1
        return counts


def swift_tests(scratch):
    if run(BUILD_DEBUG) != 0:
        return Counts(failed=1)
    ports, started = {}, []
    for kind in ("mariadb", "mysql"):
        port = free_port()
        code = run([SERVERS / f"{kind}.sh", scratch / kind, str(port)])
        if code == 0:
            ports[f"LEAT_TEST_{kind.upper()}_PORT"] = str(port)
            started.append(scratch / kind)
        elif code != UNAVAILABLE:
            return Counts(failed=1)
    try:
        return swift_test(scratch / "light.xml", ["--skip", HEAVY], ports) + swift_test(
            scratch / "heavy.xml", ["--filter", HEAVY], ports
        )
    finally:
        for directory in started:
            run([SERVERS / "stop.sh", directory])


def swift_test(report, choice, ports):
    command = ["swift", "test", "--skip-build", "--disable-xctest", *choice, "--xunit-output", report]
    return Counts.of(report, run(command, environment=ports))


def end_to_end_tests(scratch):
    if run(BUILD_RELEASE) != 0:
        return Counts(failed=1)
    # Most of a test is waiting: two files at a time take little more than half the time.
    together = ["-n", "2", "--dist", "loadfile", "-m", "not alone"]
    return pytest(scratch / "together.xml", together) + pytest(scratch / "alone.xml", ["-m", "alone"])


def pytest(report, choice):
    command = [sys.executable, "-m", "pytest", "Tests/EndToEnd", *choice, f"--junitxml={report}", "--durations=10"]
    return Counts.of(report, run(command))


def fuzz_tests():
    """Each libFuzzer target for a short while, from its kept corpus."""
    counts = Counts()
    for target in sorted(path.parent.name for path in FUZZ.glob("*/targets")):
        failed = run([FUZZ / "fuzz.sh", target, str(600 if os.environ.get("LEAT_LONG") == "1" else 20)]) != 0
        counts += Counts(passed=not failed, failed=failed)
    return counts


def run(command, environment=None):
    begin = time.monotonic()
    print("+", *command, flush=True)
    code = subprocess.run(command, cwd=ROOT, env=os.environ | (environment or {}), check=False).returncode
    print(f"  exit {code} after {time.monotonic() - begin:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
