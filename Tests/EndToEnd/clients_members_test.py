"""Groups of one to three members of every client, and of different clients together."""

import pytest

from harness.clients import CLIENTS, Confluent, KafkaPython, Librdkafka, Place
from harness.clients.reading import by_place
from harness.clients.stock import ROWS
from harness.waiting import wait_until

TOPIC = "four-orders"
PLACES = {Place(TOPIC, partition) for partition in range(4)}


def share(members, found):
    """Every member polls once; true when each has partitions and together they have all, none of them twice."""
    for member in members:
        found += member.poll(0.1)
    shares = [member.assignment() for member in members]
    return all(shares) and sum(map(len, shares)) == 4 and set.union(*shares) == PLACES


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("kind", CLIENTS, ids=lambda kind: kind.name)
def test_the_members_of_a_group_share_the_partitions(opened, stock, kind, count):
    members = [opened(kind, group=f"share {kind.name} {count}", reset="latest") for _ in range(count)]
    for member in members:
        member.subscribe([TOPIC])
    found = []
    wait_until("everybody has partitions", lambda: share(members, found), seconds=40, pause=0)
    assert found == []
    for member in members:
        for place in member.assignment():
            member.seek(place, 0)

    def all_read():
        for member in members:
            found.extend(member.poll(0.1))
        return len(found) >= 3 * ROWS

    wait_until("all records", all_read)
    assert by_place(found) == by_place(stock.records(TOPIC))


def test_different_clients_make_one_group(opened, stock):
    """All three know the assignor `range` and its format; whoever leads, the others understand the shares."""
    option = {"partition.assignment.strategy": "range"}
    first = [opened(kind, group="mixed", reset="latest", extra=option) for kind in (Confluent, Librdkafka)]
    members = [*first, opened(KafkaPython, group="mixed", reset="latest")]
    for member in members:
        member.subscribe([TOPIC])
    wait_until("everybody has partitions", lambda: share(members, []), seconds=40, pause=0)
    members.pop(0).close()
    wait_until("the others have taken over", lambda: share(members, []), seconds=40, pause=0)
    members.pop().close()
    wait_until("the last one has all", lambda: share(members, []), seconds=40, pause=0)
