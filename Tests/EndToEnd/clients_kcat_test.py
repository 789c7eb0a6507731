"""kcat's own ways to name what it wants to read."""

import json
import subprocess

import pytest

from harness.clients.stock import MOMENTS, ROWS, orders

TOPIC = "four-orders"


@pytest.fixture
def kcat(stock):
    def run(*arguments):
        command = ["kcat", "-q", "-b", stock.bootstrap, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()

    return run


@pytest.fixture(scope="module")
def everything(stock):
    """{partition: its records}"""
    found = {}
    for record in stock.records(TOPIC):
        found.setdefault(record.partition, []).append(record)
    return found


def read(kcat, *arguments):
    """{partition: offsets} of what kcat prints up to the end."""
    found = {}
    for line in kcat("-C", "-t", TOPIC, "-e", "-f", "%p %o\n", *arguments):
        partition, offset = map(int, line.split())
        found.setdefault(partition, []).append(offset)
    return found


def test_it_lists_everything(stock, kcat):
    listing = json.loads("\n".join(kcat("-L", "-J")))
    found = {topic["topic"]: len(topic["partitions"]) for topic in listing["topics"]}
    assert (found[TOPIC], found["thousand-wide"]) == (4, 1000)
    assert [broker["name"] for broker in listing["brokers"]] == [stock.bootstrap]


def test_it_prints_keys_values_headers_and_times(kcat, everything):
    lines = [json.loads(line) for line in kcat("-C", "-t", TOPIC, "-p", 1, "-o", "beginning", "-e", "-J")]
    assert [(line["offset"], line["ts"], line["key"].encode(), line["payload"].encode()) for line in lines] == [
        (record.offset, record.timestamp, record.key, record.value) for record in everything[1]
    ]
    tags = [dict(zip(line["headers"][::2], line["headers"][1::2], strict=True))["tag"] for line in lines]
    assert tags == [value and value.decode() for value in (dict(record.headers)["tag"] for record in everything[1])]


def test_it_begins_at_an_offset_or_some_records_before_the_end(kcat, everything):
    ends = {partition: len(records) for partition, records in everything.items()}
    assert read(kcat, "-p", 2, "-o", 30) == {2: list(range(30, ends[2]))}
    assert read(kcat, "-o", -5) == {partition: list(range(end - 5, end)) for partition, end in ends.items()}
    assert read(kcat, "-o", "end") == {}
    assert [line.split() for line in kcat("-C", "-t", TOPIC, "-p", 0, "-o", 7, "-c", 2, "-f", "%p %o\n")] == [
        ["0", "7"],
        ["0", "8"],
    ]


def test_it_reads_between_two_times(kcat, everything):
    first, second = 1000 * MOMENTS[1], 1000 * MOMENTS[2]
    found = read(kcat, "-o", f"s@{first}", "-o", f"e@{second}")
    assert found == {
        partition: [record.offset for record in records if first <= record.timestamp < second]
        for partition, records in everything.items()
    }
    assert sum(map(len, found.values())) == ROWS


def test_it_asks_for_offsets_by_time(kcat, everything):
    for moment in (0, 1000 * MOMENTS[1], 1000 * MOMENTS[1] + 1):
        (line,) = kcat("-Q", "-t", f"{TOPIC}:3:{moment}")
        expected = next(record.offset for record in everything[3] if record.timestamp >= moment)
        assert line == f"{TOPIC} [3] offset {expected}"


def test_it_goes_on_in_a_group_where_it_stopped(stock, kcat):
    topic = "one-kcat"
    stock.send(topic, orders(0, 30))
    stock.wait(topic)
    member = ("-G", "kcats", "-X", "auto.offset.reset=earliest", "-f", "%o\n", "-u")
    assert kcat(*member, "-c", 12, topic) == [str(offset) for offset in range(12)]
    assert kcat(*member, "-e", topic) == [str(offset) for offset in range(12, 30)]
