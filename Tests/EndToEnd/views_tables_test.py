"""Tables that come, stand empty, and go: the view has what the same query gives on the server."""

import pytest

from harness.leat import Source
from harness.waiting import wait_until
from views.viewing import pipeline, result, status

VIEWS = {
    "by_status": "SELECT status, COUNT(*) FROM shop.orders GROUP BY status",
    "joined": "SELECT o.id, c.name FROM shop.orders o LEFT JOIN shop.customers c ON o.customer = c.id",
    "customers": "SELECT COUNT(*) FROM shop.customers",
}
ORDERS = "CREATE TABLE shop.orders (id INT PRIMARY KEY, customer INT, status VARCHAR(10))"
CUSTOMERS = "CREATE TABLE shop.customers (id INT PRIMARY KEY, name VARCHAR(40))"


@pytest.fixture
def shop(server):
    server.reset()
    server.execute("CREATE DATABASE shop", ORDERS, CUSTOMERS)
    return server


def start(leat, server):
    bridge = leat(Source("trade", server.port, "shop", pipeline=pipeline(VIEWS)))
    bridge.start()
    return bridge


def shown(bridge, view, *rows):
    wait_until(f"{view} is {rows}", lambda: sorted(result(bridge, view) or []) == sorted(rows) and
               status(bridge, view)["state"] == "running")
    assert status(bridge, view)["rebuilds"] == 0


def test_a_table_that_never_changed_is_an_empty_one(leat, shop):
    bridge = start(leat, shop)
    shown(bridge, "customers", ("0",))
    shop.execute("INSERT INTO shop.orders VALUES (1, 7, 'NEW')")
    shown(bridge, "joined", ("1", None))
    bridge.kill()
    bridge.start()
    shown(bridge, "joined", ("1", None))
    shop.execute("INSERT INTO shop.customers VALUES (7, 'Ann')")
    shown(bridge, "joined", ("1", "Ann"))
    shown(bridge, "customers", ("1",))


def test_rows_from_before_the_table_got_its_columns_are_taken(leat, shop):
    """The server shows the table as it is now; the first rows were written when it had others."""
    shop.execute(
        "INSERT INTO shop.orders VALUES (1, 7, 'NEW')",
        "ALTER TABLE shop.orders ADD COLUMN first BIGINT NOT NULL DEFAULT 3 FIRST, MODIFY customer BIGINT",
        "INSERT INTO shop.orders VALUES (1, 2, 8, 'PAID')",
    )
    bridge = leat(Source("trade", shop.port, "shop", pipeline=pipeline({"all": "SELECT status, id FROM shop.orders"})))
    bridge.start()
    shown(bridge, "all", ("NEW", "1"), ("PAID", "2"))


GONE = {
    "dropped": ["DROP TABLE shop.orders", ORDERS],
    "dropped with the database": ["DROP DATABASE shop", "CREATE DATABASE shop", ORDERS, CUSTOMERS],
    "renamed away": ["RENAME TABLE shop.orders TO shop.archive", ORDERS],
    "altered away": ["ALTER TABLE shop.orders RENAME TO shop.archive", ORDERS],
    "replaced": [ORDERS.replace("CREATE", "CREATE OR REPLACE")],
}


@pytest.mark.parametrize("how", GONE)
def test_a_table_that_is_gone_takes_its_rows_along(leat, shop, how):
    if how == "replaced" and shop.kind == "mysql":
        pytest.skip("MySQL has no CREATE OR REPLACE TABLE")
    bridge = start(leat, shop)
    shop.execute("INSERT INTO shop.orders VALUES (1, 7, 'NEW'), (2, 7, 'PAID')", "INSERT INTO shop.customers VALUES (7, 'Ann')")
    shown(bridge, "joined", ("1", "Ann"), ("2", "Ann"))
    shop.execute(*GONE[how], "INSERT INTO shop.orders VALUES (2, 7, 'NEW')")
    shown(bridge, "by_status", ("NEW", "1"))
    shown(bridge, "joined", ("2", None if "database" in how else "Ann"))
    # The same from what the queue holds, and from a stored state.
    bridge.terminate()
    bridge.start()
    shown(bridge, "by_status", ("NEW", "1"))
    for file in (bridge.directory / "data/views").iterdir():
        file.unlink()
    bridge.kill()
    bridge.start()
    shown(bridge, "by_status", ("NEW", "1"))


def test_an_online_schema_change_keeps_the_rows(leat, shop):
    """As gh-ost and pt-online-schema-change do it: a copy beside the table, then both are renamed at once."""
    bridge = start(leat, shop)
    shop.execute("INSERT INTO shop.orders VALUES (1, 7, 'NEW'), (2, 7, 'PAID')")
    shown(bridge, "by_status", ("NEW", "1"), ("PAID", "1"))
    shop.execute(
        "CREATE TABLE shop._orders_gho LIKE shop.orders",
        "ALTER TABLE shop._orders_gho ADD COLUMN note VARCHAR(10)",
        "INSERT INTO shop._orders_gho SELECT id, customer, status, NULL FROM shop.orders",
        "RENAME TABLE shop.orders TO shop._orders_del, shop._orders_gho TO shop.orders",
        "DROP TABLE shop._orders_del",
        "INSERT INTO shop.orders VALUES (3, 7, 'PAID', 'x')",
        "DELETE FROM shop.orders WHERE id = 1",
    )
    shown(bridge, "by_status", ("PAID", "2"))
