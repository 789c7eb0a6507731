"""Ways in which a queue could be wrong, done by hand to a right one, to show that the checker sees them."""

from collections import Counter
from dataclasses import replace


def renumbered(records):
    """The offsets that the records would have had if the queue had been written so: the damage must show elsewhere."""
    seen, result = Counter(), []
    for record in records:
        partition = (record.topic, record.partition)
        result.append(replace(record, offset=seen[partition]))
        seen[partition] += 1
    return result


def dropped(records, index, count=1):
    return renumbered(records[:index] + records[index + count :])


def repeated(records, index, count=1):
    return renumbered(records[: index + count] + records[index : index + count] + records[index + count :])


def swapped(records, index):
    """The record, or the first one after it that is not its partition's last, and the next one of its partition change places."""
    homes = [(record.topic, record.partition) for record in records]
    index, following = next((i, homes.index(homes[i], i + 1)) for i in range(index, len(records)) if homes[i] in homes[i + 1 :])
    result = list(records)
    result[index], result[following] = records[following], records[index]
    return renumbered(result)


# The same for what consumers saw: the records of one session, and the commits and resumes of a group


def polled_again(session, index, count=1):
    """The client went back, and got some records once more."""
    return _with(session, session.records[: index + count] + session.records[index:])


def passed_over(session, index, count=1):
    return _with(session, session.records[:index] + session.records[index + count :])


def misread(session, index):
    """Another record stood at that offset when this session read it."""
    record = session.records[index]
    return _with(session, [*session.records[:index], replace(record, value=b"{}"), *session.records[index + 1 :]])


def resumed_at(events, index, home, offset):
    """The group was told another offset than it was; None: that it has none."""
    offsets = {place: stored for place, stored in events[index].offsets.items() if place != home}
    if offset is not None:
        offsets[home] = offset
    return [*events[:index], replace(events[index], offsets=offsets), *events[index + 1 :]]


def _with(session, records):
    return replace(session, records=records)
