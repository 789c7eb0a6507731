"""Real producers: what they write is read back as it was, once, and only where no source writes."""

import subprocess

import pytest
from confluent_kafka import KafkaError, KafkaException

from harness.kafka import read_all
from harness.producing import PARTITIONS, open_queue, producer, sent_in_order

CODECS = ("none", "gzip", "lz4", "zstd")


@pytest.fixture
def queue(leat):
    return lambda: open_queue(leat)


@pytest.mark.parametrize("idempotent", [False, True], ids=["plain", "idempotent"])
def test_confluent_kafka_writes_with_every_codec_and_reads_back_the_same(queue, idempotent):
    bridge, expected = queue(), []
    for codec in CODECS:
        client = producer(bridge.bootstrap, **{"enable.idempotence": idempotent, "compression.type": codec})
        for number in range(300):
            # None is a tombstone; the last ones are too short to be worth compressing.
            key, value = f"{codec}-{number}".encode(), None if number % 50 == 0 else b"text " * (number % 40)
            headers = [("codec", codec.encode()), ("empty", None)]
            client.produce("results", value, key, number % PARTITIONS, timestamp=1000 + number, headers=headers)
            expected.append((number % PARTITIONS, key, value, 1000 + number, tuple(headers)))
        assert client.flush(30) == 0
    records = read_all(bridge.bootstrap, ["results"])
    found = [(r.partition, r.key, r.value, r.timestamp, r.headers) for r in records]
    for partition in range(PARTITIONS):
        assert [r for r in found if r[0] == partition] == [e for e in expected if e[0] == partition]
    sent_in_order(records)


def delivery_error(client, topic, value=b"x", **options):
    errors = []
    client.produce(topic, value, on_delivery=lambda error, _: errors.append(error), **options)
    client.flush(20)
    return errors[0]


def test_snappy_is_refused_by_name(queue):
    bridge = queue()
    client = producer(bridge.bootstrap, **{"compression.type": "snappy", "message.timeout.ms": 10_000})
    error = delivery_error(client, "results", b"snappy " * 1000)
    assert error.code() == KafkaError.UNSUPPORTED_COMPRESSION_TYPE
    assert read_all(bridge.bootstrap, ["results"]) == []


def test_transactions_are_refused(queue):
    client = producer(queue().bootstrap, **{"transactional.id": "jobs", "transaction.timeout.ms": 5000})
    with pytest.raises(KafkaException):
        client.init_transactions(5)


def test_kcat_writes_lines_and_reads_them_back(queue):
    bridge = queue()
    lines = "".join(f"{number}\n" for number in range(1000))
    arguments = ["-b", bridge.bootstrap, "-t", "results", "-p", "1"]
    for options in ([], ["-X", "enable.idempotence=true", "-z", "lz4"]):
        subprocess.run(["kcat", "-q", "-P", *arguments, *options], input=lines, text=True, timeout=60, check=True)
    read = subprocess.run(
        ["kcat", "-q", "-C", "-e", "-o", "beginning", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert read.stdout == lines * 2


def test_kafka_python_writes_and_reads_back(queue):
    kafka = pytest.importorskip("kafka")
    bridge = queue()
    for codec in (None, "gzip"):
        client = kafka.KafkaProducer(bootstrap_servers=bridge.bootstrap, compression_type=codec, linger_ms=5)
        futures = [client.send("results", f"{codec} {n}".encode(), partition=n % PARTITIONS) for n in range(500)]
        client.flush(30)
        answers = [(future.get(1).partition, future.get(1).offset) for future in futures]
        client.close()
        records = {(r.partition, r.offset): r.value for r in read_all(bridge.bootstrap, ["results"])}
        assert [records[answer] for answer in answers] == [f"{codec} {n}".encode() for n in range(500)]


def test_a_topic_that_a_source_feeds_takes_no_other_records(bridge, server):
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(50))")
    server.execute("INSERT INTO shop.orders VALUES (1, 'first')")
    bridge.start()
    bridge.wait_for_records("orders", 1)
    for idempotent in (False, True):
        client = producer(bridge.bootstrap, **{"enable.idempotence": idempotent})
        assert delivery_error(client, bridge.topic("orders")).code() == KafkaError.TOPIC_AUTHORIZATION_FAILED
    server.execute("INSERT INTO shop.orders VALUES (2, 'second')")
    assert len(bridge.wait_for_records("orders", 2)) == 2
