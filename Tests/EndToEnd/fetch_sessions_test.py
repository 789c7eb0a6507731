"""kafka-python keeps fetch sessions (KIP-227): it names only what changes, and is told only what is new."""

import pytest
from kafka import KafkaConsumer, TopicPartition

from harness.producing import create_topic, producer
from harness.waiting import wait_until

PARTITIONS = 40
TOPIC = "many"


@pytest.fixture
def queue(leat):
    """A queue without sources: nothing but clients writes here."""
    one = leat()
    one.start()
    create_topic(one.bootstrap, TOPIC, PARTITIONS)
    return one


@pytest.fixture
def consumer(queue):
    client = KafkaConsumer(bootstrap_servers=queue.bootstrap, group_id=None, fetch_max_wait_ms=200)
    client.assign([TopicPartition(TOPIC, partition) for partition in range(PARTITIONS)])
    client.seek_to_beginning()
    yield client
    client.close(autocommit=False)


def write(queue, partition, *values):
    client = producer(queue.bootstrap)
    for value in values:
        client.produce(TOPIC, value, partition=partition)
    assert client.flush(30) == 0


def read(client, expected, seconds=30):
    """Reads until so many records have come, and a little longer: what comes twice is seen."""
    found = []

    def take():
        for records in client.poll(timeout_ms=300).values():
            found.extend((record.partition, record.offset, record.value.decode()) for record in records)
        return len(found) >= expected

    wait_until(f"{expected} records", take, seconds=seconds)
    take()
    return sorted(found)


def session(client):
    """Identity and epoch of the client's session with the one server."""
    handlers = [handler.next_metadata for handler in client._fetcher._session_handlers.values()]
    return max((data.session_id, data.epoch) for data in handlers)


def test_a_session_carries_records_of_any_partition_once(queue, consumer):
    write(queue, 0, "a", "b")
    assert read(consumer, 2) == [(0, 0, "a"), (0, 1, "b")]
    identity, epoch = session(consumer)
    assert identity > 0 and epoch > 0
    for partition in (7, 39, 7):
        write(queue, partition, f"p{partition}")
    assert read(consumer, 3) == [(7, 0, "p7"), (7, 1, "p7"), (39, 0, "p39")]
    later, epoch_later = session(consumer)
    assert later == identity and epoch_later > epoch


def test_partitions_leave_and_come_back(queue, consumer):
    write(queue, 1, "x")
    write(queue, 2, "y")
    assert read(consumer, 2) == [(1, 0, "x"), (2, 0, "y")]
    consumer.pause(TopicPartition(TOPIC, 1))
    write(queue, 1, "later")
    write(queue, 2, "now")
    assert read(consumer, 1) == [(2, 1, "now")]
    consumer.resume(TopicPartition(TOPIC, 1))
    assert read(consumer, 1) == [(1, 1, "later")]
    consumer.seek(TopicPartition(TOPIC, 2), 0)
    assert read(consumer, 2) == [(2, 0, "y"), (2, 1, "now")]
    assert session(consumer)[0] > 0


def test_after_a_kill_the_client_begins_another_session(queue, consumer):
    write(queue, 3, "before")
    assert read(consumer, 1) == [(3, 0, "before")]
    identity, _ = session(consumer)
    queue.kill()
    queue.start()
    write(queue, 3, "after")
    assert read(consumer, 1, seconds=60) == [(3, 1, "after")]
    assert session(consumer)[0] not in (0, identity)
