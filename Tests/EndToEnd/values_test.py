"""Values: what the envelope says is what SELECT says, for every column type of this version."""

import base64
import datetime
import json
import struct
from decimal import Decimal

import pytest

from harness.kafka import read_all

EPOCH = datetime.date(1970, 1, 1)


def same(value):
    return value


def encoded(value):
    return base64.b64encode(value).decode()


def little_endian_bits(value):
    """BIT(n) comes from SELECT as big-endian bytes."""
    return encoded(value[::-1])


def days(value):
    return (value - EPOCH).days


def microseconds(value):
    return value // datetime.timedelta(microseconds=1)


def epoch(unit):
    return lambda value: microseconds(value - datetime.datetime(1970, 1, 1)) // unit


def zoned(digits):
    def text(value):
        fraction = f".{value.microsecond:06}"[: digits + 1] if digits else ""
        return f"{value:%Y-%m-%dT%H:%M:%S}{fraction}Z"

    return text


def single(value):
    """A FLOAT, read as the DOUBLE that it stands for, in the single precision that JSON has to keep."""
    return struct.unpack("f", struct.pack("f", value))[0]


INTEGERS = {"TINYINT": 7, "SMALLINT": 15, "MEDIUMINT": 23, "INT": 31, "BIGINT": 63}
LONG = "x" * 70_000
# Declaration, the envelope's form of a SELECTed value, values.
COLUMNS = [
    *((name, same, [-(2**bits), -1, 0, 2**bits - 1]) for name, bits in INTEGERS.items()),
    *((f"{name} UNSIGNED", same, [0, 1, 2**bits, 2 ** (bits + 1) - 1]) for name, bits in INTEGERS.items()),
    ("YEAR", same, [1901, 2024, 2155]),
    ("BIT(1)", lambda value: value == b"\x01", [0, 1]),
    ("BIT(12)", little_endian_bits, [0, 1, 0xABC]),
    ("BIT(64)", little_endian_bits, [0, 2**64 - 1, 0x0123456789ABCDEF]),
    ("FLOAT", single, [0, -1.5, 3.4e38, 1.17549e-38, 0.1]),
    ("DOUBLE", same, [0, -1.5, 1.7976931348623157e308, 2.2250738585072014e-308, 0.1]),
    ("DECIMAL(12,2)", str, ["0.00", "-0.01", "9999999999.99", "-9999999999.99", "123.40"]),
    ("DECIMAL(65,30)", lambda value: f"{value:f}", ["1." + "0" * 29 + "1", "-" + "9" * 35 + "." + "9" * 30]),
    ("DECIMAL(18,0)", str, ["0", "-999999999999999999", "100"]),
    ("CHAR(10)", same, ["", "abc", "naïve", "🚚🚚"]),
    ("VARCHAR(300)", same, ["", "双十一 订单", 'q"u\\o/te', "\x00\x01\x1f\x7f\n\r\t", "𝄞😀" * 40, "a" * 300]),
    ("VARCHAR(40) CHARACTER SET latin1", same, ["", "café", "plain"]),
    ("TINYTEXT", same, ["", "tiny"]),
    ("TEXT", same, ["", "text", "é" * 20_000]),
    ("MEDIUMTEXT", same, ["", LONG]),
    ("LONGTEXT", same, ["", LONG]),
    ("BINARY(4)", encoded, [b"", b"\x00\x01", b"\xff\xfe\xfd\xfc", b"ab\x00\x00"]),
    ("VARBINARY(300)", encoded, [b"", b"\x00", bytes(range(256))]),
    ("TINYBLOB", encoded, [b"", b"\x00\xff"]),
    ("BLOB", encoded, [b"", bytes(range(256)) * 100]),
    ("MEDIUMBLOB", encoded, [bytes(range(256)) * 300]),
    ("LONGBLOB", encoded, [bytes(range(256)) * 300]),
    ("ENUM('new','paid','付款')", same, ["new", "paid", "付款"]),
    ("SET('a','b','c','d')", same, ["", "a", "a,c", "a,b,c,d"]),
    ("DATE", days, ["1000-01-01", "1970-01-01", "1969-12-31", "2024-02-29", "9999-12-31"]),
    ("TIME", microseconds, ["00:00:00", "-838:59:59", "838:59:59", "12:34:56"]),
    ("TIME(3)", microseconds, ["-00:00:00.001", "12:34:56.789", "-12:34:56.789"]),
    ("TIME(6)", microseconds, ["-00:00:00.000001", "838:59:58.999999", "-838:59:58.999999"]),
    ("DATETIME", epoch(1000), ["1000-01-01 00:00:00", "2024-02-29 23:59:59", "9999-12-31 23:59:59"]),
    ("DATETIME(3)", epoch(1000), ["1969-12-31 23:59:59.999", "2024-02-29 23:59:59.123"]),
    ("DATETIME(6)", epoch(1), ["1969-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999"]),
    ("TIMESTAMP", zoned(0), ["1970-01-01 00:00:01", "2038-01-19 03:14:07"]),
    ("TIMESTAMP(3)", zoned(3), ["2018-06-20 13:37:03.010", "2024-02-29 00:00:00.000"]),
    ("TIMESTAMP(6)", zoned(6), ["2018-06-20 13:37:03.000001", "2024-02-29 00:00:00.999999"]),
]


