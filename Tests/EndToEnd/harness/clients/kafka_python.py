"""kafka-python: written in Python from the protocol up."""

import kafka
from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition

from harness.clients.places import EARLIEST, LATEST, Place
from history.changes import Record


class KafkaPython:
    name = f"kafka-python {kafka.__version__}"
    is_open = True

    def __init__(
        self,
        bootstrap,
        group=None,
        reset=EARLIEST,
        fetch_bytes=1 << 20,
        fetch_bytes_min=1,
        fetch_wait_ms=500,
        committed_only=False,
        auto_commit=False,
        extra=None,
    ):
        self.client = KafkaConsumer(
            **{
                "bootstrap_servers": bootstrap,
                "group_id": group,
                "auto_offset_reset": reset,
                "enable_auto_commit": auto_commit,
                "auto_commit_interval_ms": 500,
                "isolation_level": "read_committed" if committed_only else "read_uncommitted",
                "fetch_min_bytes": fetch_bytes_min,
                "fetch_max_wait_ms": fetch_wait_ms,
                "max_partition_fetch_bytes": fetch_bytes,
                **(extra or {}),
            }
        )

    def topics(self):
        return {name: len(self.client.partitions_for_topic(name)) for name in self.client.topics()}

    def assign(self, offsets):
        self.client.assign([TopicPartition(*place) for place in offsets])
        for end, seek in ((EARLIEST, self.client.seek_to_beginning), (LATEST, self.client.seek_to_end)):
            if places := [TopicPartition(*place) for place, offset in offsets.items() if offset == end]:
                seek(*places)
        for place, offset in offsets.items():
            if offset not in (EARLIEST, LATEST):
                self.client.seek(TopicPartition(*place), offset)

    def subscribe(self, names):
        self.client.subscribe(list(names))

    def assignment(self):
        return {Place(one.topic, one.partition) for one in self.client.assignment()}

    def poll(self, seconds):
        found = self.client.poll(timeout_ms=int(1000 * seconds), max_records=1000)
        return [
            Record(
                one.topic, one.partition, one.offset, one.key, one.value, one.timestamp,
                tuple((name, value) for name, value in one.headers),
            )
            for records in found.values()
            for one in records
        ]  # fmt: skip

    def seek(self, place, offset):
        self.client.seek(TopicPartition(*place), offset)

    def pause(self, place):
        self.client.pause(TopicPartition(*place))

    def resume(self, place):
        self.client.resume(TopicPartition(*place))

    def position(self, place):
        return self.client.position(TopicPartition(*place))

    def watermarks(self, place):
        one = TopicPartition(*place)
        return self.client.beginning_offsets([one])[one], self.client.end_offsets([one])[one]

    def offset_at(self, place, milliseconds):
        one = TopicPartition(*place)
        found = self.client.offsets_for_times({one: milliseconds})[one]
        return None if found is None else found.offset

    def commit(self, offsets):
        self.client.commit({TopicPartition(*place): OffsetAndMetadata(at, "", -1) for place, at in offsets.items()})

    def committed(self, place):
        return self.client.committed(TopicPartition(*place))

    def close(self):
        self.is_open = False
        self.client.close(autocommit=False)
