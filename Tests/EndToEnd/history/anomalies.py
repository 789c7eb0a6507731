"""What is wrong with the sessions of consumers: nothing that was once seen may change, vanish, repeat or be skipped.

`check` in checker.py compares the queue's end with what the writers committed (lost write, duplicate, wrong order).
Here stands what only those see who read while things went wrong.
"""

from collections import defaultdict

from history.sessions import Commit

PROBLEMS_MAX = 20


def anomalies(sessions, commits, final):
    """All anomalies of the `sessions`, of the `commits` and resumes in the order of each group, against the records
    that the queue holds at the end (`final`)."""
    problems = inconsistent_offsets(sessions, final) + taken_back(sessions, final)
    for session in sessions:
        problems += unsteady_polls(session) + [f"{session}: {complaint}" for complaint in session.complaints]
    return (problems + group_offsets(commits))[:PROBLEMS_MAX]


def inconsistent_offsets(sessions, final):
    """Two reads of one offset give the same key and value, whoever reads and whenever."""
    known, problems = {}, []
    for reader, records in [("the end", final), *((str(session), session.records) for session in sessions)]:
        for record in records:
            place = record.topic, record.partition, record.offset
            first = known.setdefault(place, (record.key, record.value, record.timestamp, reader))
            if first[:3] != (record.key, record.value, record.timestamp):
                problems.append(f"inconsistent offset {record.place}: {first[3]} and {reader} read different records")
    return problems


def taken_back(sessions, final):
    """What anybody has seen is there at the end: visible means durable."""
    held = {(record.topic, record.partition, record.offset) for record in final}
    return [
        f"lost write {record.place}: {session} saw it, and it is gone"
        for session in sessions
        for record in session.records
        if (record.topic, record.partition, record.offset) not in held
    ]


def unsteady_polls(session):
    """Within a session the offsets of a partition rise one by one from the place where it began."""
    expected, problems = dict(session.begin), []
    for record in session.records:
        home = record.topic, record.partition
        wanted = expected.get(home)
        if wanted is None:
            problems.append(f"{session}: {record.place} is of a partition that it did not ask for")
        elif record.offset < wanted:
            problems.append(f"non-monotonic poll: {session} got {record.place} where {wanted} was next")
        elif record.offset > wanted:
            problems.append(f"skipped poll: {session} got {record.place} where {wanted} was next")
        expected[home] = record.offset + 1
    return problems


def group_offsets(events):
    """A group resumes where its last acknowledged commit stands, or at one of which nobody knows whether it came in:
    that may happen long after its sender has given up."""
    problems, stored, unsure = [], {}, defaultdict(set)
    for event in events:
        if isinstance(event, Commit):
            for home, offset in event.offsets.items():
                if event.is_acknowledged:
                    stored[event.group, home] = offset
                else:
                    stored.setdefault((event.group, home), None)
                    unsure[event.group, home].add(offset)
            continue
        for key in [key for key in stored if key[0] == event.group]:
            offset, wanted = event.offsets.get(key[1]), stored[key]
            if offset != wanted and offset not in unsure[key]:
                kind = "lost" if offset is None else "rewound" if offset < (wanted or 0) else "wrong"
                problems.append(f"{kind} group offset: {key[0]} resumes {key[1]} at {offset}, committed {wanted}")
            stored[key] = offset
    return problems