def test_every_type_says_what_select_says(bridge, server):
    """One table with all types; row n holds the n-th value of each column, and a last row nothing but NULL."""
    names = [f"c{number}" for number in range(len(COLUMNS))]
    declarations = ", ".join(f"{name} {column[0]} NULL" for name, column in zip(names, COLUMNS, strict=True))
    server.execute(
        "CREATE DATABASE shop CHARACTER SET utf8mb4", f"CREATE TABLE shop.types (id INT PRIMARY KEY, {declarations})"
    )
    bridge.start()
    rows = max(len(values) for _, _, values in COLUMNS)
    with server.connect(database="shop") as connection, connection.cursor() as cursor:
        cursor.execute("SET time_zone = '+00:00'")
        for row in range(rows):
            values = [values[row % len(values)] for _, _, values in COLUMNS]
            cursor.execute(f"INSERT INTO types VALUES (%s{', %s' * len(names)})", (row, *values))
        cursor.execute("INSERT INTO types (id) VALUES (%s)", (rows,))
        connection.commit()
        # A FLOAT prints with fewer digits than it has.
        chosen = ", ".join(f"{n} + 0e0" if c[0] == "FLOAT" else n for n, c in zip(names, COLUMNS, strict=True))
        cursor.execute(f"SELECT id, {chosen} FROM types")
        selected = {row[0]: row[1:] for row in cursor}
    records = bridge.wait_for_records("types", rows + 1)
    found = {json.loads(record.key)["id"]: record.envelope()["after"] for record in records}
    wrong = []
    for row, values in selected.items():
        for name, (declaration, form, _), value in zip(names, COLUMNS, values, strict=True):
            expected = None if value is None else form(value)
            actual = found[row][name]
            actual = single(actual) if form is single and actual is not None else actual
            if (expected, type(expected)) != (actual, type(actual)) and not (
                expected == actual and form in (same, single)
            ):
                wrong.append(f"{declaration}: SELECT {value!r}, expected {expected!r}, the queue {actual!r}"[:300])
    assert not wrong, "\n".join(wrong)


def test_updates_carry_both_images_whole(bridge, server):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, amount DECIMAL(10,2), note VARCHAR(20), extra VARCHAR(20))",
        "INSERT INTO shop.orders VALUES (1, 1.10, NULL, 'kept')",
        "UPDATE shop.orders SET amount = 2.20, note = '🚚' WHERE id = 1",
        "UPDATE shop.orders SET note = NULL WHERE id = 1",
    )
    bridge.start()
    envelopes = [record.envelope() for record in bridge.wait_for_records("orders", 3)]
    rows = [
        {"id": 1, "amount": "1.10", "note": None, "extra": "kept"},
        {"id": 1, "amount": "2.20", "note": "🚚", "extra": "kept"},
        {"id": 1, "amount": "2.20", "note": None, "extra": "kept"},
    ]
    assert [(e["op"], e["before"], e["after"]) for e in envelopes] == [
        ("c", None, rows[0]),
        ("u", rows[0], rows[1]),
        ("u", rows[1], rows[2]),
    ]


def test_a_changed_key_is_a_delete_a_tombstone_and_an_insert(bridge, server):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
        "INSERT INTO shop.orders VALUES (1)",
        "UPDATE shop.orders SET id = 2",
    )
    bridge.start()
    records = bridge.wait_for_records("orders", 4)
    first = [r for r in records if json.loads(r.key) == {"id": 1}]
    second = [r for r in records if json.loads(r.key) == {"id": 2}]
    assert [r.value and r.envelope()["op"] for r in first] == ["c", "d", None]
    assert [r.envelope()["op"] for r in second] == ["c"]
    assert json.loads(dict(first[1].headers)["__debezium.newkey"]) == {"id": 2}
    assert json.loads(dict(second[0].headers)["__debezium.oldkey"]) == {"id": 1}


def test_a_table_that_changes_between_rows_is_read_as_it_was(bridge, server):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, note VARCHAR(20))",
        "INSERT INTO shop.orders VALUES (1, 'two columns')",
        "ALTER TABLE shop.orders ADD COLUMN amount DECIMAL(5,1) AFTER id",
        "INSERT INTO shop.orders VALUES (2, 1.5, 'three columns')",
        "ALTER TABLE shop.orders DROP COLUMN note",
        "INSERT INTO shop.orders VALUES (3, 2.5)",
    )
    bridge.start()
    rows = {r.envelope()["after"]["id"]: r.envelope()["after"] for r in bridge.wait_for_records("orders", 3)}
    assert rows == {
        1: {"id": 1, "note": "two columns"},
        2: {"id": 2, "amount": "1.5", "note": "three columns"},
        3: {"id": 3, "amount": "2.5"},
    }


@pytest.mark.parametrize("rows", [200_000])
def test_one_big_transaction_arrives_whole_and_in_order(bridge, server, rows):
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT PRIMARY KEY, amount DECIMAL(10,2), note VARCHAR(200))",
    )
    limit = {"mariadb": "max_recursive_iterations", "mysql": "cte_max_recursion_depth"}[server.kind]
    server.execute(
        f"SET SESSION {limit} = {rows}",
        f"INSERT INTO shop.orders WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {rows})"
        " SELECT n, n / 4, REPEAT('a body of text ', 6) FROM s",
    )
    bridge.start()
    bridge.wait_for_records("orders", rows)
    seen = 0
    last = {}
    for record in read_all(bridge.bootstrap, [bridge.topic("orders")]):
        after = record.envelope()["after"]
        assert after["id"] > last.get(record.partition, 0)
        assert Decimal(after["amount"]) == round(Decimal(after["id"]) / 4, 2)
        last[record.partition] = after["id"]
        seen += 1
    assert seen == rows
