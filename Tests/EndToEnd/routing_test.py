"""Routing: filters, column rules and the outbox, against the same SELECT on the server."""

import hashlib
import hmac
import random

from harness.kafka import read_all, wait_for_records
from harness.leat import Source

KEY = "a key of the tests"
TABLE = (
    "CREATE TABLE shop.people (id INT PRIMARY KEY, status VARCHAR(20) NOT NULL, amount DECIMAL(10,2), phone VARCHAR(30), "
    "address TEXT, card_no CHAR(16)) DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_general_ci"
)
WHERE = "status <> 'DRAFT' AND (amount IS NULL OR amount >= 10.5)"
PEOPLE = f"""
name: people
capture:
  - tables: [shop.people]
    topic: "people"
    partitions: 4
    where: "{WHERE}"
    columns: {{ exclude: [card_no], mask: [address], hash: {{ columns: [phone], key: "{KEY}" }} }}
"""
OUTBOX = """
name: outbox
capture:
  - tables: ["/shop\\\\.message(_[0-9]+)?/"]
    partitions: 2
    outbox:
      { topic: topic, key: biz_key, value: body, headers: [tag, id], when: "status = 'COMMITTED'",
        topics: ["order-*"], dead_letter: notify.dead }
"""
MESSAGES = (
    "CREATE TABLE shop.message_1 (id BIGINT PRIMARY KEY AUTO_INCREMENT, topic VARCHAR(100), biz_key VARCHAR(50), "
    "tag VARCHAR(20), body BLOB, status VARCHAR(20) NOT NULL) DEFAULT CHARSET utf8mb4"
)


def random_changes(connection, chance, count):
    with connection.cursor() as cursor:
        for number in range(count):
            person = chance.randrange(60)
            values = (
                chance.choice(["DRAFT", "draft", "PAID", "Draft ", "Ünïcode", ""]),
                chance.choice([None, "10.50", "10.49", "0", "-3", "99999999.99"]),
                chance.choice([None, "+86 138 0013 8000", "☎ 7"]),
                chance.choice([None, "somewhere", ""]),
            )
            kind = chance.random()
            if kind < 0.5:
                cursor.execute("REPLACE INTO shop.people VALUES (%s, %s, %s, %s, %s, '4111111111111111')", (person, *values))
            elif kind < 0.7:
                cursor.execute(
                    "UPDATE shop.people SET status=%s, amount=%s, phone=%s, address=%s WHERE id=%s", (*values, person)
                )
            elif kind < 0.8:
                cursor.execute("UPDATE IGNORE shop.people SET id = id + 60 WHERE id = %s", (person,))
            else:
                cursor.execute("DELETE FROM shop.people WHERE id = %s", (person,))
            if number % 3 == 0:
                connection.commit() if chance.random() < 0.8 else connection.rollback()
        connection.commit()


def folded(records):
    rows, deletes = {}, 0
    for record in records:
        key = record.key
        if record.value is None:
            assert key not in rows, "a tombstone follows its delete"
            continue
        change = record.envelope()
        if change["op"] == "d":
            deletes += 1
            assert rows.pop(key) == change["before"]
        else:
            assert (key in rows) == (change["op"] == "u")
            rows[key] = change["after"]
    return rows, deletes


def test_what_passes_the_filter_is_what_the_same_select_gives(server, leat, seed):
    server.execute("CREATE DATABASE shop", TABLE)
    with server.connect(autocommit=False) as connection:
        random_changes(connection, random.Random(seed), 1500)
    bridge = leat(Source("trade", server.port, "shop", pipeline=PEOPLE))
    server.execute("INSERT INTO shop.people VALUES (1000, 'LAST', NULL, NULL, NULL, NULL)")
    bridge.start()
    wait_for_records(bridge.bootstrap, "people", lambda r: r.value and (r.envelope()["after"] or {}).get("id") == 1000)
    rows, deletes = folded(read_all(bridge.bootstrap, ["people"]))
    expected = {}
    for number, status, amount, phone, address in server.execute(
        f"SELECT id, status, amount, phone, address FROM shop.people WHERE {WHERE}"
    ):
        expected[number] = {
            "id": number,
            "status": status,
            "amount": None if amount is None else str(amount),
            "phone": None if phone is None else hmac.new(KEY.encode(), phone.encode(), hashlib.sha256).hexdigest(),
            "address": None if address is None else "****",
        }
    assert {row["id"]: row for row in rows.values()} == expected
    assert deletes > 50
    assert bridge.source()["notices"]["filtered_rows"] > 50


def test_the_outbox_emits_each_message_once_when_it_is_committed(server, leat):
    server.execute("CREATE DATABASE shop", MESSAGES)
    bridge = leat(Source("notify", server.port, "shop", pipeline=OUTBOX))
    bridge.start()
    insert = "INSERT INTO shop.message_1 (topic, biz_key, tag, body, status) VALUES (%s, %s, %s, %s, %s)"
    with server.connect(autocommit=False) as connection, connection.cursor() as cursor:
        cursor.execute(insert, ("order-created", "k1", "t", b"\x00\xff at once", "COMMITTED"))
        cursor.execute(insert, ("order-created", "k2", None, b"late", "PREPARED"))
        cursor.execute(insert, ("order-paid", None, "t", b"also late", "PREPARED"))
        cursor.execute(insert, ("secret", "k4", "t", b"not allowed", "COMMITTED"))
        cursor.execute(insert, ("no such name!", "k5", "t", b"not valid", "COMMITTED"))
        connection.commit()
        cursor.execute(insert, ("order-created", "k6", "t", b"rolled back", "COMMITTED"))
        connection.rollback()
        cursor.execute(insert, ("order-created", "k7", "t", b"given up", "PREPARED"))
        cursor.execute("UPDATE shop.message_1 SET status = 'CANCELLED' WHERE biz_key = 'k7'")
        connection.commit()
    wait_for_records(bridge.bootstrap, "notify.dead", lambda r: r.value == b"not valid")
    assert bridge.source()["notices"]["dead_letters"] == 2
    bridge.kill()
    server.execute("UPDATE shop.message_1 SET status = 'COMMITTED' WHERE biz_key = 'k2'")
    bridge.start()
    server.execute("UPDATE shop.message_1 SET status = 'COMMITTED' WHERE biz_key IS NULL")
    server.execute("UPDATE shop.message_1 SET tag = 'touched' WHERE status = 'COMMITTED'")
    server.execute("DELETE FROM shop.message_1 WHERE biz_key = 'k1'")
    server.execute("INSERT INTO shop.message_1 (topic, biz_key, body, status) VALUES ('order-end', 'e', NULL, 'COMMITTED')")
    wait_for_records(bridge.bootstrap, "order-end", lambda r: r.value is None)
    topics = ["order-created", "order-paid", "order-end", "notify.dead", "secret"]
    records = read_all(bridge.bootstrap, topics)
    assert sorted((r.topic, r.key or b"-", r.value or b"-") for r in records) == [
        ("notify.dead", b"k4", b"not allowed"),
        ("notify.dead", b"k5", b"not valid"),
        ("order-created", b"k1", b"\x00\xff at once"),
        ("order-created", b"k2", b"late"),
        ("order-end", b"e", b"-"),
        ("order-paid", b"-", b"also late"),
    ]
    headers = {r.key: dict(r.headers) for r in records}
    assert headers[b"k1"] == {"tag": b"t", "id": b"1"}
    assert headers[b"k4"]["leat.outbox.topic"] == b"secret"
