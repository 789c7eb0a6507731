"""Where a source begins: nothing from before comes, nothing from after is lost, whatever the first restart meets."""

import pytest

from harness.leat import Source
from harness.rows import assert_only, insert, restart, start_streaming
from harness.waiting import wait_until
from source_faults_test import faulty

TABLE = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY)")
OLD = range(1, 21)
STOPS = ("terminate", "kill")


@pytest.fixture
def latest(leat, server):
    """A `leat` with `start: latest` on a server whose binlog holds rows already, not started yet."""
    server.execute(*TABLE)
    insert(server, *OLD)
    return leat(Source("trade", server.port, "shop", start="latest"))


@pytest.mark.parametrize("stop", STOPS)
def test_latest_brings_no_old_row_over_restarts_before_and_after_the_first_new_one(latest, server, stop):
    start_streaming(latest)
    wait_until("the position is saved", lambda: latest.source().get("position"), seconds=5)
    restart(latest, stop)
    insert(server, 101)
    assert_only(latest, [101])
    restart(latest, stop)
    insert(server, 102)
    assert_only(latest, [101, 102])
    restart(latest, stop, lambda: insert(server, 103, 104))
    assert_only(latest, range(101, 105))


@pytest.mark.parametrize("stop", STOPS)
def test_latest_loses_no_row_that_comes_between_the_first_run_and_the_second(latest, server, stop):
    """Stopped as soon as it streams: what was promised then holds."""
    start_streaming(latest)
    restart(latest, stop, lambda: insert(server, 101))
    insert(server, 102)
    assert_only(latest, [101, 102])


@pytest.mark.parametrize("stop", STOPS)
def test_latest_is_not_asked_anew_after_a_fault_in_the_first_transaction(latest, server, stop):
    """A statement cannot be carried: the restart meets it again and does not pass over it and what follows."""
    start_streaming(latest)
    insert(server, 101, session="SET SESSION binlog_format = STATEMENT")
    status = faulty(latest, ["statement"])
    restart(latest, stop, lambda: insert(server, 102), state="stopped")
    assert latest.source()["error"] == status["error"]


@pytest.mark.parametrize("stop", STOPS)
def test_latest_leaves_a_silent_domain_alone(leat, servers, stop):
    server = servers("mariadb")
    server.reset()
    server.execute(*TABLE)
    insert(server, *OLD)
    insert(server, 21, 22, 23, session="SET SESSION gtid_domain_id = 1")
    one = leat(Source("trade", server.port, "shop", start="latest"))
    start_streaming(one)
    insert(server, 101)
    assert_only(one, [101])
    restart(one, stop)
    insert(server, 102)
    assert_only(one, [101, 102])
    restart(one, stop, lambda: insert(server, 103, session="SET SESSION gtid_domain_id = 1"))
    assert_only(one, [101, 102, 103])


@pytest.mark.parametrize("stop", STOPS)
def test_latest_with_a_large_set_of_executed_transactions(leat, servers, stop):
    server = servers("mysql")
    server.reset()
    gaps = ":".join(f"{n}-{n + 1}" for n in range(1, 900, 3))
    executed = ",".join(f"00000000-0000-0000-0000-{uuid:012}:{gaps}" for uuid in range(1, 31))
    server.execute(f"SET GLOBAL gtid_purged = '{executed}'", *TABLE)
    insert(server, *OLD)
    one = leat(Source("trade", server.port, "shop", start="latest"))
    start_streaming(one)
    insert(server, 101)
    assert_only(one, [101])
    restart(one, stop, lambda: insert(server, 102))
    assert_only(one, [101, 102])
    restart(one, stop)
    insert(server, 103)
    assert_only(one, [101, 102, 103])


@pytest.mark.parametrize(("stop", "left"), [("terminate", []), ("kill", []), ("kill", [100])])
def test_earliest_after_a_purge_begins_with_what_is_left(leat, server, stop, left):
    server.execute(*TABLE)
    insert(server, *OLD)
    server.execute("FLUSH BINARY LOGS")
    server.purge_binlogs()
    if server.kind == "mysql":
        assert server.value("SELECT @@global.gtid_purged")
    insert(server, *left)
    one = leat(Source("trade", server.port, "shop"))
    start_streaming(one)
    if left:
        assert_only(one, left)
    restart(one, stop, lambda: insert(server, 101))
    assert_only(one, [*left, 101])
    restart(one, stop)
    insert(server, 102)
    assert_only(one, [*left, 101, 102])
