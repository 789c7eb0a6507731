"""`leat log check`: well after every kind of stop, and exact about one wrong byte, as is the next `leat run` about one in
the newest segment, the only one that a start reads."""

import random
import re

import pytest

from harness.leat import Source
from harness.rows import start_streaming
from harness.waiting import wait_until
from history.verdict import records_after
from history.writer import Load


FRAME_BYTES_MAX = 2 << 20


def check(leat):
    return leat.command("log", "check", leat.directory / "data")


@pytest.mark.parametrize("stop", ["terminate", "kill"])
def test_the_log_is_well_after_a_stop_under_load(bridge, server, seed, stop):
    load = Load(server, "shop", seed)
    load.start()
    start_streaming(bridge)
    try:
        for _ in range(3):
            wait_until("some rows", lambda: bridge.source()["rows"] > 200)
            getattr(bridge, stop)()
            result = check(bridge)
            assert result.returncode == 0, result.stdout + result.stderr
            assert "well" in result.stdout
            bridge.start()
    finally:
        load.finish()
    records_after(bridge)
    refused = check(bridge)
    assert refused.returncode != 0 and str(bridge.directory / "data") in refused.stderr, "in use"


def first_segment(leat):
    return min((leat.directory / "data").rglob("*.segment"))


def flip(path, place):
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x40]))


def written(path):
    """Bytes of the segment before the zeros that it is filled with ahead."""
    return len(path.read_bytes().rstrip(b"\0"))


@pytest.mark.parametrize("segment_bytes", ["1MiB", "64MiB"])
def test_one_wrong_byte_is_named_by_the_check_and_in_the_newest_segment_by_the_next_run(leat, servers, seed, segment_bytes):
    """In the middle of the first segment and at random places of it, when it is one of several and when it is all."""
    server = servers("mariadb")
    server.reset()
    server.execute(
        "CREATE DATABASE shop",
        "USE shop",
        "CREATE TABLE orders (id INT PRIMARY KEY, body VARCHAR(400))",
    )
    one = leat(Source("trade", server.port, "shop"), segment_bytes=segment_bytes)
    one.start()
    # While it reads, so that frames stay small and the first segment fills up.
    server.execute(
        "USE shop",
        *(
            f"INSERT INTO orders SELECT {n} * 200 + seq, SHA2(RAND(), 512) FROM seq_1_to_200"
            for n in range(100)
        ),
    )
    wait_until("all rows", lambda: one.source()["rows"] == 20_000)
    one.terminate()
    assert check(one).returncode == 0
    segments = list((one.directory / "data").rglob("*.segment"))
    assert (len(segments) > 2) == (segment_bytes == "1MiB")
    segment = first_segment(one)
    length, whole = written(segment), segment.read_bytes()
    rest = {path: path.read_bytes() for path in segments if path != segment}
    places = [length // 2, *(random.Random(seed).randrange(4096, length * 3 // 4) for _ in range(8))]
    for place in places:
        flip(segment, place)
        damaged = segment.read_bytes()
        found = check(one)
        assert found.returncode == 1, (place, found)
        position = int(re.search(r"first bad +position (\d+)", found.stdout)[1])
        assert position <= place < position + FRAME_BYTES_MAX, (place, found)
        assert f"position {position}" in found.stderr
        what, remedy = found.stderr.strip().splitlines()
        assert what and "repair" in remedy, found.stderr

        if len(segments) == 1:
            refused = one.command("run", "--config", one.config)
            assert refused.returncode == 1, (place, refused)
            assert f"position {position}" in refused.stderr, (found.stderr, refused.stderr)
            assert "repair" in refused.stderr, refused.stderr
        assert segment.read_bytes() == damaged and all(path.read_bytes() == rest[path] for path in rest)
        segment.write_bytes(whole)
    assert check(one).returncode == 0
    if len(segments) > 1:
        flip(segment, length // 2)
        start_streaming(one)
        one.terminate()
        assert check(one).returncode == 1
