"""The judge of a group's journals sees what it is there for."""

import pytest

from members.journal import Entry
from members.verdict import judge


def journal(*lines):
    """Entries a second apart from `A 0`-like lines, each with its time in front."""
    entries = []
    for line in lines:
        seconds, kind, *words = line.split()
        entries.append(Entry(float(seconds), kind, tuple(int(word) for word in words), ""))
    return entries


FIRST = journal("1 A 0", "2 S 0 0 4", "3 T 0 5", "3.1 C 0 5", "4 S 0 5 7")


def faults(second, first=FIRST):
    return judge({"first": first, "second": journal(*second)}, {0: 10}).faults


def test_a_repeated_uncommitted_tail_is_no_fault_and_is_counted():
    verdict = judge({"first": FIRST, "second": journal("5 A 0", "6 S 0 5 9", "7 T 0 10", "7.1 C 0 10")}, {0: 10})
    assert (verdict.faults, verdict.records, verdict.duplicates, verdict.tail) == ([], 13, 3, 3)
    assert (verdict.handovers, verdict.commits) == (2, 2)


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        (("5 A 0", "6 S 0 8 9"), "second began partition 0 at 8, which nobody committed"),
        (("5 A 0", "6 S 0 0 9"), "second began partition 0 at 0, 5 was committed before"),
        (("5 A 0", "6 S 0 5 8"), "partition 0: 1 records never read, first 9"),
        (("5 A 0", "6 S 0 5 6", "7 S 0 8 9"), "second: partition 0 went from 7 to 8"),
        (("6 S 0 5 9",), "second read partition 0 at 5 without having it"),
        (("5 A 0", "5.5 V 0", "6 S 0 5 9"), "second read partition 0 at 5 without having it"),
    ],
)
def test_a_fault_is_named(second, fault):
    assert fault in faults(second)


def test_a_record_that_was_read_by_nobody_is_missing_though_it_was_committed():
    first = journal("1 A 0", "2 S 0 0 2", "3 T 0 5", "3.1 C 0 5")
    assert "partition 0: 2 records never read, first 3" in faults(("5 A 0", "6 S 0 5 9"), first)
