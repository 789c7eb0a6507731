"""Groups of one to three members of every client, and of different clients together."""

import pytest

from harness.clients import CLIENTS, Confluent, KafkaPython, Librdkafka, Place
from harness.clients.member import Member, shared
from harness.clients.reading import by_place
from harness.waiting import wait_until

TOPIC = "four-orders"
PLACES = [Place(TOPIC, partition) for partition in range(4)]


def wait_until_shared(members):
    wait_until(f"{len(members)} members share the partitions", lambda: shared(members, PLACES), seconds=60)


def in_order_and_whole(members, everything):
    """Together the members read every record; each one read its partitions in order, from the start after a change."""
    read = {}
    for member in members:
        for place, records in by_place(member.records).items():
            for before, after in zip(records, records[1:], strict=False):
                assert after.offset in (before.offset + 1, 0), f"{place}: {after.offset} behind {before.offset}"
            read.setdefault(place, {}).update((record.offset, record) for record in records)
    return {place: [found[offset] for offset in sorted(found)] for place, found in read.items()} == everything


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("kind", CLIENTS, ids=lambda kind: kind.name)
def test_the_members_of_a_group_share_the_partitions(opened, stock, kind, count):
    everything = by_place(stock.records(TOPIC))
    members = [Member(opened(kind, group=f"share {kind.name} {count}"), [TOPIC]) for _ in range(count)]
    wait_until_shared(members)
    wait_until("all records", lambda: in_order_and_whole(members, everything))
    for member in members:
        member.stop()


def test_different_clients_make_one_group_and_take_over_from_each_other(opened):
    """All three know the assignor `range` and its format: whoever leads, the others understand the shares."""
    option = {"partition.assignment.strategy": "range"}
    members = [Member(opened(kind, group="mixed", extra=option), [TOPIC]) for kind in (Confluent, Librdkafka)]
    members.append(Member(opened(KafkaPython, group="mixed"), [TOPIC]))
    wait_until_shared(members)
    members.pop(0).stop()
    wait_until_shared(members)
    members.pop().stop()
    wait_until_shared(members)
    members.pop().stop()
