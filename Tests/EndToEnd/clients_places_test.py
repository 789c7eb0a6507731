"""Where a client reads and where it stands: the same questions to every client."""

import time

import pytest

from harness.clients import CLIENTS, EARLIEST, LATEST, Place
from harness.clients.reading import by_place, read, read_until
from harness.clients.stock import MOMENTS, ROWS, orders

TOPIC = "four-orders"
PLACES = [Place(TOPIC, partition) for partition in range(4)]

pytestmark = pytest.mark.parametrize("kind", CLIENTS, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def everything(stock):
    """The records of each partition of TOPIC, as they were sent."""
    return by_place(stock.records(TOPIC))


def test_it_lists_topics_and_partitions(opened, kind):
    found = opened(kind).topics()
    assert (found[TOPIC], found["one-large"], found["one-odd"], found["thousand-wide"]) == (4, 1, 1, 1000)


def test_it_reads_everything_from_the_earliest(opened, everything, kind):
    client = opened(kind)
    client.assign(dict.fromkeys(PLACES, EARLIEST))
    assert by_place(read(client, 3 * ROWS)) == everything


def test_it_reads_from_the_latest_only_what_comes_later(opened, stock, kind):
    topic = f"one-latest-{kind.__name__.lower()}"
    stock.send(topic, orders(0, 50))
    stock.wait(topic)
    client = opened(kind)
    client.assign({Place(topic, 0): LATEST})
    # Only the question makes sure that the client has asked where the end is.
    assert client.poll(1) == []
    assert client.position(Place(topic, 0)) == 50 or client.poll(2) == []
    stock.send(topic, orders(50, 20))
    assert [record.offset for record in read(client, 20)] == list(range(50, 70))


def test_it_reads_from_an_offset_in_the_middle_of_a_batch(opened, everything, kind):
    client = opened(kind)
    client.assign({PLACES[3]: 17, PLACES[1]: 1})
    found = by_place(read(client, len(everything[PLACES[3]]) - 17 + len(everything[PLACES[1]]) - 1))
    assert found == {PLACES[3]: everything[PLACES[3]][17:], PLACES[1]: everything[PLACES[1]][1:]}


def test_an_offset_beyond_the_end_follows_the_reset_policy(opened, everything, kind):
    client = opened(kind, reset=EARLIEST)
    client.assign({PLACES[2]: 10**9})
    assert read(client, len(everything[PLACES[2]])) == everything[PLACES[2]]


def test_it_rewinds_by_time(opened, everything, kind):
    client = opened(kind)
    client.assign(dict.fromkeys(PLACES, LATEST))
    second = {}
    for place in PLACES:
        for moment in (0, 1, *(1000 * at + more for at in MOMENTS for more in (-1, 0, 1))):
            offsets = [record.offset for record in everything[place] if record.timestamp >= moment]
            assert client.offset_at(place, moment) == next(iter(offsets), None), f"{place} at {moment}"
        second[place] = client.offset_at(place, 1000 * MOMENTS[1])
    client.assign(second)
    assert by_place(read(client, 2 * ROWS)) == {
        place: [record for record in records if record.timestamp >= 1000 * MOMENTS[1]]
        for place, records in everything.items()
    }


def test_it_seeks_back_and_forth(opened, everything, kind):
    client, place = opened(kind), PLACES[0]
    client.assign({place: EARLIEST})
    end = len(everything[place])
    assert read(client, end) == everything[place]
    for offset in (100, 0, end - 1, 3):
        client.seek(place, offset)
        assert read(client, end - offset) == everything[place][offset:]
    assert client.position(place) == end


def test_a_paused_partition_waits_while_the_others_go_on(opened, everything, kind):
    client, paused = opened(kind), PLACES[1]
    client.assign(dict.fromkeys(PLACES, EARLIEST))
    client.pause(paused)
    others = {place: records for place, records in everything.items() if place != paused}
    assert by_place(read(client, sum(map(len, others.values())))) == others
    assert client.poll(0.5) == []
    client.resume(paused)
    assert read(client, len(everything[paused])) == everything[paused]


def test_a_commit_is_where_the_next_client_goes_on(opened, stock, everything, kind):
    group, place = f"commits {kind.name}", PLACES[3]
    first = opened(kind, group=group)
    assert first.committed(place) is None
    first.assign({place: EARLIEST})
    read_until(first, lambda records: len(records) >= 40)
    first.commit({place: 40})
    first.commit({place: 33, PLACES[0]: 5})
    first.close()
    second = opened(kind, group=group)
    assert (second.committed(place), second.committed(PLACES[0]), second.committed(PLACES[2])) == (33, 5, None)
    second.subscribe([TOPIC])
    rest = sum(map(len, everything.values())) - 33 - 5
    found = by_place(read(second, rest))
    starts = {place: 33, PLACES[0]: 5}
    assert found == {one: records[starts.get(one, 0) :] for one, records in everything.items()}


def test_it_knows_its_lag(opened, stock, kind):
    topic = f"one-lag-{kind.__name__.lower()}"
    place = Place(topic, 0)
    stock.send(topic, orders(0, 100))
    stock.wait(topic)
    client = opened(kind, group=f"lag {kind.name}")
    client.assign({place: 0})
    read(client, 100)
    client.commit({place: 60})
    assert (client.watermarks(place), client.position(place), client.committed(place)) == ((0, 100), 100, 60)
    stock.send(topic, orders(100, 30))
    stock.wait(topic)
    assert (client.watermarks(place), client.committed(place)) == ((0, 130), 60)
    read(client, 30)
    client.commit({place: 130})
    assert (client.position(place), client.committed(place)) == (130, 130)


def test_a_fetch_waits_for_its_least_bytes_and_no_longer_than_it_may(opened, everything, kind):
    client = opened(kind, fetch_bytes_min=500_000, fetch_wait_ms=1500)
    client.topics()
    client.assign(dict.fromkeys(PLACES, 0))
    begin = time.monotonic()
    first = read_until(client, bool)
    waited = time.monotonic() - begin
    assert 1.3 < waited < 8, f"waited {waited:.2f} s"
    assert by_place(first + read(client, 3 * ROWS - len(first))) == everything
