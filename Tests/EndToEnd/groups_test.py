"""What else stands in transaction groups: savepoints, tables without transactions, CREATE … SELECT, LOAD DATA, SQL text."""

import pytest

from harness.leat import Source
from harness.rows import assert_only, inserted_ids, start_streaming
from harness.waiting import wait_until

SHOP = (
    "CREATE DATABASE shop",
    "CREATE TABLE shop.orders (id INT PRIMARY KEY) ENGINE=InnoDB",
    "CREATE TABLE shop.plain (id INT PRIMARY KEY) ENGINE=MyISAM",
)


def same(leat, server, *tables):
    """The queue holds the rows of the tables, once each, and nothing else."""
    for table in tables:
        rows = [row[0] for row in server.execute(f"SELECT id FROM shop.{table} ORDER BY id")]
        wait_until(f"{len(rows)} rows of {table}", lambda: len(inserted_ids(leat, leat.topic(table))) >= len(rows))
        assert inserted_ids(leat, leat.topic(table)) == rows
    assert leat.source()["state"] == "streaming"


@pytest.mark.parametrize("when", ["backlog", "live"])
def test_rows_behind_a_savepoint_go_with_it(bridge, server, when):
    server.execute(*SHOP)
    if when == "live":
        bridge.start()
    # MariaDB leaves rolled-back rows in the binlog when a temporary table or one without transactions was changed.
    between = "CREATE TEMPORARY TABLE shop.t{0} (a INT)"
    with server.connect(database="shop") as connection, connection.cursor() as cursor:
        for number in range(1, 100, 10):
            statements = [
                f"INSERT INTO orders VALUES ({number})",
                "SAVEPOINT `A b`",
                between.format(number),
                f"INSERT INTO orders VALUES ({-number})",
                "SAVEPOINT `q``r`",
                f"INSERT INTO orders VALUES ({-number - 1})",
                "ROLLBACK TO SAVEPOINT `a B`",
                f"INSERT INTO orders VALUES ({number + 1})",
                "COMMIT",
                "SAVEPOINT first",
                f"INSERT INTO orders VALUES ({-number})",
                f"DROP TEMPORARY TABLE t{number}",
                "ROLLBACK TO first",
                f"INSERT INTO orders VALUES ({number + 2})",
                "COMMIT",
            ]
            for statement in statements:
                cursor.execute(statement)
            connection.commit()
    if when == "backlog":
        bridge.start()
    if server.kind == "mariadb":
        texts = [row[5] for row in server.execute("SHOW BINLOG EVENTS") if row[2] == "Query"]
        assert any(text.startswith("ROLLBACK TO") for text in texts), "this server writes none: the test shows nothing"
    same(bridge, server, "orders")


def test_rows_of_tables_without_transactions_stay(bridge, server):
    server.execute(
        *SHOP,
        "CREATE TABLE shop.first (id INT PRIMARY KEY)",
        "CREATE TABLE shop.second (id INT PRIMARY KEY) ENGINE=MyISAM",
        "CREATE TRIGGER shop.both AFTER INSERT ON shop.first FOR EACH ROW INSERT INTO shop.second VALUES (NEW.id)",
    )
    bridge.start()
    number = 0
    with server.connect(database="shop") as connection, connection.cursor() as cursor:

        def run(*statements):
            nonlocal number
            for statement in statements:
                number += 1
                try:
                    cursor.execute(statement.format(number))
                except Exception as problem:  # MySQL with GTIDs refuses mixed engines
                    assert server.kind == "mysql" and problem.args[0] in (1785, 1062) or problem.args[0] == 1062, problem

        for end in ("COMMIT", "ROLLBACK"):
            run("INSERT INTO orders VALUES ({0})", "INSERT INTO plain VALUES ({0})", end)
            run("INSERT INTO plain VALUES ({0})", "INSERT INTO orders VALUES ({0})", end)
            run("INSERT INTO first VALUES ({0})", end)
            run("INSERT INTO orders VALUES ({0})", "SAVEPOINT s", "INSERT INTO plain VALUES ({0})", "ROLLBACK TO s", end)
            # Fails in the middle: the rows before the double one stay.
            run("INSERT INTO plain VALUES ({0}0), ({0}1), ({0}0)", end)
    server.execute("INSERT INTO shop.orders VALUES (1000)")
    wait_until("the last row", lambda: 1000 in inserted_ids(bridge))
    tables = [table for table in ("plain", "second") if server.value(f"SELECT COUNT(*) FROM shop.{table}")]
    assert tables or server.kind == "mysql"
    same(bridge, server, "orders", *tables)


def test_create_select_and_load_data(bridge, server, tmp_path):
    server.execute(*SHOP, "INSERT INTO shop.orders VALUES (1), (2), (3)")
    bridge.start()
    server.execute(
        "CREATE TABLE shop.copied (id INT PRIMARY KEY) AS SELECT id FROM shop.orders",
        "CREATE TABLE shop.empty (id INT PRIMARY KEY) AS SELECT id FROM shop.orders WHERE id > 5",
        "SET GLOBAL local_infile = 1",
    )
    tables = ["orders", "copied", "empty"]
    if server.kind == "mariadb":  # MySQL with GTIDs refuses it for a table without transactions
        server.execute("CREATE TABLE shop.stays (id INT PRIMARY KEY) ENGINE=MyISAM AS SELECT id FROM shop.orders")
        tables.append("stays")
    file = tmp_path / "rows.csv"
    file.write_text("".join(f"{number}\n" for number in range(10, 2010)))
    with server.connect(database="shop", autocommit=True, local_infile=True) as connection:
        connection.cursor().execute(f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE orders")
    server.execute("INSERT INTO shop.empty VALUES (9)")
    same(bridge, server, *tables)


def text_statements(server):
    """Changes that the binlog holds as SQL text, between others that it holds as rows."""
    with server.connect(database="shop", autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO orders VALUES (1)")
        cursor.execute("SET SESSION binlog_format = STATEMENT")
        for statement in ("INSERT INTO orders VALUES (-1)", "BEGIN", "INSERT INTO orders VALUES (-2)", "COMMIT"):
            cursor.execute(statement)
        cursor.execute("SET SESSION binlog_format = ROW")
        cursor.execute("INSERT INTO orders VALUES (2)")


def test_statements_as_text_stop_the_source_by_name(bridge, server):
    server.execute(*SHOP)
    bridge.start()
    text_statements(server)
    wait_until("a stop", lambda: bridge.source()["state"] == "stopped")
    assert "a statement that changes rows (insert)" in bridge.source()["error"]
    assert inserted_ids(bridge) == [1]


def test_statements_as_text_are_skipped_where_the_configuration_says_so(leat, server):
    server.execute(*SHOP)
    bridge = leat(Source("trade", server.port, "shop", extra=("statement_events: skip",)))
    start_streaming(bridge)
    text_statements(server)
    assert_only(bridge, [1, 2])
    assert "statement passed over, its rows are not known" in bridge.log_text()
    assert "INSERT INTO orders VALUES (-2)" in bridge.log_text()
    assert bridge.source()["state"] == "streaming"
