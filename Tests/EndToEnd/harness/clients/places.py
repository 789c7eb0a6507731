"""How the clients under test name partitions and the two ends of one."""

from typing import NamedTuple

EARLIEST, LATEST = "earliest", "latest"


class Place(NamedTuple):
    topic: str
    partition: int
