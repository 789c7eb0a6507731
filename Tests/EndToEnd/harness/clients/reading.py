"""Reading with any of the clients until a condition holds, with a limit."""

import time

from harness.clients.places import Place


def read_until(client, enough, seconds=30):
    """Poll until `enough` takes the records read so far, which are the result."""
    records, deadline = [], time.monotonic() + seconds
    while not enough(records):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{client.name}: {len(records)} records in {seconds} s: {records[-1:]}")
        records += client.poll(0.5)
    return records


def read(client, count, seconds=30):
    """Exactly so many records; one more that comes at once is a failure."""
    records = read_until(client, lambda found: len(found) >= count, seconds)
    records += client.poll(0.05)
    if len(records) != count:
        raise AssertionError(f"{client.name}: {len(records)} records instead of {count}")
    return records


def by_place(records):
    """{place: its records in the order read}."""
    found = {}
    for record in records:
        found.setdefault(Place(record.topic, record.partition), []).append(record)
    return found
