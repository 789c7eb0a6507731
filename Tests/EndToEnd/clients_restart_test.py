"""Eight clients of four kinds read while the server is stopped and killed and rows keep coming: they go on by themselves."""

import os
import random
import threading
import time

import pytest

from harness.clients import CLIENTS, Java, KafkaPython, Place
from harness.clients.follower import Follower
from harness.clients.stock import Stock
from harness.clients.verdict import faults, repeated
from harness.kafka import read_all
from harness.waiting import wait_until

TOPIC = "four-live"
ROUNDS = 20 if os.environ.get("LEAT_LONG") == "1" else 1
JAVA = ("Java",) if Java in CLIENTS else ()
ALONE = ("Confluent", "KafkaPython", "kcat", *JAVA)
GROUPS = {"a": ("Confluent",), "b": ("KafkaPython",), "c": ("kcat",), "pair": ("Librdkafka", "KafkaPython")}
GROUPS |= {"java": JAVA} if JAVA else {}


class Writer(threading.Thread):
    """Commits messages with a running number until it is told to stop."""

    def __init__(self, stock):
        super().__init__(daemon=True)
        self.stock, self.count, self.stop = stock, 0, threading.Event()

    def run(self):
        while not self.stop.wait(0.02):
            messages = [(f"key {n % 37}", f"live {n}".encode(), None) for n in range(self.count, self.count + 5)]
            self.stock.send(TOPIC, messages, together=3)
            self.count += len(messages)


@pytest.fixture
def live(servers, tmp_path):
    stock = Stock(servers("mariadb"), tmp_path / "leat")
    stock.leat.start()
    stock.send(TOPIC, [("key", b"first", None)])
    stock.wait(TOPIC)
    writer = Writer(stock)
    writer.start()
    yield stock, writer
    writer.stop.set()
    writer.join()
    stock.leat.kill()


@pytest.fixture
def followers(live, tmp_path):
    bootstrap, started = live[0].bootstrap, {}
    for kind in ALONE:
        started[f"{kind} alone"] = [Follower(kind, bootstrap, TOPIC, tmp_path)]
    for group, kinds in GROUPS.items():
        started[group] = [Follower(kind, bootstrap, TOPIC, tmp_path, group) for kind in kinds]
    yield started
    for one in (one for each in started.values() for one in each):
        one.kill()


def committed_offsets(stock):
    """{group: {partition: offset}}, asked just before a stop."""
    found = {}
    for group in GROUPS:
        one = KafkaPython(stock.bootstrap, group=group)
        found[group] = {partition: one.committed(Place(TOPIC, partition)) or 0 for partition in range(4)}
        one.close()
    return found


def everybody_moves(followers):
    """Waits until every reader has read something that it had not read before the call."""
    before = {name: sum(len(one.read()) for one in each) for name, each in followers.items()}

    def moved():
        for one in (one for each in followers.values() for one in each):
            assert one.is_running, f"{one.name} ended: {one.errors()}"
        return all(sum(len(one.read()) for one in each) > before[name] for name, each in followers.items())

    begin = time.monotonic()
    wait_until("everybody reads", moved, seconds=60)
    return time.monotonic() - begin


@pytest.mark.seconds(150 + 60 * ROUNDS)
def test_clients_go_on_after_a_stop_and_a_kill_and_skip_nothing(live, followers, seed):
    (stock, writer), moments = live, random.Random(seed)
    everybody_moves(followers)
    commits = []
    for _ in range(ROUNDS):
        for stop in (stock.leat.terminate, stock.leat.kill):
            time.sleep(moments.uniform(1, 4))
            commits.append(committed_offsets(stock))
            stop()
            time.sleep(moments.uniform(0, 1))
            stock.leat.start()
            print(f"{stop.__name__}: everybody reads again after {everybody_moves(followers):.1f} s")
    writer.stop.set()
    writer.join()
    stock.wait(TOPIC)
    truth = {(one.partition, one.offset): one.value.decode() for one in read_all(stock.bootstrap, [TOPIC])}
    assert len(truth) == len(stock.sent[TOPIC]) == writer.count + 1

    def unread(name):
        seen = {(partition, offset) for one in followers[name] for partition, offset, _ in one.read()}
        return truth.keys() - seen

    wait_until("everybody is at the end", lambda: not any(map(unread, followers)), seconds=60)
    for name, each in followers.items():
        reads, stops = [one.read() for one in each], [commit.get(name, {}) for commit in commits if name in commit]
        assert faults(reads, truth, stops) == [], name
        print(f"{name}: {len(truth)} records, {repeated(reads)} of them again")
        assert name in GROUPS or repeated(reads) == 0
    assert_faults_are_seen(followers["Confluent alone"][0].read(), truth, moments)


def assert_faults_are_seen(read, truth, moments):
    """The same verdict on the same records goes red when one is missing, again, late or changed."""
    homes = [partition for partition, _, _ in read]
    start = moments.randrange(len(read) // 4, len(read) // 2)
    # From there the first that is not its partition's last: a partition may have been read to its end already.
    at, later = next((n, homes.index(homes[n], n + 1)) for n in range(start, len(read)) if homes[n] in homes[n + 1 :])
    partition, offset, value = read[at]
    assert faults([read], truth, []) == []
    assert faults([read[:at] + read[at + 1 :]], truth, [])
    assert faults([read[: at + 1] + read[at:]], truth, [])
    assert faults([read[:at] + [read[later]] + read[at + 1 : later] + [read[at]] + read[later + 1 :]], truth, [])
    assert faults([read[:at] + [(partition, offset, value + "x")] + read[at + 1 :]], truth, [])
