"""LOAD DATA of a file that the client sends."""

import tempfile
from pathlib import Path

from differential.kinds.kind import quoted
from differential.kinds.numbers import Integer
from differential.kinds.texts import Text


class LoadData:
    def __init__(self, rng, verbs):
        self.rng, self.verbs = rng, verbs
        self.directory = tempfile.TemporaryDirectory(prefix="leat-load-")

    def statement(self, table):
        """The statement, or none for a table whose key is more than an integer."""
        keys = [table.column(name) for name in table.primary if not table.column(name).generated]
        if len(keys) != 1 or not isinstance(keys[0].kind, Integer):
            return None
        texts = [column for column in table.others if isinstance(column.kind, Text)][:3]
        lines = []
        for _ in range(self.rng.choice([1, 10, 60])):
            fields = [keys[0].kind.key_literal(self.rng)]
            fields += ["\\N" if self.rng.random() < 0.1 else self._field(column) for column in texts]
            lines.append("\t".join(fields) + "\n")
        path = Path(self.directory.name) / f"{self.rng.randrange(10**9)}.tsv"
        path.write_bytes("".join(lines).encode())
        names = ", ".join(quoted(column.name) for column in [keys[0], *texts])
        verb = self.rng.choice(self.verbs)
        return f"LOAD DATA LOCAL INFILE '{path}' {verb} INTO TABLE {table.sql} CHARACTER SET utf8mb4 ({names})"

    def _field(self, column):
        text = column.kind.text(self.rng, self.rng.randint(0, min(column.kind.length, 20)))
        for sign, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\x00", "\\0")):
            text = text.replace(sign, escaped)
        return text
