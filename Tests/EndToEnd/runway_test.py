"""How long the server keeps the binlog file that the queue still needs: within 20 % of when it is really purged."""

import time

import pytest

from harness.leat import Source
from harness.waiting import wait_until

pytestmark = pytest.mark.alone

SHOP = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT)")


def runway(leat):
    """The figure of the status, and the same of the metrics; None where there is none."""
    before = leat.source().get("runway_seconds")
    with leat.get("/metrics") as response:
        lines = response.read().decode().splitlines()
    shown = [float(line.split()[-1]) for line in lines if line.startswith("leat_binlog_runway_seconds{")]
    told = leat.source().get("runway_seconds")
    # It may become known between two of the questions.
    if (before is None) == (told is None):
        assert len(shown) == (told is not None)
    return told


@pytest.fixture(autouse=True)
def usual_expiry(server):
    before = server.value("SELECT @@global.binlog_expire_logs_seconds")
    yield
    set_expiry(server, before)


def set_expiry(server, seconds):
    server.execute(f"SET GLOBAL binlog_expire_logs_seconds = {seconds}")


def test_a_staged_purge_is_foretold(leat, server):
    """The source stops at a statement in the binlog; the file that it has to go on from ages and is purged."""
    expiry = 40
    server.execute(*SHOP)
    set_expiry(server, expiry)
    one = leat(Source("trade", server.port, "shop"))
    one.start()
    server.execute("INSERT INTO shop.orders (t) VALUES ('a')")
    wait_until("the row is there", lambda: one.source()["rows"] == 1)
    # Caught up: nothing of what is needed is old.
    wait_until("runway is known", lambda: runway(one) is not None)
    assert runway(one) == pytest.approx(expiry, rel=0.2)

    server.execute("SET SESSION binlog_format = STATEMENT", "INSERT INTO shop.orders (t) VALUES ('b')")
    wait_until("the source has stopped", lambda: one.source()["state"] == "stopped")
    needed = server.execute("SHOW BINARY LOGS")[-1][0]
    # What is written behind the stop is what makes the file older than the last row that was read.
    for _ in range(4):
        server.execute("INSERT INTO shop.orders (t) VALUES (REPEAT('c', 1000))")
        time.sleep(0.5)
    server.execute("FLUSH BINARY LOGS")
    # From now on the file ages; the control connection looks every ten seconds.
    wait_until("the file is known to be old", lambda: runway(one) < expiry - 3)
    told, told_at = runway(one), time.monotonic()

    def is_purged():
        # Servers purge when they begin a new file.
        server.execute("INSERT INTO shop.orders (t) VALUES ('d')", "FLUSH BINARY LOGS")
        return needed not in [row[0] for row in server.execute("SHOW BINARY LOGS")]

    wait_until(f"{needed} is purged", is_purged, seconds=3 * expiry, pause=0.5)
    real = time.monotonic() - told_at
    print(f"{server.kind}: told {told:.1f} s, purged after {real:.1f} s")
    assert told == pytest.approx(real, rel=0.2)
    wait_until("the runway is at its end", lambda: runway(one) == 0, seconds=75)


def test_a_server_that_never_purges_has_no_series(leat, server):
    server.execute(*SHOP)
    set_expiry(server, 0)
    one = leat(Source("trade", server.port, "shop"))
    one.start()
    wait_until("that it is unlimited is known", lambda: one.source().get("runway_text") == "unlimited")
    assert runway(one) is None
