"""Makes inputs of the DDL tracker's fuzz target of the statements that its live test runs: each alone, and each after the
CREATE TABLE statements before it."""

import re
import sys
from pathlib import Path

source = Path(__file__).parents[2] / "SchemaTests" / "Live" / "LiveStatements.swift"
out = Path(sys.argv[1])
# String literals joined by `+` over lines are one statement.
joined = re.sub(r'"\s*\n\s*\+ "', "", source.read_text())
statements = [
    text.replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n")
    for text in re.findall(r'^\s*"((?:[^"\\]|\\.)*)",$', joined, re.M)
]
assert len(statements) > 100, len(statements)
creates = [text for text in statements if text.upper().startswith("CREATE TABLE")]
for number, statement in enumerate(statements):
    data = statement.encode()
    for flags in (0, 1, 2):
        (out / f"one-{number}-{flags}").write_bytes(bytes([flags]) + data)
    if statement.upper().startswith(("ALTER", "RENAME", "DROP")):
        before = [text for text in creates if any(word in statement for word in re.findall(r"TABLE `?(\w+)", text))][:3]
        (out / f"after-{number}").write_bytes(b"\0" + b"\0".join(text.encode() for text in before) + b"\0" + data)
