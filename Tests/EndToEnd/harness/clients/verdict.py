"""Whether what clients read is the whole topic, in order, and how much of it they read again."""


def faults(reads, truth, committed):
    """What is wrong with the reads of one reader, or of the members of a group together.

    `reads` are lists of (partition, offset, value), one for each process; `truth` is {(partition, offset): value};
    `committed` holds {partition: offset} as it stood at each stop of the server, empty for a reader without a group.
    """
    found = [f"{where} is {value!r}" for read in reads for *where, value in read if truth.get(tuple(where)) != value]
    seen = {(partition, offset) for read in reads for partition, offset, _ in read}
    found += [f"{where} was never read" for where in truth if where not in seen]
    for read in reads:
        last = {}
        for partition, offset, _ in read:
            before = last.get(partition, -1 if len(reads) == 1 else offset - 1)
            if offset > before + 1 and len(reads) == 1:
                found.append(f"partition {partition}: {offset} behind {before}")
            # It may go back to a commit, not further and not without one.
            if offset <= before and not any(offset >= one.get(partition, 0) for one in committed):
                found.append(f"partition {partition}: back from {before} to {offset}")
            last[partition] = offset
    return found


def repeated(reads):
    """How many records were read more than once."""
    places = [(partition, offset) for read in reads for partition, offset, _ in read]
    return len(places) - len(set(places))
