"""One member of a group with confluent-kafka: python -m members.confluent_member '<json>'."""

import json
import signal
import sys
import time

from confluent_kafka import Consumer, KafkaException, TopicPartition

from members.journal import Journal


class Member:
    def __init__(self, options):
        self.options, self.topic = options, options["topic"]
        self.journal, self.next, self.running = Journal(options["journal"]), {}, True
        settings = {
            "bootstrap.servers": options["bootstrap"],
            "group.id": options["group"],
            "client.id": options["client"],
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "partition.assignment.strategy": options["strategy"],
            "session.timeout.ms": options["session"],
            "heartbeat.interval.ms": min(500, options["session"] // 4),
            "max.poll.interval.ms": max(options["poll"], options["session"]),
            "reconnect.backoff.max.ms": 500,
            "log_level": 2,
        }
        if options.get("instance"):
            settings["group.instance.id"] = options["instance"]
        self.client = Consumer(settings)

    def assigned(self, _, partitions):
        self.journal.partitions("A", [place.partition for place in partitions])

    def revoked(self, _, partitions):
        numbers = [place.partition for place in partitions]
        self.journal.flush()
        if self.running:
            # While it closes, librdkafka calls this when its group is gone: a commit would never end.
            self.commit(numbers)
        self.gone("V", numbers)

    def lost(self, _, partitions):
        self.gone("L", [place.partition for place in partitions])

    def gone(self, kind, numbers):
        self.journal.partitions(kind, numbers)
        for number in numbers:
            self.next.pop(number, None)

    def commit(self, numbers=None):
        places = {number: offset for number, offset in self.next.items() if numbers is None or number in numbers}
        if not places:
            return
        for number, offset in places.items():
            self.journal.write("T", number, offset)
        try:
            self.client.commit(
                offsets=[TopicPartition(self.topic, number, offset) for number, offset in places.items()],
                asynchronous=False,
            )
        except KafkaException as error:
            return self.journal.write("E", f"commit: {error}")
        for number, offset in places.items():
            self.journal.write("C", number, offset)

    def run(self):
        self.client.subscribe([self.topic], on_assign=self.assigned, on_revoke=self.revoked, on_lost=self.lost)
        count, batch = 0, self.options["batch"]
        while self.running:
            message = self.client.poll(0.1)
            if message is not None and message.error() is None:
                self.journal.read(message.partition(), message.offset())
                self.next[message.partition()] = message.offset() + 1
                count += 1
            elif message is not None:
                self.journal.write("E", message.error())
            if message is None or count >= batch:
                self.journal.flush()
                # Whoever is killed in here has read what it has not committed.
                time.sleep(self.options["pause"])
                self.commit()
                count = 0
        self.journal.flush()
        self.commit()
        self.client.close()

    def stop(self, *_):
        self.running = False


if __name__ == "__main__":
    member = Member(json.loads(sys.argv[1]))
    signal.signal(signal.SIGTERM, member.stop)
    member.run()
