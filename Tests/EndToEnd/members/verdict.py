"""Whether a group has read everything, and nothing twice that it had committed."""

from dataclasses import dataclass, field


@dataclass
class Verdict:
    records: int = 0
    duplicates: int = 0
    # Those that came because a member was given a partition again after the last commit.
    tail: int = 0
    handovers: int = 0
    commits: int = 0
    refused_commits: int = 0
    # kafka-python 3.0 keeps its position of a partition that it loses and is given again, though others had it meanwhile.
    kept: int = 0
    faults: list = field(default_factory=list)

    def __str__(self):
        return (
            f"{self.records} records, {self.duplicates} duplicates ({self.tail} in uncommitted tails), "
            f"{self.handovers} partitions handed over, {self.commits} commits, {self.refused_commits} refused, "
            f"{self.kept} positions kept by kafka-python"
        )


def judge(journals, ends):
    """`journals`: entries by member; `ends`: next offset by partition, all from 0."""
    verdict = Verdict()
    commits, tries = {partition: [] for partition in ends}, {partition: {0} for partition in ends}
    seen = {partition: bytearray(end) for partition, end in ends.items()}
    for entries in journals.values():
        for entry in entries:
            if entry.kind == "C":
                commits[entry.numbers[0]].append((entry.seconds, entry.numbers[1]))
            elif entry.kind == "T":
                tries[entry.numbers[0]].add(entry.numbers[1])
            elif entry.kind == "E":
                verdict.refused_commits += entry.text.startswith("commit")
    verdict.commits = sum(len(places) for places in commits.values())
    for name, entries in journals.items():
        _follow(name, entries, commits, tries, verdict)
    runs = sorted(
        (entry.seconds, *entry.numbers) for entries in journals.values() for entry in entries if entry.kind == "S"
    )
    for _, partition, first, last in runs:
        verdict.records += last - first + 1
        again = sum(seen[partition][first : last + 1])
        verdict.duplicates += again
        seen[partition][first : last + 1] = b"\1" * (last - first + 1)
    for partition, flags in seen.items():
        if missing := flags.count(0):
            verdict.faults.append(f"partition {partition}: {missing} records never read, first {flags.index(0)}")
    verdict.tail = _tails(journals)
    return verdict


def _follow(name, entries, commits, tries, verdict):
    """One member: each partition it is given begins where somebody committed, and goes on without a gap."""
    given, position, own = {}, {}, {}
    for entry in entries:
        if entry.kind == "A":
            for partition in entry.numbers:
                given[partition] = entry.seconds
                # Where it would have begun; it may lose the partition again before it has read anything.
                own.setdefault(partition, _committed(commits[partition], entry.seconds))
                position.pop(partition, None)
        elif entry.kind in "VL":
            for partition in entry.numbers:
                given.pop(partition, None)
        elif entry.kind == "S":
            partition, first, last = entry.numbers
            if partition not in given:
                verdict.faults.append(f"{name} read partition {partition} at {first} without having it")
            elif partition in position:
                if first != position[partition]:
                    verdict.faults.append(f"{name}: partition {partition} went from {position[partition]} to {first}")
            else:
                verdict.handovers += 1
                late = first < _committed(commits[partition], given[partition])
                if late and name.startswith("kafka_python") and first == own.get(partition):
                    verdict.kept += 1
                else:
                    _check_begin(name, partition, first, given[partition], commits, tries, verdict)
            position[partition] = own[partition] = last + 1


def _check_begin(name, partition, first, since, commits, tries, verdict):
    committed = _committed(commits[partition], since)
    if first < committed:
        verdict.faults.append(f"{name} began partition {partition} at {first}, {committed} was committed before")
    if first not in tries[partition]:
        verdict.faults.append(f"{name} began partition {partition} at {first}, which nobody committed")


def _committed(commits, since):
    return max((offset for seconds, offset in commits if seconds < since), default=0)


def _tails(journals):
    """Records that were read by one member after the last commit that the next one began at, over all handovers."""
    reads, begins = [], []
    for entries in journals.values():
        fresh = set()
        for entry in entries:
            if entry.kind == "A":
                fresh.update(entry.numbers)
            elif entry.kind == "S":
                partition, first, last = entry.numbers
                if partition in fresh:
                    fresh.discard(partition)
                    begins.append((entry.seconds, partition, first))
                reads.append((entry.seconds, partition, last + 1))
    total = 0
    for seconds, partition, first in begins:
        before = max((end for when, number, end in reads if number == partition and when < seconds), default=0)
        total += max(0, before - first)
    return total
