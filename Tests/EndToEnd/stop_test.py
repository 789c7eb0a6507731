"""SIGTERM and the way back: it ends soon, keeps its position, and goes on from there."""

import random
import time

from harness.kafka import read_all
from harness.waiting import wait_until
from history.verdict import assert_exact, records_after
from history.writer import Load

SECONDS_TO_STOP = 5


def test_sigterm_under_load_ends_in_time_and_the_restart_goes_on(bridge, server, seed):
    load = Load(server, "shop", seed)
    load.start()
    bridge.start()
    for _ in range(3):
        time.sleep(1)
        assert bridge.terminate() < SECONDS_TO_STOP
        bridge.start()
    load.finish()
    assert_exact(load, records_after(bridge))


def test_a_stop_while_it_still_connects_is_as_clean(bridge):
    """Attempts to connect may outlive the stop: their threads once found OpenSSL taken apart (9 of 360 stops)."""
    for turn in range(40):
        bridge.start()
        wait_until("it reads", lambda: bridge.log_text().count(" reading M") > turn, pause=0.002)
        time.sleep(random.uniform(0, 0.03))
        assert bridge.terminate() < SECONDS_TO_STOP


def test_sigterm_ends_in_time_while_the_database_is_away(bridge, server):
    bridge.start()
    server.stop()
    try:
        time.sleep(1)
        assert bridge.terminate() < SECONDS_TO_STOP
    finally:
        server.start()


def test_sigterm_ends_in_time_with_a_consumer_that_waits(bridge, server, seed):
    load = Load(server, "shop", seed, writers=1)
    load.start()
    bridge.start()
    load.finish()
    records_after(bridge)
    follower = bridge.spawn("consume", bridge.topic("orders"), "-b", bridge.bootstrap, "--from", "latest")
    try:
        time.sleep(1)
        assert bridge.terminate() < SECONDS_TO_STOP
    finally:
        follower.kill()
        follower.wait()


def test_the_position_is_the_same_before_and_after_a_restart(bridge, server, seed):
    load = Load(server, "shop", seed, writers=1)
    load.start()
    bridge.start()
    time.sleep(1)
    load.finish()
    before = records_after(bridge)
    serving = bridge.position()
    bridge.terminate()
    at_rest = bridge.position()
    bridge.start()
    assert serving == at_rest == bridge.position()

    server.execute("INSERT INTO shop.audit VALUES (7, 7)")
    bridge.wait_for_row("audit", {"writer": 7, "seq": 7})
    after = read_all(bridge.bootstrap, [bridge.topic("audit")])
    assert len(after) == 1 + sum(record.table == "audit" for record in before)
    assert bridge.position() != at_rest
