"""Writes the tables of Sources/Schema/Charsets/Tables from what MariaDB and MySQL servers make of every byte sequence.

Usage: make-charsets.py CLIENT... DIRECTORY     CLIENT: a command with its options, in one argument

Each sequence is stored into a column of the charset and read back: one that comes back as it went in is well-formed, and
CONVERT(… USING utf8mb4) says its character. The servers have to agree on every character, else nothing is written.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

SINGLE_BYTE = """armscii8 cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 dec8 geostd8 greek hebrew hp8 keybcs2 koi8r koi8u latin1
    latin2 latin5 latin7 macce macroman swe7 tis620""".split()
MULTI_BYTE = "big5 cp932 eucjpms euckr gb18030 gb2312 gbk sjis ujis".split()
THREE_BYTES = ("eucjpms", "ujis")
ONLY_MYSQL = ("gb18030",)
LINE_CHARACTERS = 48

SEQUENCES = """
SET SESSION sql_log_bin = 0, sql_mode = '';
CREATE DATABASE IF NOT EXISTS leat_charsets;
USE leat_charsets;
CREATE TEMPORARY TABLE byte (b VARBINARY(1));
INSERT INTO byte WITH RECURSIVE n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 255)
  SELECT UNHEX(LPAD(HEX(i), 2, '0')) FROM n;
CREATE TEMPORARY TABLE other SELECT * FROM byte;
CREATE TEMPORARY TABLE text (b VARBINARY(3), c VARCHAR(3) CHARACTER SET {charset});
INSERT IGNORE INTO text SELECT b, b FROM byte;
INSERT IGNORE INTO text SELECT b, b FROM (SELECT CONCAT(x.b, y.b) AS b FROM byte AS x, other AS y) AS pair;
"""
SHIFTED = """
INSERT IGNORE INTO text
  SELECT b, b FROM (SELECT CONCAT(UNHEX('8F'), x.b, y.b) AS b FROM byte AS x, other AS y) AS triple;
"""
RESULT = "SELECT HEX(b), HEX(CONVERT(c USING utf8mb4)) FROM text WHERE CAST(c AS BINARY) = b;\n"


class Server:
    def __init__(self, command):
        self.command = shlex.split(command) + ["-N", "-B", "--default-character-set=utf8mb4"]
        self.version = self.ask("SELECT VERSION()")[0][0]

    def ask(self, sql):
        out = subprocess.run(self.command, input=sql.encode(), stdout=subprocess.PIPE, check=True).stdout
        return [line.split("\t") for line in out.decode().splitlines()]

    def table(self, charset):
        """The well-formed sequences that are no concatenation of shorter ones, with their character or None."""
        sql = SEQUENCES.format(charset=charset) + (SHIFTED if charset in THREE_BYTES else "") + RESULT
        rows = {bytes.fromhex(code): bytes.fromhex(text) for code, text in self.ask(sql)}
        return {code: character(code, text) for code, text in rows.items() if len(code) == 1 or code[:1] not in rows}


def character(code, text):
    """None where CONVERT gave a question mark (for each byte of an impossible sequence), or nothing, for want of one."""
    if not text.strip(b"?") and code != b"?":
        return None
    decoded = text.decode()
    if len(decoded) != 1 or ord(decoded) > 0xFFFF:
        sys.exit(f"{code.hex()} became {decoded!r}")
    return None if decoded == "\uFFFD" else decoded


def agreed(charset, servers):
    """The table, without the well-formed sequences that only some servers have and that have no character."""
    tables = [server.table(charset) for server in servers if charset not in ONLY_MYSQL or "MariaDB" not in server.version]
    for code in set().union(*tables):
        characters = {table.get(code) for table in tables}
        if len(characters) > 1:
            sys.exit(f"the servers disagree on {charset} {code.hex()}: {characters}")
    return {code: text for code, text in sorted(tables[0].items()) if all(code in table for table in tables)}


def hexadecimal(table):
    """The scalars of a single-byte charset, sixteen to a line, without the first half where that is ASCII."""
    scalars = [ord(table.get(bytes([byte])) or "\uFFFD") for byte in range(256)]
    if scalars[:128] == list(range(128)):
        scalars = scalars[128:]
    return [" ".join(f"{s:04X}" for s in scalars[i : i + 16]) for i in range(0, len(scalars), 16)]


def ranges(values):
    """[1, 2, 3, 5] as [(1, 3), (5, 5)]."""
    runs = []
    for value in sorted(values):
        if runs and runs[-1][1] == value - 1:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    return runs


def grids(table):
    """Which sequences are well-formed: lines of prefix, first and last lead, and the ranges of the last byte."""
    trails = {}
    for code in table:
        if len(code) > 1:
            trails.setdefault(code[:-1], set()).add(code[-1])
    shapes = {}
    for lead, bytes_ in trails.items():
        shapes.setdefault((lead[:-1], tuple(ranges(bytes_))), set()).add(lead[-1])
    for (prefix, shape), leads in sorted(shapes.items()):
        for first, last in ranges(leads):
            text = " ".join(f"{low:02X}-{high:02X}" for low, high in shape)
            yield f"{prefix.hex().upper()}{first:02X}-{prefix.hex().upper()}{last:02X} {text}"


def runs(table):
    """Codes that follow one another with their characters; where those are private ones, only the first, by number."""
    private = re.compile("[\uE000-\uF8FF]")
    pending = []

    def line():
        code = pending[0][0].hex().upper()
        if not private.match(pending[0][1]):
            return code + " " + "".join(text for _, text in pending)
        return f"{code}-{pending[-1][0].hex().upper()} {ord(pending[0][1]):04X}"

    def continues(code, text):
        last, before = pending[-1]
        if code[:-1] != last[:-1] or code[-1] != last[-1] + 1:
            return False
        if private.match(text) or private.match(before):
            return bool(private.match(text) and private.match(before)) and ord(text) == ord(before) + 1
        return len(pending) < LINE_CHARACTERS

    for code, text in table.items():
        if text is None or (len(code) == 1 and code[0] < 0x80):
            continue
        if pending and not continues(code, text):
            yield line()
            pending = []
        pending.append((code, text))
    yield line()


def swift(header, body):
    return f"{header}\nextension CharsetText {{\n{body}}}\n"


def literal(name, lines, quote):
    text = "".join(f"        {line}\n" for line in lines)
    return f'    static let {name}: StaticString = {quote}"""\n{text}        """{quote}\n'


def main():
    servers = [Server(command) for command in sys.argv[1:-1]]
    directory = Path(sys.argv[-1])
    header = (
        "// Generated by Tests/SchemaTests/Fixtures/make-charsets.py from CONVERT(… USING utf8mb4) of\n"
        f"// {', '.join(server.version for server in servers)}.\n"
    )
    bodies = [literal(charset, hexadecimal(agreed(charset, servers)), "") for charset in SINGLE_BYTE]
    (directory / "CharsetText+SingleByte.swift").write_text(swift(header, "\n".join(bodies)))
    for charset in MULTI_BYTE:
        table = agreed(charset, servers)
        if any(table.get(bytes([byte])) != chr(byte) for byte in range(128)):
            sys.exit(f"{charset} is not ASCII where it should be")
        lines = [*grids(table), *runs(table)]
        (directory / f"CharsetText+{charset.capitalize()}.swift").write_text(swift(header, literal(charset, lines, "#")))


main()
