"""What a partition holds, and whether an answer agrees with it.

    base offset i64 | length i32 | epoch i32 | magic i8 | crc u32 | attributes i16 | last offset delta i32 | …
"""

import bisect
import struct

from kafka.record.memory_records import MemoryRecords

from harness.model.wire import WrongAnswer

HEADER = struct.Struct(">qiibIhi")


class Partition:
    """Whole batches without a gap from an offset on; `grows` where somebody else still writes.

    `start` is the first offset that may be asked for: deleted records move it into a batch or behind it.
    """

    def __init__(self, start=0, grows=False):
        self.start = self.high = self._first = start
        self.grows = grows
        self._bases, self._batches = [], []
        # Offset and timestamp of each record.
        self.times = []

    def saw_high(self, high):
        if high < self.high or (high > self.high and not self.grows):
            raise WrongAnswer(f"high watermark {high} after {self.high}")
        self.high = high

    def append(self, batch, base, last):
        if base != self.known_end:
            raise WrongAnswer(f"a batch at {base} behind {self._batches[-1:]}")
        self._bases.append(base)
        self._batches.append((batch, last))
        records = MemoryRecords(batch)
        while (part := records.next_batch()) is not None:
            self.times += [(record.offset, record.timestamp) for record in part]
        if self.times[-1][0] != last or len(self.times) != last + 1 - self._first:
            raise WrongAnswer(f"{len(self.times)} records up to {last}")

    @property
    def known_end(self):
        return self._batches[-1][1] + 1 if self._batches else self._first

    def check_records(self, offset, found):
        """`found` are whole batches in order from the one that holds `offset`; gives their number."""
        position, count = 0, 0
        index = bisect.bisect_right(self._bases, offset) - 1 if offset < self.known_end else len(self._bases)
        while position < len(found):
            base, length, epoch, magic, _, _, delta = HEADER.unpack_from(found, position)
            end = position + 12 + length
            if end > len(found) or magic != 2 or epoch != 0:
                raise WrongAnswer(f"a batch of magic {magic}, epoch {epoch}, {end - len(found)} bytes beyond the end")
            batch = bytes(found[position:end])
            if index < len(self._batches):
                if batch != self._batches[index][0]:
                    raise WrongAnswer(f"the batch at {base} is not the one at {self._bases[index]}")
            elif base + delta >= self.high:
                raise WrongAnswer(f"records up to {base + delta}, the high watermark is {self.high}")
            elif base <= self.known_end:
                self.append(batch, base, base + delta)
            elif count == 0 and not base <= offset <= base + delta:
                raise WrongAnswer(f"the batch {base}…{base + delta} does not hold {offset}")
            position, index, count = end, index + 1, count + 1
        return count

    def at_or_after(self, timestamp):
        found = (one for one in self.times[self.start - self._first :] if one[1] >= timestamp)
        return next(found, (-1, -1))

    def of_largest_time(self):
        largest = max((time for _, time in self.times[self.start - self._first :]), default=None)
        return (-1, -1) if largest is None else self.at_or_after(largest)
