"""Records over HTTP: the long poll and the stream of Server-Sent Events, beside what a Kafka client reads."""

import http.client
import json
import threading
import time

import pytest

from harness.kafka import read_all

ROWS = 300
TOPIC = "trade.shop.orders"


@pytest.fixture
def filled(bridge, server):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(50))",
        "INSERT INTO shop.orders VALUES " + ", ".join(f"({n}, 'order {n}')" for n in range(ROWS)),
        "DELETE FROM shop.orders WHERE id = 1",
    )
    bridge.start()
    bridge.wait_for_records("orders", ROWS + 2)
    return bridge


def get(leat, path, **headers):
    """Status and decoded body of a GET."""
    connection = http.client.HTTPConnection(leat.http, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    return answer.status, body


class Stream:
    """An EventSource: events with id, kind and data, and the last id for a reconnect."""

    def __init__(self, leat, path, last_id=None):
        self.connection = http.client.HTTPConnection(leat.http, timeout=20)
        self.connection.request("GET", path, headers={"Last-Event-ID": last_id} if last_id else {})
        self.answer = self.connection.getresponse()
        self.last_id = last_id
        assert self.answer.status == 200, self.answer.read()
        assert self.answer.headers["Content-Type"] == "text/event-stream"

    def events(self):
        kind, data = "message", None
        while line := self.answer.readline().decode():
            field, _, value = line.rstrip("\n").partition(": ")
            if field == "id":
                self.last_id = value
            elif field == "event":
                kind = value
            elif field == "data":
                data = json.loads(value)
            elif line == "\n" and data is not None:
                yield kind, data
                kind, data = "message", None

    def take(self, count):
        events = self.events()
        return [next(events)[1] for _ in range(count)]

    def close(self):
        self.connection.close()


def expected(leat):
    return {(r.partition, r.offset): (r.key, r.value) for r in read_all(leat.bootstrap, [TOPIC])}


def seen(records):
    texts = {(r["partition"], r["offset"]): (r["key"], r["value"]) for r in records}
    assert len(texts) == len(records)
    encode = lambda text: None if text is None else text.encode()
    return {place: (encode(key), encode(value)) for place, (key, value) in texts.items()}


def test_a_long_poll_gives_what_a_kafka_client_reads(filled):
    records = []
    for partition in range(4):
        offset = 0
        while True:
            status, page = get(filled, f"/api/topics/{TOPIC}/records?partition={partition}&offset={offset}&max=17")
            assert status == 200
            assert all(record["topic"] == TOPIC for record in page["records"])
            records += page["records"]
            offset = page["next_offset"]
            if not page["records"]:
                assert offset == page["high_watermark"]
                break
    assert seen(records) == expected(filled)
    assert [r for r in records if r["value"] is None]


def test_a_long_poll_waits_for_a_record_and_no_longer(filled, server):
    status, page = get(filled, f"/api/topics/{TOPIC}/records?partition=0&offset=latest")
    assert (status, page["records"]) == (200, [])
    begin = time.monotonic()
    get(filled, f"/api/topics/{TOPIC}/records?partition=0&offset=latest&wait_ms=700")
    assert 0.6 < time.monotonic() - begin < 5
    timer = threading.Timer(
        0.5, lambda: server.execute("INSERT INTO shop.orders VALUES " + ", ".join(f"({n}, 'x')" for n in range(900, 950)))
    )
    timer.start()
    begin = time.monotonic()
    status, page = get(filled, f"/api/topics/{TOPIC}/records?partition=0&offset=latest&wait_ms=30000")
    assert page["records"] and time.monotonic() - begin < 10
    timer.join()


def test_a_request_that_makes_no_sense_is_refused_with_a_remedy(filled):
    for path, status in (
        ("nothing/records?partition=0", 404),
        (f"{TOPIC}/records?partition=4", 404),
        (f"{TOPIC}/records", 400),
        (f"{TOPIC}/records?partition=0&offset=-1", 400),
        (f"{TOPIC}/records?partition=0&offset=time:yesterday", 400),
        (f"{TOPIC}/records?partition=0&max=0", 400),
        (f"{TOPIC}/records?partition=0&ofset=3", 400),
        (f"{TOPIC}/records?partition=0&offset=99999", 416),
        (f"{TOPIC}/stream?from=offset:99999", 416),
    ):
        answered, body = get(filled, f"/api/topics/{path}")
        assert (path, answered) == (path, status)
        assert body["error"] and body["remedy"]
    answered, body = get(filled, f"/api/topics/{TOPIC}/stream", **{"Last-Event-ID": "1,2"})
    assert answered == 400 and "4 partitions" in body["error"]


def test_a_stream_gives_everything_and_then_what_comes(filled, server):
    stream = Stream(filled, f"/api/topics/{TOPIC}/stream?from=earliest")
    assert seen(stream.take(ROWS + 2)) == expected(filled)
    server.execute("INSERT INTO shop.orders VALUES (5000, 'live')")
    begin = time.monotonic()
    (record,) = stream.take(1)
    assert json.loads(record["value"])["after"] == {"id": 5000, "note": "live"}
    assert time.monotonic() - begin < 5
    stream.close()


def test_a_stream_that_broke_off_goes_on_exactly_behind_its_last_event(filled, server):
    records, last_id = [], None
    path = f"/api/topics/{TOPIC}/stream?from=earliest"
    for count in (1, 7, 50, 101):
        stream = Stream(filled, path, last_id)
        records += stream.take(count)
        last_id = stream.last_id
        stream.close()
    filled.kill()
    filled.start()
    stream = Stream(filled, path, last_id)
    records += stream.take(ROWS + 2 - len(records))
    assert seen(records) == expected(filled)
    stream.close()


def test_a_stream_ends_with_the_server_and_does_not_hold_it_up(filled):
    stream = Stream(filled, f"/api/topics/{TOPIC}/stream")
    assert filled.terminate() < 5
    assert list(stream.events()) == []


def test_a_foreign_host_name_gets_no_records(filled):
    connection = http.client.HTTPConnection(filled.http, timeout=20)
    connection.putrequest("GET", f"/api/topics/{TOPIC}/records?partition=0", skip_host=True)
    connection.putheader("Host", "evil.example")
    connection.endheaders()
    assert connection.getresponse().status == 403
