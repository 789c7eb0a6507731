"""What consumers saw, written down while they saw it: the other half of a history, beside what the writers did."""

from dataclasses import dataclass, field


@dataclass
class Session:
    """What one client was given, poll by poll, from the places where it began until it was closed."""

    reader: str
    # {(topic, partition): first offset asked for}
    begin: dict
    records: list = field(default_factory=list)
    # What the client said that was no record: that its place is gone, that data is damaged.
    complaints: list = field(default_factory=list)

    def __str__(self):
        return f"{self.reader} from {min(self.begin.values(), default=0)}"


@dataclass(frozen=True)
class Commit:
    """A group's offsets, {(topic, partition): next offset}, sent to be stored."""

    group: str
    offsets: dict
    # False: no answer came, so it may be stored or not.
    is_acknowledged: bool


@dataclass(frozen=True)
class Resume:
    """What the group was told, later, that it had stored; a partition without an offset is missing."""

    group: str
    offsets: dict
