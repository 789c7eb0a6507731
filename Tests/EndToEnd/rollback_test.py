"""Groups that end with ROLLBACK in the binlog: the queue holds what a replica would hold."""

import pytest

from harness.rows import assert_only, inserted_ids

SHOP = (
    "CREATE DATABASE shop",
    "CREATE TABLE shop.orders (id INT PRIMARY KEY) ENGINE=InnoDB",
    "CREATE TABLE shop.plain (id INT PRIMARY KEY) ENGINE=MyISAM",
)
# MariaDB writes the rows of a MyISAM table as a group of their own, which commits, and leaves the rolled-back InnoDB
# rows out, unless a temporary table was made on the way: then they are there, and ROLLBACK ends the group.
# MySQL with GTIDs refuses the mixture of engines, and leaves the rolled-back rows out in every case.
PLAIN = "INSERT INTO shop.plain VALUES ({0})"
ROLLED_BACK = {
    "mariadb": [
        ["INSERT INTO shop.orders VALUES (-{0})", PLAIN],
        [PLAIN, "INSERT INTO shop.orders VALUES (-{0})"],
        ["INSERT INTO shop.orders VALUES (-{0})", "CREATE TEMPORARY TABLE shop.t{0} (a INT)"],
        ["INSERT INTO shop.orders VALUES (-{0})", "CREATE TEMPORARY TABLE shop.t{0} (a INT)", PLAIN],
        ["CREATE TEMPORARY TABLE shop.t{0} (a INT)", PLAIN, "INSERT INTO shop.orders VALUES (-{0}), (-1{0})"],
    ],
    "mysql": [
        ["INSERT INTO shop.orders VALUES (-{0})", "CREATE TEMPORARY TABLE shop.t{0} (a INT)"],
        ["INSERT INTO shop.orders VALUES (-{0})", "SAVEPOINT a", "INSERT INTO shop.orders VALUES (-1{0})"],
    ],
}


def write(server, rounds):
    """Rolled-back transactions, each between committed ones."""
    number = 0
    with server.connect(autocommit=True) as connection, connection.cursor() as cursor:
        for _ in range(rounds):
            for transaction in ROLLED_BACK[server.kind]:
                number += 1
                for statement in ("BEGIN", *transaction, "ROLLBACK"):
                    cursor.execute(statement.format(number))
                cursor.execute(f"INSERT INTO shop.orders VALUES ({number})")
        cursor.execute(f"INSERT INTO shop.orders VALUES ({number + 1})")
    return number + 1


@pytest.mark.parametrize("when", ["backlog", "live"])
def test_the_queue_holds_what_a_replica_would_hold(bridge, server, when):
    server.execute(*SHOP)
    if when == "live":
        bridge.start()
    last = write(server, rounds=20)
    if server.kind == "mariadb":
        ends = [row[5] for row in server.execute("SHOW BINLOG EVENTS") if row[2] == "Query"]
        assert ends.count("ROLLBACK") == 20 * 3, "this server writes no ROLLBACK: the test shows nothing"
    if when == "backlog":
        bridge.start()
    assert_only(bridge, range(1, last + 1))
    plain = [row[0] for row in server.execute("SELECT id FROM shop.plain ORDER BY id")]
    assert bool(plain) == (server.kind == "mariadb")
    assert inserted_ids(bridge, bridge.topic("plain")) == plain
    assert bridge.source()["state"] == "streaming"
