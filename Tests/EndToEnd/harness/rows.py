"""Tables with nothing but an `id`: what went in, and what came out.

Read with `leat consume`, which speaks to the listener as any client does but is done in a blink.
"""

import json

from harness.waiting import wait_until


def insert(server, *ids, table="shop.orders", session=None):
    """One transaction for each id, in order; `session` is a statement that comes first."""
    with server.connect(autocommit=True) as connection, connection.cursor() as cursor:
        if session:
            cursor.execute(session)
        for identity in ids:
            cursor.execute(f"INSERT INTO {table} (id) VALUES ({identity})")


def inserted_rows(leat, topic):
    """Table and row of every record in the topic, none while it does not exist; anything but an insert raises."""
    result = leat.command(
        "consume", topic, "-b", leat.bootstrap, "--from", "earliest", "--exit-at-end", "--format", "value"
    )
    if result.returncode != 0:
        assert topic in result.stderr, result.stderr
        return []
    envelopes = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(envelope["op"] == "c" for envelope in envelopes), envelopes
    return [(envelope["source"]["table"], envelope["after"]) for envelope in envelopes]


def inserted_ids(leat, topic=None):
    """The ids of all inserted rows in the topic, sorted, so that a repeated one shows."""
    return sorted(row["id"] for _, row in inserted_rows(leat, topic or leat.topic("orders")))


def assert_only(leat, expected, topic=None, seconds=15):
    """The last of `expected` comes, and then the topic holds each of them once and nothing else."""
    expected = list(expected)
    wait_until(f"row {expected[-1]}", lambda: expected[-1] in inserted_ids(leat, topic), seconds, pause=0.03)
    found = inserted_ids(leat, topic)
    assert found == expected, f"expected {expected}, found {found}"


def start_streaming(leat, state="streaming"):
    leat.start()
    wait_until(f"source {state}", lambda: leat.source()["state"] == state, seconds=5, pause=0.01)


def restart(leat, stop, meanwhile=lambda: None, state="streaming"):
    """`stop` is `terminate` or `kill`; `meanwhile` happens while nothing runs; `state` is awaited afterwards."""
    getattr(leat, stop)()
    meanwhile()
    start_streaming(leat, state)
