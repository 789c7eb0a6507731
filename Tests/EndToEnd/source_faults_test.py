"""What goes wrong at a source: one line of what, one line of remedy, in the log and in `leat sources list`.

What can heal by itself does; the rest waits for `leat sources resume`; the process serves on in every case.
"""

import pytest

from harness.kafka import read_all
from harness.leat import Source
from harness.waiting import wait_until

SHOP = ("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY)")


def insert(server, number):
    server.execute(f"INSERT INTO shop.orders VALUES ({number})")


def faulty(leat, words, state="stopped"):
    """Wait until the source reports a fault in which each of the `words` stands; the fault must stand everywhere."""

    def fault():
        status = leat.source()
        text = f"{status.get('error')} {status.get('remedy')}".lower()
        return status if status["state"] == state and all(word in text for word in words) else None

    try:
        status = wait_until(f"source {state}, {words}", fault)
    except TimeoutError as error:
        raise AssertionError(f"{error}; it is {leat.source()}") from error
    assert "\n" not in status["error"] and "\n" not in status["remedy"]
    listed = leat.command("sources", "list", "--config", leat.config)
    for place in (leat.log_text(), listed.stdout):
        assert status["error"] in place and status["remedy"] in place
    assert listed.returncode == 1
    assert leat.get("/readyz").status == 200 and leat.get("/healthz").status == 200
    return status


def resume(leat):
    result = leat.command("sources", "resume", "trade", "--config", leat.config)
    assert result.returncode == 0, result.stderr


def streaming(leat):
    wait_until("source streams", lambda: leat.source()["state"] == "streaming")
    assert leat.source().get("error") is None


def test_a_stopped_database_is_waited_for(bridge, server):
    server.execute(*SHOP)
    bridge.start()
    insert(server, 1)
    bridge.wait_for_row("orders", {"id": 1})
    server.stop()
    try:
        faulty(bridge, [str(server.port)], state="retrying")
        assert len(read_all(bridge.bootstrap, [bridge.topic("orders")])) == 1
    finally:
        server.start()
    insert(server, 2)
    bridge.wait_for_row("orders", {"id": 2})
    streaming(bridge)
    assert len(read_all(bridge.bootstrap, [bridge.topic("orders")])) == 2


def test_a_database_that_is_away_at_the_start_is_waited_for(bridge, server):
    server.execute(*SHOP)
    server.stop()
    try:
        bridge.start()
        faulty(bridge, [str(server.port)], state="retrying")
    finally:
        server.start()
    insert(server, 1)
    bridge.wait_for_row("orders", {"id": 1})


def test_a_changed_password_is_named_and_resumed_after_the_fix(bridge, server):
    server.execute(*SHOP)
    bridge.start()
    insert(server, 1)
    bridge.wait_for_row("orders", {"id": 1})
    server.execute("ALTER USER leat@'%' IDENTIFIED BY 'another'")
    server.disconnect("leat")
    faulty(bridge, ["denied", "password"])
    insert(server, 2)
    server.execute("ALTER USER leat@'%' IDENTIFIED BY 'leat'")
    resume(bridge)
    bridge.wait_for_row("orders", {"id": 2})
    streaming(bridge)


def test_a_purged_binlog_is_named_and_the_queue_serves_on(bridge, server):
    server.execute(*SHOP)
    bridge.start()
    insert(server, 1)
    bridge.wait_for_row("orders", {"id": 1})
    bridge.terminate()
    insert(server, 2)
    server.execute("FLUSH BINARY LOGS", "INSERT INTO shop.orders VALUES (3)", "FLUSH BINARY LOGS")
    server.purge_binlogs()
    bridge.start()
    faulty(bridge, ["purged"])
    assert len(read_all(bridge.bootstrap, [bridge.topic("orders")])) == 1
    resume(bridge)
    faulty(bridge, ["purged"])
    assert len(read_all(bridge.bootstrap, [bridge.topic("orders")])) == 1, "rows after the gap must not arrive"


def test_the_servers_own_id_is_refused(leat, server):
    one = leat(Source("trade", server.port, "shop", server_id=server.value("SELECT @@server_id")))
    one.start()
    faulty(one, ["server_id"])


def test_two_replicas_with_one_id_are_named(leat, server):
    """The second to come is refused, or the first is thrown out: one of them says it, and the other streams."""
    server.execute(*SHOP)
    pair = [leat(Source("trade", server.port, "shop", server_id="4242")) for _ in range(2)]
    pair[0].start()
    insert(server, 1)
    pair[0].wait_for_row("orders", {"id": 1})
    pair[1].start()

    def named():
        return next((one for one in pair if "server_id" in str(one.source().get("error"))), None)

    loser = wait_until("the clash is named", named)
    winner = pair[1 - pair.index(loser)]
    assert "server_id" in loser.source()["remedy"]
    assert loser.source()["error"] in loser.log_text() and loser.source()["remedy"] in loser.log_text()
    streaming(winner)
    winner.terminate()
    resume(loser)
    streaming(loser)


@pytest.mark.parametrize("binlog_format", ["STATEMENT", "MIXED"])
def test_a_binlog_format_without_rows_is_named_and_resumed_after_the_fix(bridge, server, binlog_format):
    server.execute(*SHOP)
    server.execute(f"SET GLOBAL binlog_format = {binlog_format}")
    bridge.start()
    faulty(bridge, ["binlog_format", "row"])
    server.execute("SET GLOBAL binlog_format = ROW")
    insert(server, 1)
    resume(bridge)
    bridge.wait_for_row("orders", {"id": 1})


def test_resume_of_an_unknown_source_names_it(bridge):
    bridge.start()
    result = bridge.command("sources", "resume", "nobody", "--config", bridge.config)
    assert result.returncode != 0 and "nobody" in result.stderr
