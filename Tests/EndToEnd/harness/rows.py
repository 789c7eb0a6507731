"""Tables with nothing but an `id`: what went in, and what came out."""

from harness.kafka import read_all


def insert(server, *ids, table="shop.orders", session=None):
    """One transaction for each id, in order; `session` is a statement that comes first."""
    with server.connect(autocommit=True) as connection, connection.cursor() as cursor:
        if session:
            cursor.execute(session)
        for identity in ids:
            cursor.execute(f"INSERT INTO {table} (id) VALUES ({identity})")


def inserted_ids(leat, topic=None):
    """The ids of all inserted rows in the topic, sorted, so that a repeated one shows; anything else raises."""
    ids = []
    for record in read_all(leat.bootstrap, [topic or leat.topic("orders")]):
        envelope = record.envelope()
        assert envelope["op"] == "c", envelope
        ids.append(envelope["after"]["id"])
    return sorted(ids)
