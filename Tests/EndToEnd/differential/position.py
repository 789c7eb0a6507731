"""A place in a server's binlog."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Position:
    number: int
    offset: int

    @classmethod
    def of(cls, file, offset):
        return cls(int(file.rpartition(".")[2]), int(offset))

    def __str__(self):
        return f"{self.number:06}:{self.offset}"
