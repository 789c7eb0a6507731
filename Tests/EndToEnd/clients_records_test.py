"""Records of every shape, through every client: what comes out is what was sent, byte for byte."""

import pytest
from kafka.protocol.consumer import FetchRequest
from kafka.record.memory_records import MemoryRecords

from harness.clients import CLIENTS, EARLIEST, Place
from harness.clients.reading import by_place, read
from harness.clients.stock import ROWS, orders
from harness.model.wire import Wire

CODECS = ("none", "gzip", "lz4", "zstd")

pytestmark = pytest.mark.parametrize("kind", CLIENTS, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def records(stock):
    """The records of a topic as they were sent, read once."""
    known = {}
    return lambda topic: known.get(topic) or known.setdefault(topic, stock.records(topic))


@pytest.fixture(scope="module")
def codecs(stock, records):
    """A topic with batches of every codec, one behind the other; how they lie in the log."""
    leat = stock.leat
    for number, codec in enumerate(CODECS):
        leat.terminate()
        leat.queue = [f"compression: {codec}"]
        leat.write_configuration()
        leat.start()
        text = [(key, 50 * value, tag) for key, value, tag in orders(number * ROWS)]
        stock.send("one-codecs", text, together=50)
        stock.wait("one-codecs")
    assert codecs_of(stock.bootstrap, "one-codecs") == [0, 1, 3, 4]
    return records("one-codecs")


def codecs_of(bootstrap, topic):
    """The codecs of the batches as they lie in the log: 0 none, 1 gzip, 3 lz4, 4 zstd."""
    partition = FetchRequest.FetchTopic.FetchPartition(partition=0, fetch_offset=0, partition_max_bytes=1 << 20)
    request = FetchRequest(max_bytes=1 << 20, topics=[FetchRequest.FetchTopic(topic=topic, partitions=[partition])])
    (answer,) = Wire(bootstrap).ask(request, 11).responses[0].partitions
    batches, found = MemoryRecords(answer.records), []
    while (batch := batches.next_batch()) is not None:
        found.append(batch.compression_type)
    return list(dict.fromkeys(found))


def whole(client, topic, partitions, count):
    client.assign({Place(topic, partition): EARLIEST for partition in range(partitions)})
    return read(client, count)


def test_batches_of_every_codec_come_in_one_topic(opened, codecs, kind):
    assert whole(opened(kind), "one-codecs", 1, len(CODECS) * ROWS) == codecs


def test_nulls_empty_values_and_headers_stay_what_they_are(opened, records, kind):
    found = whole(opened(kind), "one-odd", 1, 5)
    assert found == records("one-odd")
    assert [(record.key, record.value) for record in found] == [
        (None, b"no key"),
        (b"k", None),
        (None, None),
        (b"", b""),
        (b"k", bytes(range(256))),
    ]
    assert dict(found[4].headers)["tag"] == "naïve 订单".encode()


def test_a_record_larger_than_every_limit_of_the_client_comes_whole(opened, records, kind):
    """The first batch of an answer comes whatever was asked for (KIP-74)."""
    found = whole(opened(kind, fetch_bytes=1000), "one-large", 1, 5)
    assert [len(record.value) for record in found] == [5 << 20, 10, 3 << 20, 1 << 20, 20]
    assert found == records("one-large")


def test_fetches_smaller_than_a_batch_miss_nothing(opened, records, kind):
    found = by_place(whole(opened(kind, fetch_bytes=16), "four-orders", 4, 3 * ROWS))
    assert found == by_place(records("four-orders"))


def test_a_thousand_partitions_are_read_together(opened, records, kind):
    found = by_place(whole(opened(kind), "thousand-wide", 1000, 3000))
    assert found == by_place(records("thousand-wide"))


def test_an_empty_partition_is_read_without_complaint(opened, stock, records, kind):
    filled = set(by_place(records("thousand-wide")))
    empty = next(place for place in (Place("thousand-wide", n) for n in range(1000)) if place not in filled)
    client = opened(kind)
    client.assign({empty: EARLIEST})
    assert client.poll(1) == []
    assert (client.watermarks(empty), client.offset_at(empty, 0)) == ((0, 0), None)


@pytest.mark.parametrize("committed_only", [True, False], ids=["read_committed", "read_uncommitted"])
def test_both_isolation_levels_read_the_same(opened, records, kind, committed_only):
    found = by_place(whole(opened(kind, committed_only=committed_only), "four-orders", 4, 3 * ROWS))
    assert found == by_place(records("four-orders"))
