"""Money that moves between accounts under load: nobody ever sees it on its way."""

import json
import random
import threading
import time
import urllib.request

import pytest

from harness.leat import Source
from harness.waiting import wait_until
from views.viewing import pipeline

ACCOUNTS, BALANCE, WRITERS, SECONDS = 200, 1000, 4, 8
VIEWS = {
    "total": "SELECT SUM(balance) AS total, COUNT(*) AS accounts FROM shop.account",
    "by_branch": "SELECT branch, SUM(balance) AS total FROM shop.account GROUP BY branch",
}


class Follower(threading.Thread):
    """A client of a view's stream: keeps the result by its events, and every state that it has seen."""

    def __init__(self, leat, name, pause=0):
        super().__init__(daemon=True)
        self.leat, self.name_of_view, self.pause = leat, name, pause
        self.rows, self.states, self.events, self.ending = [], [], {}, threading.Event()

    def run(self):
        url = f"http://{self.leat.http}/api/views/{self.name_of_view}/stream"
        with urllib.request.urlopen(url, timeout=30) as stream:
            event = {}
            for line in stream:
                if self.ending.is_set():
                    return
                text = line.decode().rstrip("\n")
                if text:
                    key, _, value = text.partition(": ")
                    event[key] = value
                elif "event" in event:
                    self.take(event["event"], json.loads(event["data"]), event["id"])
                    event = {}

    def take(self, kind, data, identity):
        assert data["position"] == identity
        self.events[kind] = self.events.get(kind, 0) + 1
        if kind == "rows":
            self.rows = data["rows"]
        else:
            assert kind == "change"
            for row in data["removed"]:
                self.rows.remove(row)
            self.rows += data["added"]
        self.states.append((int(identity), [list(row) for row in self.rows]))
        time.sleep(self.pause)


def transfer(server, seed, ending, counts):
    moments = random.Random(seed)
    with server.connect(autocommit=False, database="shop") as connection, connection.cursor() as cursor:
        while not ending.is_set():
            # In the order of the ids, so that two of them never wait for each other.
            for one, other in zip(*[iter(sorted(moments.sample(range(ACCOUNTS), moments.choice([2, 2, 6]))))] * 2):
                amount = moments.randrange(1, 50_00) / 100 * moments.choice([1, -1])
                cursor.execute("UPDATE account SET balance = balance - %s WHERE id = %s", [amount, one])
                cursor.execute("UPDATE account SET balance = balance + %s WHERE id = %s", [amount, other])
            if moments.random() < 0.1:
                connection.rollback()
            else:
                connection.commit()
                counts[seed] = counts.get(seed, 0) + 1


@pytest.mark.seconds(120)
def test_the_sum_of_all_balances_is_the_same_in_every_event(leat, server, seed):
    rows = ",".join(f"({n}, {n % 7}, {BALANCE})" for n in range(ACCOUNTS))
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.account (id INT PRIMARY KEY, branch INT NOT NULL, balance DECIMAL(12,2) NOT NULL)",
        f"INSERT INTO shop.account VALUES {rows}",
    )
    # Eight partitions: the two accounts of a transfer stand in different ones.
    bridge = leat(Source("trade", server.port, "shop", pipeline=pipeline(VIEWS, partitions=8)))
    bridge.start()
    wait_until("the accounts", lambda: any(v["rows"] == 7 for v in bridge.json("/api/views")))
    total = f"{ACCOUNTS * BALANCE}.00"
    followers = [Follower(bridge, "total"), Follower(bridge, "by_branch"), Follower(bridge, "by_branch", pause=0.05)]
    ending, counts = threading.Event(), {}
    writers = [threading.Thread(target=transfer, args=(server, seed + n, ending, counts), daemon=True)
               for n in range(WRITERS)]
    for thread in followers + writers:
        thread.start()
    time.sleep(SECONDS)
    ending.set()
    for writer in writers:
        writer.join(30)

    def last_states():
        with server.connect(autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT branch, SUM(balance) FROM shop.account GROUP BY branch ORDER BY branch")
            wanted = [[branch, str(balance)] for branch, balance in cursor.fetchall()]
        return all(sorted(one.rows) == wanted for one in followers[1:])

    followers[2].pause = 0
    wait_until("followers at the end", last_states, 30)
    for one in followers:
        one.ending.set()
    print(f"{sum(counts.values())} transfers; events {[one.events for one in followers]}")
    assert sum(counts.values()) > 200
    assert followers[0].states == [] or all(state == [[total, ACCOUNTS]] for _, state in followers[0].states)
    changes = followers[1].events.get("change", 0)
    assert changes > 50
    for one in followers[1:]:
        positions = [position for position, _ in one.states]
        assert positions == sorted(positions)
        for _, state in one.states:
            assert sum(round(float(balance) * 100) for _, balance in state) == ACCOUNTS * BALANCE * 100


def test_the_check_goes_red_when_a_half_is_seen():
    one = Follower(None, "by_branch")
    one.take("rows", {"position": "1", "rows": [[0, "10.00"], [1, "10.00"]]}, "1")
    one.take("change", {"position": "2", "removed": [[0, "10.00"]], "added": [[0, "5.00"]]}, "2")
    assert sum(float(balance) for _, balance in one.states[-1][1]) == 15


@pytest.mark.seconds(120)
def test_a_transaction_larger_than_a_frame_is_seen_whole_or_not_at_all(leat, servers):
    server = servers("mariadb")
    server.reset()
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.account (id INT PRIMARY KEY, branch INT NOT NULL, balance DECIMAL(12,2) NOT NULL)",
        "INSERT INTO shop.account SELECT seq, seq % 7, 1000 FROM shop.seq_1_to_40000",
    )
    source = Source("trade", server.port, "shop", pipeline=pipeline(VIEWS, partitions=8),
                    extra=("chain_part_bytes: 1MiB",))
    bridge = leat(source)
    # Memory that is given back is overwritten: whoever still reads the parts of a transaction there stops by name.
    bridge.environment["MALLOC_PERTURB_"] = "165"
    bridge.start()
    wait_until("the accounts", lambda: any(v["rows"] == 7 for v in bridge.json("/api/views")))
    one = Follower(bridge, "by_branch")
    one.start()
    wait_until("the first result", lambda: one.rows)
    before = sorted(map(tuple, one.rows))
    for back in (1, -1):
        # 40,000 updates in one transaction: about 20 MB of records.
        server.execute(f"UPDATE shop.account SET balance = balance + IF(id % 2, 1, -1) * {back} * ((id + 1) DIV 2 % 5)")
        wait_until("the change", lambda back=back: one.events.get("change") == (1 if back == 1 else 2))
    assert sorted(map(tuple, one.rows)) == before
    assert [len(state) for _, state in one.states] == [7] * 3
    for _, state in one.states:
        assert sum(round(float(balance) * 100) for _, balance in state) == 40_000 * 1000 * 100
    bridge.terminate()
    kinds = bridge.command("log", "dump", bridge.directory / "data", seconds=60).stdout
    assert "chain" in kinds.lower(), "no transaction was larger than a frame"
