"""One member of a group with kafka-python: python -m members.kafka_python_member '<json>'."""

import json
import signal
import sys
import time

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from members.journal import Journal

STRATEGIES = {
    "range": RangePartitionAssignor,
    "roundrobin": RoundRobinPartitionAssignor,
    "sticky": StickyPartitionAssignor,
    "cooperative-sticky": CooperativeStickyAssignor,
}


class Member(ConsumerRebalanceListener):
    def __init__(self, options):
        self.options, self.topic = options, options["topic"]
        self.journal, self.next, self.running = Journal(options["journal"]), {}, True
        self.client = KafkaConsumer(
            bootstrap_servers=options["bootstrap"],
            group_id=options["group"],
            client_id=options["client"],
            group_instance_id=options.get("instance"),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            partition_assignment_strategy=[STRATEGIES[options["strategy"]]],
            session_timeout_ms=options["session"],
            heartbeat_interval_ms=min(500, options["session"] // 4),
            max_poll_interval_ms=max(options["poll"], options["session"]),
            max_poll_records=options["batch"],
            reconnect_backoff_max_ms=500,
        )

    def on_partitions_assigned(self, assigned):
        self.journal.partitions("A", [place.partition for place in assigned])

    def on_partitions_revoked(self, revoked):
        # Nothing is left to commit, and this client cannot wait in here.
        self.gone("V", [place.partition for place in revoked])

    def on_partitions_lost(self, lost):
        self.gone("L", [place.partition for place in lost])

    def gone(self, kind, numbers):
        self.journal.partitions(kind, numbers)
        for number in numbers:
            self.next.pop(number, None)

    def commit(self):
        places = dict(self.next)
        if not places:
            return
        for number, offset in places.items():
            self.journal.write("T", number, offset)
        try:
            self.client.commit(
                {
                    TopicPartition(self.topic, number): OffsetAndMetadata(offset, "", -1)
                    for number, offset in places.items()
                }
            )
        except KafkaError as error:
            return self.journal.write("E", f"commit: {error!r}")
        for number, offset in places.items():
            self.journal.write("C", number, offset)

    def run(self):
        self.client.subscribe([self.topic], listener=self)
        while self.running:
            # This client joins once more when a poll ends between the last answer to its join and what it does with it:
            # the poll must outlast them.
            for place, records in self.client.poll(timeout_ms=2000).items():
                for record in records:
                    self.journal.read(place.partition, record.offset)
                self.next[place.partition] = records[-1].offset + 1
            self.journal.flush()
            # Whoever is killed in here has read what it has not committed.
            time.sleep(self.options["pause"])
            self.commit()
        self.client.close(autocommit=False)

    def stop(self, *_):
        self.running = False


if __name__ == "__main__":
    member = Member(json.loads(sys.argv[1]))
    signal.signal(signal.SIGTERM, member.stop)
    member.run()
