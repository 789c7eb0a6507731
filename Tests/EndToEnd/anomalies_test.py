"""The checkers of what consumers saw: they accept the truth, and each anomaly is caught, and called by its name."""

from dataclasses import replace

import pytest

from history.anomalies import anomalies
from history.changes import Record
from history.damage import misread, passed_over, polled_again, resumed_at
from history.sessions import Commit, Resume, Session

HOMES = [("t", 0), ("t", 1)]
FINAL = [Record(*home, offset, b"k%d" % offset, b"v%d" % offset) for home in HOMES for offset in range(6)]


def reading(reader, begin, end):
    """A session over both partitions, one record of each at a time."""
    records = [record for offset in range(begin, end) for record in FINAL if record.offset == offset]
    return Session(reader, dict.fromkeys(HOMES, begin), records)


def at(first, second=None):
    return dict(zip(HOMES, (first, first if second is None else second), strict=True))


TAIL, PIECE = reading("tail", 0, 6), reading("piece", 2, 5)
EVENTS = [
    Resume("g", {}),
    Commit("g", at(2), True),
    Resume("g", at(2)),
    Commit("g", at(4), True),
    Commit("g", at(5), False),
    Resume("g", at(4)),
    Commit("g", at(6), True),
    Resume("g", at(6)),
]
EVERY_RECORD = range(len(TAIL.records))


def kinds(sessions=(TAIL, PIECE), events=EVENTS, final=FINAL):
    """The first two words of each problem."""
    return {" ".join(problem.split(" ")[:2]) for problem in anomalies(sessions, events, final)}


def test_the_truth_passes():
    assert kinds() == set()


def test_a_commit_without_an_answer_may_have_come_in_or_not_and_late():
    assert kinds(events=resumed_at(EVENTS, 5, HOMES[0], 5)) == set()
    late = [*EVENTS, Resume("g", at(5, 6))]
    assert kinds(events=late) == set()


@pytest.mark.parametrize("index", EVERY_RECORD)
def test_a_record_that_was_seen_and_is_gone(index):
    final = [record for record in FINAL if record != TAIL.records[index]]
    assert kinds(final=final) == {"lost write"}


@pytest.mark.parametrize("index", EVERY_RECORD)
def test_two_reads_of_one_offset_that_differ(index):
    assert kinds([misread(TAIL, index), PIECE]) == {"inconsistent offset"}


@pytest.mark.parametrize("index", EVERY_RECORD)
def test_another_time_or_key_at_an_offset(index):
    for change in ({"timestamp": 1}, {"key": None}):
        records = list(TAIL.records)
        records[index] = replace(records[index], **change)
        assert kinds([replace(TAIL, records=records)]) == {"inconsistent offset"}


def test_two_sessions_that_differ_where_the_end_agrees_with_one():
    assert kinds([TAIL, misread(PIECE, 1)]) == {"inconsistent offset"}


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("index", EVERY_RECORD)
def test_records_that_a_session_gets_again(index, count):
    assert "non-monotonic poll:" in kinds([polled_again(TAIL, index, count)])


@pytest.mark.parametrize("index", range(len(TAIL.records) - 2))
def test_a_record_that_a_session_does_not_get(index):
    """All but the last of each partition: after that the session may have been closed."""
    assert kinds([passed_over(TAIL, index)]) == {"skipped poll:"}


def test_a_session_that_begins_elsewhere_than_asked():
    assert kinds([replace(PIECE, begin=at(1))]) == {"skipped poll:"}
    assert kinds([replace(PIECE, begin=at(3))]) == {"non-monotonic poll:"}


def test_a_partition_that_was_not_asked_for():
    assert anomalies([replace(PIECE, begin={HOMES[0]: 2})], [], FINAL)


def test_what_the_client_complains_of():
    assert "corrupt" in anomalies([replace(TAIL, complaints=["corrupt"])], [], FINAL)[0]


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize(("index", "offset", "kind"), [
    (2, None, "lost group"),
    (2, 1, "rewound group"),
    (2, 3, "wrong group"),
    (5, None, "lost group"),
    (5, 2, "rewound group"),
    (7, 4, "rewound group"),
    (0, 3, None),
])
def test_an_offset_of_a_group_that_is_not_what_it_committed(home, index, offset, kind):
    """Before its first commit a group may have been there for longer than the history."""
    assert kinds(events=resumed_at(EVENTS, index, home, offset)) == ({kind} if kind else set())
