"""`leat log check`: well after every kind of stop, and exact about one wrong byte, as is the next `leat run`."""

import random
import re

import pytest

from harness.rows import insert, start_streaming
from harness.waiting import wait_until
from history.verdict import records_after
from history.writer import Load


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


def test_one_wrong_byte_is_named_by_the_check_and_by_the_next_run(bridge, servers, seed):
    """In the middle of the first of several segments, and at random places of it."""
