"""A queue filled with messages of every kind, whose sender knows what must be in it.

The messages are rows of outbox tables; the table decides how many partitions a topic gets.
"""

import random

from harness.kafka import read_all
from harness.leat import Leat, Source
from harness.waiting import wait_until

COLUMNS = (
    "(id BIGINT PRIMARY KEY AUTO_INCREMENT, topic VARCHAR(100), biz_key VARCHAR(50), tag VARCHAR(20), body LONGBLOB)"
)
PARTITIONS = {"one": 1, "four": 4, "thousand": 1000}
CAPTURE = """
  - tables: [shop.{table}]
    partitions: {partitions}
    outbox: {{ topic: topic, key: biz_key, value: body, headers: [tag, id], topics: ["{table}-*"], dead_letter: dead }}
"""
PIPELINE = "name: stock\ncapture:" + "".join(CAPTURE.format(table=t, partitions=p) for t, p in PARTITIONS.items())
# Moments (seconds since 1970) at which the database says that it committed the three parts of `four-orders`.
MOMENTS = (1_700_000_000, 1_700_003_600, 1_700_007_200)
ROWS = 300


class Stock:
    def __init__(self, server, directory, **options):
        self.server = server
        self.leat = Leat(directory, [Source("trade", server.port, "shop", pipeline=PIPELINE)], **options)
        # What was sent to each topic: key, value and tag of each message, in the order of the commits.
        self.sent = {}
        server.reset()
        server.execute("CREATE DATABASE shop", *(f"CREATE TABLE shop.{table} {COLUMNS}" for table in PARTITIONS))

    @property
    def bootstrap(self):
        return self.leat.bootstrap

    def send(self, topic, messages, at=None, together=100):
        """Commit messages (key, value, tag), so many in a transaction; `at` is the moment the database believes in."""
        self.sent.setdefault(topic, []).extend(messages)
        insert = f"INSERT INTO shop.{topic.partition('-')[0]} (topic, biz_key, body, tag) VALUES (%s, %s, %s, %s)"
        with self.server.connect() as connection, connection.cursor() as cursor:
            if at is not None:
                cursor.execute(f"SET TIMESTAMP = {at}")
            for begin in range(0, len(messages), together):
                cursor.executemany(insert, [(topic, *message) for message in messages[begin : begin + together]])
                connection.commit()

    def count(self, topic):
        """How many records of the topic can be read."""
        return next((one["records"] for one in self.leat.json("/api/topics") if one["name"] == topic), 0)

    def wait(self, *topics):
        """Wait until everything that was sent to the topics can be read."""
        for topic in topics:
            wait_until(f"{topic} is filled", lambda: self.count(topic) >= len(self.sent[topic]), seconds=60)  # noqa: B023

    def records(self, topic):
        """All records of the topic, which are those that were sent."""
        found = read_all(self.bootstrap, [topic])
        # Every key lies in one partition, so its messages have kept their order; without keys only one partition would.
        for key in {message[0] for message in self.sent[topic]}:
            expected = [(value, tag) for one, value, tag in self.sent[topic] if one == key]
            read = [
                (record.value, None if (tag := dict(record.headers).get("tag")) is None else tag.decode())
                for record in found
                if record.key == (None if key is None else key.encode())
            ]
            assert read == expected if key is not None else sorted(read, key=str) == sorted(expected, key=str)
        return found


def orders(begin=0, count=ROWS):
    return [(f"key {n % 50}", f"order {n}".encode(), "even" if n % 2 == 0 else None) for n in range(begin, begin + count)]


def fill(stock):
    """The topics that the tests read."""
    for part, moment in enumerate(MOMENTS):
        stock.send("four-orders", orders(part * ROWS), at=moment)
    noise = random.Random(7)
    stock.send(
        "one-large",
        [(f"large {n}", noise.randbytes(size), None) for n, size in enumerate((5 << 20, 10, 3 << 20, 1 << 20, 20))],
        together=1,
    )
    stock.send(
        "one-odd",
        [
            (None, b"no key", "t"),
            ("k", None, "t"),
            (None, None, None),
            ("", b"", ""),
            ("k", bytes(range(256)), "naïve 订单"),
        ],
    )
    stock.send("thousand-wide", [(f"key {n}", f"wide {n}".encode(), None) for n in range(3000)], together=1000)
    stock.wait("four-orders", "one-large", "one-odd", "thousand-wide")
