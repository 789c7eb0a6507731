"""`position set`: exactly the transactions after the new position come again; a purged one stops with the remedy."""

import pytest

from harness.leat import Source
from harness.rows import assert_only, insert, inserted_ids, start_streaming
from harness.waiting import wait_until
from poison_test import executed
from source_faults_test import faulty

SHOP = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY)")
MODES = ("gtid", "file")


def place(server, mode):
    """After all that is committed, as the server says it."""
    return f"gtid:{executed(server)}" if mode == "gtid" else "file:{}:{}".format(*server.binlog_end())


def in_mode(leat, server, mode):
    """A `leat` whose source keeps its position in this mode."""
    server.execute(*SHOP)
    start = "earliest" if mode == "gtid" else "file:{}:4".format(server.binlog_end()[0])
    return leat(Source("trade", server.port, "shop", start=start))


def set_to(leat, position):
    return leat.command("position", "set", position, "--config", leat.config)


@pytest.mark.parametrize("mode", MODES)
def test_set_back_by_some_transactions_carries_exactly_those_again(leat, server, mode):
    one = in_mode(leat, server, mode)
    start_streaming(one)
    insert(server, *range(1, 13))
    earlier = place(server, mode)
    insert(server, *range(13, 21))
    assert_only(one, range(1, 21))
    one.terminate()
    result = set_to(one, earlier)
    assert result.returncode == 0, result.stderr
    assert "carried again" in result.stdout and "skipped" not in result.stdout
    if (server.kind, mode) == ("mysql", "gtid"):
        assert "8 transactions" in result.stdout
    twice = sorted([*range(1, 21), *range(13, 21)])
    start_streaming(one)
    wait_until("the repeated ones", lambda: inserted_ids(one) == twice, seconds=15)
    insert(server, 21)
    wait_until("what follows", lambda: inserted_ids(one) == [*twice, 21], seconds=15)
    # And the new position is kept as any other.
    one.kill()
    start_streaming(one)
    insert(server, 22)
    wait_until("what follows", lambda: inserted_ids(one) == [*twice, 21, 22], seconds=15)


@pytest.mark.parametrize("mode", MODES)
def test_a_purged_position_stops_the_source_with_the_remedy(leat, server, mode):
    one = in_mode(leat, server, mode)
    insert(server, 1)
    earlier = place(server, mode)
    insert(server, 2)
    start_streaming(one)
    assert_only(one, [1, 2])
    server.execute("FLUSH BINARY LOGS")
    insert(server, 3)
    assert_only(one, [1, 2, 3])
    one.terminate()
    good = one.position().split()[-1]
    server.purge_binlogs()
    assert set_to(one, earlier).returncode == 0
    one.start()
    # In file mode the server's own word for it is: could not find first log file.
    faulty(one, ["purged" if mode == "gtid" else "could not find", "`leat position set`"])
    assert inserted_ids(one) == [1, 2, 3]
    one.terminate()
    # What the remedy says: to a position that the server still has.
    result = set_to(one, good)
    assert result.returncode == 0, result.stderr
    start_streaming(one)
    insert(server, 4)
    assert_only(one, [1, 2, 3, 4])


def test_set_while_it_runs_is_refused(leat, servers):
    server = servers("mariadb")
    server.reset()
    one = in_mode(leat, server, "gtid")
    start_streaming(one)
    insert(server, 1)
    earlier = place(server, "gtid")
    insert(server, 2)
    assert_only(one, [1, 2])
    before = one.position()
    result = set_to(one, earlier)
    assert result.returncode == 1
    what, remedy = result.stderr.strip().splitlines()
    assert "in use" in what and "stop" in remedy
    assert one.position() == before
    insert(server, 3)
    assert_only(one, [1, 2, 3])
