"""Writing to the queue as a Kafka client does."""

import threading
import time

from confluent_kafka import KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from harness.leat import Source
from harness.waiting import free_port

PARTITIONS = 3


def create_topic(bootstrap, name, partitions):
    """Make a topic that no source feeds."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.create_topics([NewTopic(name, num_partitions=partitions, replication_factor=1)]).values():
        future.result(20)


def open_queue(leat, **options):
    """A started `leat` whose source never answers, with the topic `results`: nothing but clients writes here."""
    one = leat(Source("trade", free_port(), "shop"), **options)
    one.start()
    create_topic(one.bootstrap, "results", PARTITIONS)
    return one


def sent_in_order(records):
    """Partition by partition the values in the order of their offsets."""
    by_partition = {}
    for record in records:
        by_partition.setdefault(record.partition, []).append(record)
    for partition in by_partition.values():
        assert [record.offset for record in partition] == list(range(len(partition)))
    return by_partition


def producer(bootstrap, **options):
    return Producer({"bootstrap.servers": bootstrap, "linger.ms": 5, "log_level": 2, **options})


class Writer(threading.Thread):
    """A producer that writes numbered values to all partitions of a topic in turn, until it is told to stop."""

    def __init__(self, bootstrap, topic, partitions, name, seconds_max=120, **options):
        super().__init__(daemon=True)
        self.topic, self.partitions, self.writer_name = topic, partitions, name
        # librdkafka gives up a record after a while; here it never may.
        self.client = producer(
            bootstrap, **{"enable.idempotence": True, "message.timeout.ms": seconds_max * 1000, **options}
        )
        self.sent, self.acknowledged, self.failed = 0, {}, []
        self.ends = threading.Event()

    def run(self):
        while not self.ends.is_set():
            partition = self.sent % self.partitions
            value = f"{self.writer_name} {self.sent}"
            try:
                self.client.produce(self.topic, value, partition=partition, on_delivery=self._delivered)
                self.sent += 1
            except BufferError:
                self.client.poll(0.05)
            except KafkaException as error:
                self.failed.append(str(error))
                return
            self.client.poll(0)
            if self.sent % 200 == 0:
                time.sleep(0.002)

    def _delivered(self, error, message):
        if error is not None:
            self.failed.append(str(error))
        else:
            self.acknowledged[message.value().decode()] = (message.partition(), message.offset())

    def finish(self, seconds=60):
        """Stop, and wait for the answers to everything."""
        self.ends.set()
        self.join(seconds)
        left = self.client.flush(seconds)
        if left or self.failed:
            raise RuntimeError(f"{left} records without an answer, {len(self.failed)} failed: {self.failed[:3]}")
