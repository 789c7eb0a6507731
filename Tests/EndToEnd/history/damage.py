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
    """The record and the next one of its partition change places."""
    home = records[index].topic, records[index].partition
    following = next(i for i in range(index + 1, len(records)) if (records[i].topic, records[i].partition) == home)
    result = list(records)
    result[index], result[following] = records[following], records[index]
    return renumbered(result)
