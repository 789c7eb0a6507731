"""Cuts the binlog fixtures into inputs of the event decoder's fuzz target: each TABLE_MAP with the rows after it, every
other event alone, and transactions as a payload that is not compressed."""

import struct
import sys
from pathlib import Path

INPUT_MAX = 16384
fixtures = Path(__file__).parents[2] / "BinlogTests" / "Fixtures"
out = Path(sys.argv[1])


def events(path):
    data, at = path.read_bytes(), 4
    while at < len(data):
        kind, length = data[at + 4], struct.unpack_from("<I", data, at + 9)[0]
        yield kind, data[at + 19 : at + length - (0 if kind == 15 else 4)]
        at += length


def record(kind, body):
    return struct.pack("<BH", kind, len(body)) + body


def write(name, data):
    if len(data) <= INPUT_MAX:
        (out / name).write_bytes(data)


for path in sorted(fixtures.glob("*.binlog")):
    flags = bytes([1 if path.name.startswith("mariadb") else 0])
    maps, seen = b"", set()
    for number, (kind, body) in enumerate(events(path)):
        if len(body) > INPUT_MAX:
            continue
        name = f"seed-{path.stem}-{number}"
        is_rows = 23 <= kind <= 25 or 30 <= kind <= 32 or kind == 39 or 166 <= kind <= 171
        if kind == 19:
            maps = record(kind, body)
        elif is_rows:
            write(name, flags + maps + record(kind, body))
            inner = b"".join(
                struct.pack("<IBIIIH", 0, kind, 1, 19 + len(part), 0, 0) + part for kind, part in [(19, maps[3:]), (kind, body)]
            )
            payload = b"\x02\x03\xfc\xff\x00\x01\x03\xfc" + struct.pack("<H", len(inner) & 0xFFFF) + b"\x00" + inner
            write(name + "-payload", flags + record(40, payload))
            whole = struct.pack("<IBIIIH", 0, kind, 1, 19 + len(body), 0, 0) + body
            half = len(whole) // 2
            write(
                name + "-fragments",
                flags
                + maps
                + record(172, struct.pack("<IIBQ", 1, 2, 1, len(whole)) + whole[:half])
                + record(172, struct.pack("<IIB", 2, 2, 0) + whole[half:]),
            )
        elif kind not in seen or kind in (2, 40, 162, 165):
            seen.add(kind)
            write(name, flags + record(kind, body))
