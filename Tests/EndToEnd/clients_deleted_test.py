"""Topics that clients make and delete while others read them."""

import contextlib
import time

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

from harness.clients import CLIENTS, EARLIEST, Place
from harness.clients.reading import read

pytestmark = pytest.mark.parametrize("kind", CLIENTS, ids=lambda kind: kind.name)


@pytest.fixture
def admin(stock):
    return AdminClient({"bootstrap.servers": stock.bootstrap, "log_level": 2})


def make(admin, *names):
    for done in admin.create_topics([NewTopic(name, 1, 1) for name in names]).values():
        done.result(20)


def delete(admin, name):
    for done in admin.delete_topics([name]).values():
        done.result(20)


def produce(stock, topic, numbers):
    producer = Producer({"bootstrap.servers": stock.bootstrap, "log_level": 2})
    for number in numbers:
        producer.produce(topic, b"%d" % number)
    assert producer.flush(20) == 0


def patient_read(client, count, seconds=30):
    """So many records, whatever the client says meanwhile of a topic that is gone."""
    records, deadline = [], time.monotonic() + seconds
    while len(records) < count:
        assert time.monotonic() < deadline, f"{client.name}: {len(records)} records of {count}"
        with contextlib.suppress(Exception):
            records += client.poll(0.3)
    return records


def test_a_topic_without_a_record_is_read(opened, admin, kind):
    name = f"empty-{kind.__name__}"
    make(admin, name)
    client, place = opened(kind), Place(name, 0)
    client.assign({place: EARLIEST})
    assert client.poll(1) == []
    assert (client.watermarks(place), client.offset_at(place, 0), client.topics()[name]) == ((0, 0), None, 1)


def test_a_topic_deleted_under_a_reader_does_not_hold_up_the_others(opened, stock, admin, kind):
    doomed, stays = f"doomed-{kind.__name__}", f"stays-{kind.__name__}"
    make(admin, doomed, stays)
    for topic in (doomed, stays):
        produce(stock, topic, range(20))
    client = opened(kind)
    client.assign({Place(doomed, 0): EARLIEST, Place(stays, 0): EARLIEST})
    read(client, 40)
    delete(admin, doomed)
    produce(stock, stays, range(20, 50))
    records = patient_read(client, 30)
    assert [(record.topic, record.offset) for record in records] == [(stays, offset) for offset in range(20, 50)]


def test_a_topic_made_again_begins_anew(opened, stock, admin, kind):
    name = f"again-{kind.__name__}"
    make(admin, name)
    produce(stock, name, range(10))
    delete(admin, name)
    assert name not in opened(kind).topics()
    make(admin, name)
    produce(stock, name, (100, 101))
    client = opened(kind)
    client.assign({Place(name, 0): EARLIEST})
    assert [(record.offset, record.value) for record in read(client, 2)] == [(0, b"100"), (1, b"101")]
