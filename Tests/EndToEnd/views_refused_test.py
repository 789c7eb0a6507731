"""What a view cannot be, said before anything starts; and one that stops, while everything else goes on."""

import os
import shutil
import signal
import time
import urllib.error

import pytest

from harness.leat import Source
from harness.waiting import free_port, wait_until
from views.viewing import pipeline, result, status

GOOD = "SELECT status, COUNT(*) FROM shop.orders GROUP BY status"


def capture(**keys):
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    return f'name: trade\ncapture:\n  - tables: ["shop.*"]\n{lines}'


def views(*lines):
    return "views:\n" + "".join(f"  {line}\n" for line in lines)


# What stands in the pipeline file, the line that is named, and words of the message.
REFUSED = {
    "syntax": (capture() + views("bad: |", "  SELECT status,", "  FROM shop.orders GRUP BY status"), None, ["bad"]),
    "unsupported": (capture() + views("bad: SELECT RAND() FROM shop.orders"), 5, ["bad", "column"]),
    "not captured": (capture() + views("bad: SELECT id FROM depot.orders"), 5, ["depot.orders", "not captured"]),
    "format": (capture(format="maxwell") + views(f"bad: {GOOD}"), 6, ["maxwell", "debezium"]),
    "excluded": (capture(columns="{ exclude: [status] }") + views(f"bad: {GOOD}"), 6, ["status", "excluded"]),
    "hashed": (
        capture(columns="{ hash: { columns: [status], key: 0123456789abcdef } }") + views(f"bad: {GOOD}"), 6,
        ["status", "hashed"]),
    "masked": (capture(columns="{ mask: [STATUS] }") + views(f"bad: {GOOD}"), 6, ["status", "masked"]),
    "double": (
        capture() + "debezium: { decimal: double }\n" + views(f"bad: {GOOD}"), 6, ["decimal", "string"]),
    "truncate": (
        capture() + "debezium: { skipped: truncate }\n" + views(f"bad: {GOOD}"), 6, ["skipped", "truncate"]),
    "key": (capture() + views("bad:", f"  query: {GOOD}", "  state_byte_max: 1MiB"), 7, ["state_bytes_max"]),
    "name": (capture() + views(f"'a/b': {GOOD}"), 5, ["a/b", "name"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_file_line_and_remedy(leat, case):
    text, line, words = REFUSED[case]
    bridge = leat(Source("trade", free_port(), "shop", pipeline=text))
    for command in ("doctor", "run"):
        answer = bridge.command(command, "--config", bridge.config, seconds=20)
        said = answer.stdout + answer.stderr
        assert answer.returncode != 0
        assert f"trade.yaml:{line or ''}" in said, said
        assert "remedy" in said
        for word in words:
            assert word.lower() in said.lower(), said


@pytest.fixture
def orders(servers):
    server = servers("mariadb")
    server.reset()
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, status VARCHAR(10), note VARCHAR(200))",
        "INSERT INTO shop.orders VALUES (1, 'PAID', NULL), (2, 'NEW', NULL)",
    )
    return server


def test_over_its_limit_a_view_stops_by_name_and_nothing_else(leat, orders):
    text = pipeline({
        "small": GOOD,
        "large": {"query": "SELECT note, COUNT(*) FROM shop.orders GROUP BY note", "state_bytes_max": "1MiB"},
    })
    bridge = leat(Source("trade", orders.port, "shop", pipeline=text))
    bridge.start()
    wait_until("both views", lambda: all(v["state"] == "running" for v in bridge.json("/api/views")))
    rows = ",".join(f"({n}, 'PAID', REPEAT(CHAR(65 + {n} % 26), 150 + {n} % 40))" for n in range(3, 3000))
    orders.execute(f"INSERT INTO shop.orders VALUES {rows}",
                   "UPDATE shop.orders SET note = CONCAT(id, note) WHERE id > 2")
    stopped = wait_until("the large one stopped", lambda: (
        status(bridge, "large")["state"] == "stopped" and status(bridge, "large")))
    assert "state" in stopped["error"] and "state_bytes_max" in stopped["remedy"]
    with pytest.raises(urllib.error.HTTPError) as refusal:
        bridge.get("/api/views/large")
    assert refusal.value.code == 409
    orders.execute("INSERT INTO shop.orders VALUES (5000, 'LAST', NULL)")
    wait_until("the small one", lambda: ("LAST", "1") in (result(bridge, "small") or []))
    assert bridge.source()["state"] == "streaming"
    # With a higher limit it is made again from what the queue holds.
    pipeline_file = bridge.directory / "trade.yaml"
    pipeline_file.write_text(pipeline_file.read_text().replace("1MiB", "64MiB"))
    bridge.terminate()
    bridge.start()
    wait_until("the large one again", lambda: status(bridge, "large")["rows"] == 2998)


# The query, and words of the message.
UNFIT = {
    "a misspelt column": ("SELECT\n  stauts, COUNT(*)\nFROM shop.orders GROUP BY status", ["line 2, column 3", "stauts"]),
    "a wrong type": ("SELECT SUM(data) FROM shop.odd", ["line 1, column 12", "SUM"]),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_does_not_fit_the_tables_is_refused_before_anything_starts(leat, orders, case):
    query, words = UNFIT[case]
    orders.execute("CREATE TABLE shop.odd (id INT PRIMARY KEY, data POINT)")
    bridge = leat(Source("trade", orders.port, "shop", pipeline=pipeline({"good": GOOD, "bad": query})))
    for command in ("doctor", "run"):
        answer = bridge.command(command, "--config", bridge.config, seconds=20)
        said = answer.stdout + answer.stderr
        assert answer.returncode != 0
        assert "trade.yaml:" in said and "view bad" in said and "view good" not in said and "remedy" in said, said
        for word in words:
            assert word in said, said
    assert not (bridge.directory / "data/views").exists()


def test_a_row_image_that_lacks_columns_is_refused_before_anything_starts(leat, orders):
    bridge = leat(Source("trade", orders.port, "shop", pipeline=pipeline({"by_status": GOOD})))
    orders.execute("SET GLOBAL binlog_row_image = MINIMAL")
    try:
        for command in ("doctor", "run"):
            answer = bridge.command(command, "--config", bridge.config, seconds=20)
            said = answer.stdout + answer.stderr
            assert answer.returncode != 0
            assert "by_status" in said and "binlog_row_image = MINIMAL" in said and "= FULL" in said, said
        # Once it has run, it stands in the way of nothing: a restart at night brings up everything else.
        orders.execute("SET GLOBAL binlog_row_image = FULL")
        bridge.start()
        wait_until("rows", lambda: result(bridge, "by_status"))
        bridge.terminate()
        orders.execute("SET GLOBAL binlog_row_image = MINIMAL")
        orders.execute("UPDATE shop.orders SET note = 'x' WHERE id = 1")
        bridge.start()
        wait_until("it stopped", lambda: status(bridge, "by_status")["state"] == "stopped")
        assert bridge.source()["state"] == "streaming"
    finally:
        orders.execute("SET GLOBAL binlog_row_image = FULL")


def test_a_server_that_does_not_answer_delays_a_start_by_seconds_alone(leat, orders):
    bridge = leat(Source("trade", orders.port, "shop", pipeline=pipeline({"by_status": GOOD})))
    process = int((orders.directory / "server.pid").read_text())
    begin = time.monotonic()
    os.kill(process, signal.SIGSTOP)
    try:
        bridge.start()
        assert time.monotonic() - begin < 9
        assert "the columns of by_status are not checked" in bridge.log_text()
    finally:
        os.kill(process, signal.SIGCONT)
    wait_until("rows", lambda: result(bridge, "by_status"))


def test_a_row_image_that_lacks_columns_stops_the_view_by_name(leat, orders):
    bridge = leat(Source("trade", orders.port, "shop", pipeline=pipeline({"by_status": GOOD})))
    bridge.start()
    wait_until("rows", lambda: result(bridge, "by_status"))
    with orders.connect(autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SET SESSION binlog_row_image = MINIMAL")
        cursor.execute("UPDATE shop.orders SET note = 'x' WHERE id = 1")
    stopped = wait_until("it stopped", lambda: status(bridge, "by_status").get("error"))
    assert "status" in stopped
    assert "binlog_row_image" in status(bridge, "by_status")["remedy"]
    assert bridge.source()["state"] == "streaming"


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone", "both", "query"])
def test_a_state_that_cannot_be_used_is_made_again(leat, orders, damage):
    bridge = leat(Source("trade", orders.port, "shop", pipeline=pipeline({"by_status": GOOD})))
    bridge.start()
    wait_until("rows", lambda: result(bridge, "by_status"))
    bridge.terminate()
    orders.execute("INSERT INTO shop.orders VALUES (3, 'PAID', NULL)")
    bridge.start()
    wait_until("three", lambda: ("PAID", "2") in (result(bridge, "by_status") or []))
    bridge.terminate()
    file = bridge.directory / "data/views/by_status.checkpoint"
    previous = file.with_name(file.name + ".previous")
    assert file.exists() and previous.exists()
    if damage in ("flipped", "both"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 4
        file.write_bytes(content)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-9])
    if damage == "both":
        previous.write_bytes(b"")
    if damage == "gone":
        shutil.rmtree(file.parent)
    if damage == "query":
        pipeline_file = bridge.directory / "trade.yaml"
        pipeline_file.write_text(pipeline_file.read_text().replace("SELECT status,", "SELECT  status,"))
    orders.execute("INSERT INTO shop.orders VALUES (4, 'NEW', NULL)")
    bridge.start()
    wait_until("four", lambda: sorted(result(bridge, "by_status") or []) == [("NEW", "2"), ("PAID", "2")])
    view = status(bridge, "by_status")
    # The checkpoint before the last one is as good: what came after it is read again.
    assert view["rebuilds"] == (1 if damage in ("both", "query") else 0)
    assert ("made anew" in view.get("note", "")) == (damage in ("both", "query"))
    assert not view["incomplete"]


def test_a_table_that_changes_its_columns_is_followed(leat, orders):
    bridge = leat(Source("trade", orders.port, "shop", pipeline=pipeline({"by_status": GOOD})))
    bridge.start()
    wait_until("rows", lambda: result(bridge, "by_status"))
    orders.execute(
        "ALTER TABLE shop.orders ADD COLUMN first INT NOT NULL DEFAULT 7 FIRST",
        "INSERT INTO shop.orders VALUES (1, 3, 'PAID', NULL)",
        "DELETE FROM shop.orders WHERE id = 1",
        "ALTER TABLE shop.orders DROP COLUMN note, MODIFY id BIGINT",
        "INSERT INTO shop.orders VALUES (1, 4, 'NEW')",
    )
    wait_until("the rows after it", lambda: sorted(result(bridge, "by_status")) == [("NEW", "2"), ("PAID", "1")])
    bridge.kill()
    shutil.rmtree(bridge.directory / "data/views", ignore_errors=True)
    bridge.start()
    wait_until("all again", lambda: sorted(result(bridge, "by_status") or []) == [("NEW", "2"), ("PAID", "1")])
    orders.execute("ALTER TABLE shop.orders DROP COLUMN status", "INSERT INTO shop.orders VALUES (1, 9)")
    wait_until("it stopped", lambda: status(bridge, "by_status")["state"] == "stopped")
    assert "status" in status(bridge, "by_status")["error"]
    time.sleep(0.2)
    assert bridge.source()["state"] == "streaming"
