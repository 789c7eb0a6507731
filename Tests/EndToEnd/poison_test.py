"""A transaction that cannot be carried: all before it is readable, the source stops and says why, and an operator
sets the position past it without losing what stands before or after."""

import json

import pytest

from harness.leat import Source
from harness.rows import assert_only, insert, inserted_ids, restart
from source_faults_test import faulty

SHOP = (
    "CREATE DATABASE shop",
    "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
    "CREATE TABLE shop.notes (id INT PRIMARY KEY, note VARCHAR(10) CHARACTER SET cp1250)",
)
STATEMENT = ["SET SESSION binlog_format = STATEMENT", "INSERT INTO shop.orders VALUES (-1)"]
# A byte that is no character of cp1250, where both servers store it.
TEXT = ["INSERT INTO shop.notes VALUES (1, _cp1250 X'81')"]
POISONS = [
    pytest.param("mariadb", STATEMENT, "statement", "backlog", id="mariadb-statement"),
    pytest.param("mariadb", STATEMENT, "statement", "live", id="mariadb-statement-live"),
    pytest.param("mariadb", TEXT, "note", "backlog", id="mariadb-text"),
    pytest.param("mysql", STATEMENT, "statement", "backlog", id="mysql-statement"),
    pytest.param("mysql", TEXT, "note", "live", id="mysql-text-live"),
]
BEFORE, AFTER = range(1, 501), range(501, 521)


def executed(server):
    """The place after all that is committed, as the server prints it."""
    variable = "@@global.gtid_binlog_pos" if server.kind == "mariadb" else "@@global.gtid_executed"
    return server.value(f"SELECT {variable}").replace("\n", "")


def set_past(leat, place):
    leat.terminate()
    moved = leat.command("position", "set", f"gtid:{place}", "--config", leat.config)
    assert moved.returncode == 0, moved.stderr
    assert "skipped for good" in moved.stdout
    listed = json.loads(leat.command("position", "list", "--json", "--config", leat.config).stdout)
    assert [(one["source"], one["generation"], one["gtid"]) for one in listed] == [("trade", 2, place)]


@pytest.mark.parametrize(("kind", "poison", "word", "when"), POISONS)
def test_all_before_it_is_readable_and_the_source_goes_on_past_it(leat, servers, kind, poison, word, when):
    server = servers(kind)
    server.reset()
    server.execute(*SHOP)
    one = leat(Source("trade", server.port, "shop"))
    if when == "live":
        one.start()
    insert(server, *BEFORE)
    server.execute(*poison)
    place = executed(server)
    insert(server, *AFTER)
    if when == "backlog":
        one.start()

    status = faulty(one, [word])
    assert status["remedy"]
    assert inserted_ids(one) == list(BEFORE)
    one.kill()
    one.start()
    assert faulty(one, [word])["error"] == status["error"], "the place of the fault does not move"
    assert inserted_ids(one) == list(BEFORE)

    set_past(one, place)
    one.start()
    whole = [*BEFORE, *AFTER]
    assert_only(one, whole)
    restart(one, "kill", lambda: insert(server, 600))
    assert_only(one, [*whole, 600])
    assert one.source().get("error") is None
