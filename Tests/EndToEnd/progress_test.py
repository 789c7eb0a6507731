"""What a source says of its progress: the saved position moves on without records, and the lag is the truth."""

import threading
import time

from harness.leat import Source
from harness.rows import assert_only, insert, start_streaming
from harness.waiting import wait_until

SECONDS_TO_SAVE = 3
SECONDS_TO_NOTICE = 6


class SteadyWriter(threading.Thread):
    """Five transactions a second into a table that nobody captures."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.stop = server, threading.Event()

    def run(self):
        with self.server.connect(autocommit=True) as connection, connection.cursor() as cursor:
            while not self.stop.wait(0.2):
                cursor.execute("INSERT INTO other.noise () VALUES ()")


def test_the_position_moves_on_while_only_filtered_transactions_come(bridge, server):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
        "CREATE DATABASE other",
        "CREATE TABLE other.noise (id INT PRIMARY KEY AUTO_INCREMENT)",
    )
    start_streaming(bridge)
    insert(server, 1)
    assert_only(bridge, [1])
    writer = SteadyWriter(server)
    writer.start()
    try:
        seen, moments = bridge.source().get("position"), []
        deadline = time.monotonic() + 3.5
        while time.monotonic() < deadline:
            if (position := bridge.source().get("position")) != seen:
                seen = position
                moments.append(time.monotonic())
            time.sleep(0.05)
    finally:
        writer.stop.set()
        writer.join()
    assert len(moments) >= 2, "the position stands still"
    assert max(b - a for a, b in zip(moments, moments[1:], strict=False)) < SECONDS_TO_SAVE
    variable = "@@global.gtid_binlog_pos" if server.kind == "mariadb" else "@@global.gtid_executed"
    end = f"gtid:{server.value(f'SELECT {variable}')}"
    wait_until("the end is saved", lambda: bridge.source().get("position") == end, SECONDS_TO_SAVE)
    bridge.kill()
    assert end in bridge.position(), "what was shown is what is saved"


def test_the_lag_is_hours_in_a_replay_of_hours_ago_and_nothing_at_the_end(leat, servers):
    """MariaDB alone lets a session say when its transactions were committed."""
    server, hours, rows = servers("mariadb"), 2, 400_000
    server.reset()
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, body VARCHAR(400))")
    with server.connect(database="shop", autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"SET timestamp = UNIX_TIMESTAMP() - {hours * 3600}")
        for start in range(0, rows, 20_000):
            numbers = f"seq_{start + 1}_to_{start + 20_000}"
            cursor.execute(f"INSERT INTO orders SELECT seq, REPEAT('text', 80) FROM {numbers}")

    one = leat(Source("trade", server.port, "shop"))
    one.start()
    lags = []
    while (status := one.source())["rows"] < rows:
        # The rows are counted when they are read, the lag from the first commit that is in the queue.
        if status.get("last_commit_milliseconds"):
            lags.append(status.get("lag_seconds"))
        time.sleep(0.01)
    print(f"{len(lags)} samples of the lag, {set(lags)}")
    assert len(lags) >= 5, "too fast to be looked at"
    assert all(lag is not None and lag > (hours - 1) * 3600 for lag in lags)
    wait_until("lag 0", lambda: one.source()["lag_seconds"] == 0, SECONDS_TO_NOTICE)
    listed = one.command("sources", "list", "--config", one.config)
    assert "0ms" in listed.stdout
    time.sleep(1)
    assert one.source()["lag_seconds"] == 0
