"""confluent-kafka: Python over the newest librdkafka."""

import confluent_kafka
from confluent_kafka import OFFSET_BEGINNING, OFFSET_END, Consumer, KafkaException, TopicPartition

from harness.clients.places import EARLIEST, LATEST, Place
from harness.kafka import record_of

SECONDS = 20
ENDS = {EARLIEST: OFFSET_BEGINNING, LATEST: OFFSET_END}


def librdkafka_options(
    bootstrap, group, reset, fetch_bytes, fetch_bytes_min, fetch_wait_ms, committed_only, auto_commit, extra
):
    """The options of every client by librdkafka's names."""
    return {
        "bootstrap.servers": bootstrap,
        "group.id": group or "nobody",
        "auto.offset.reset": reset,
        "enable.auto.commit": auto_commit,
        "auto.commit.interval.ms": 500,
        "check.crcs": True,
        "isolation.level": "read_committed" if committed_only else "read_uncommitted",
        "fetch.min.bytes": fetch_bytes_min,
        "fetch.wait.max.ms": fetch_wait_ms,
        "fetch.message.max.bytes": fetch_bytes,
        "log_level": 2,
        **(extra or {}),
    }


class Confluent:
    name = f"confluent-kafka {confluent_kafka.__version__}"
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
        self.client = Consumer(
            librdkafka_options(
                bootstrap, group, reset, fetch_bytes, fetch_bytes_min, fetch_wait_ms, committed_only, auto_commit, extra
            )
        )

    def topics(self):
        return {name: len(topic.partitions) for name, topic in self.client.list_topics(timeout=SECONDS).topics.items()}

    def assign(self, offsets):
        self.client.assign([TopicPartition(*place, ENDS.get(offset, offset)) for place, offset in offsets.items()])

    def subscribe(self, names):
        self.client.subscribe(list(names))

    def assignment(self):
        return {Place(one.topic, one.partition) for one in self.client.assignment()}

    def poll(self, seconds):
        records, wait = [], seconds
        while len(records) < 1000 and (message := self.client.poll(wait)) is not None:
            if message.error() is not None:
                raise KafkaException(message.error())
            records.append(record_of(message))
            wait = 0
        return records

    def seek(self, place, offset):
        self.client.seek(TopicPartition(*place, offset))

    def pause(self, place):
        self.client.pause([TopicPartition(*place)])

    def resume(self, place):
        self.client.resume([TopicPartition(*place)])

    def position(self, place):
        return self.client.position([TopicPartition(*place)])[0].offset

    def watermarks(self, place):
        return self.client.get_watermark_offsets(TopicPartition(*place), timeout=SECONDS)

    def offset_at(self, place, milliseconds):
        (found,) = self.client.offsets_for_times([TopicPartition(*place, milliseconds)], timeout=SECONDS)
        return None if found.offset == OFFSET_END else found.offset

    def commit(self, offsets):
        places = [TopicPartition(*place, offset) for place, offset in offsets.items()]
        for one in self.client.commit(offsets=places, asynchronous=False):
            if one.error is not None:
                raise KafkaException(one.error)

    def committed(self, place):
        (found,) = self.client.committed([TopicPartition(*place)], timeout=SECONDS)
        return None if found.offset < 0 else found.offset

    def close(self):
        self.is_open = False
        self.client.close()
