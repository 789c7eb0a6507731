"""One place where the change stream and the server do not agree."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    table: str
    what: str
    # Primary key of the row, if one is meant.
    key: tuple | None = None
    column: str | None = None
    ours: object = None
    theirs: object = None
    # Where in the stream, as text.
    place: str = ""

    def __str__(self):
        where = f"{self.table}" + (f" row {_short(self.key)}" if self.key is not None else "")
        where += f" column {self.column}" if self.column else ""
        values = f": ours {_short(self.ours)}, theirs {_short(self.theirs)}" if self.column else ""
        return f"{where}: {self.what}{values} {self.place}".rstrip()


def _short(value):
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:150]}…{text[-40:]} ({len(text)} characters)"
