"""Consumers that read a queue while it is being mistreated, and write down what they see."""

import random
import threading
import time

from confluent_kafka import KafkaError, KafkaException, TopicPartition

from harness.kafka import consumer, partitions_of, record_of
from history.sessions import Commit, Resume, Session

# Short waits: the broker is away often, and never for long.
PATIENT = {
    "auto.offset.reset": "error",
    "reconnect.backoff.ms": 50,
    "reconnect.backoff.max.ms": 200,
    "topic.metadata.refresh.interval.ms": 1000,
    "socket.timeout.ms": 3000,
    "fetch.wait.max.ms": 100,
    "allow.auto.create.topics": False,
}
# What says that the broker could not answer just now; everything else is written down.
PASSING = {
    KafkaError._PARTITION_EOF,
    KafkaError._TRANSPORT,
    KafkaError._ALL_BROKERS_DOWN,
    KafkaError._TIMED_OUT,
    KafkaError._RESOLVE,
    KafkaError.NOT_COORDINATOR,
    KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
    KafkaError.COORDINATOR_NOT_AVAILABLE,
    KafkaError.REQUEST_TIMED_OUT,
    KafkaError.KAFKA_STORAGE_ERROR,
    KafkaError.LEADER_NOT_AVAILABLE,
    KafkaError.NOT_LEADER_FOR_PARTITION,
}


class Reader(threading.Thread):
    """One consumer after the other on all partitions of the topics, each session from the places that `begin` says."""

    def __init__(self, name, bootstrap, topics, seed):
        super().__init__(daemon=True, name=name)
        self.bootstrap, self.topics, self.random = bootstrap, topics, random.Random(f"{seed}/{name}")
        self.sessions, self.events, self.failure = [], [], None
        self._stop_event = threading.Event()

    def run(self):
        try:
            while not self._stop_event.is_set():
                client = consumer(self.bootstrap, **{"group.id": self.name}, **PATIENT)
                try:
                    self._session(client)
                except KafkaException as error:
                    # Below 0 the client itself is at its wits' end, while it asks where to begin.
                    if error.args[0].code() >= 0 and error.args[0].code() not in PASSING:
                        raise
                    self._stop_event.wait(0.1)
                finally:
                    client.close()
        except Exception as error:
            self.failure = error

    def _session(self, client):
        places = partitions_of(client, self.topics)
        if len(places) == 0:
            self._stop_event.wait(0.1)
            return
        begin = self.begin(client, places)
        session = Session(self.name, begin)
        self.sessions.append(session)
        client.assign([TopicPartition(topic, partition, offset) for (topic, partition), offset in begin.items()])
        deadline = time.monotonic() + self.seconds()
        while time.monotonic() < deadline and not self._stop_event.is_set():
            self._poll(client, session)
        self.end(client, session)

    def _poll(self, client, session):
        for message in client.consume(num_messages=500, timeout=0.1):
            if message.error() is None:
                session.records.append(record_of(message))
            elif message.error().code() not in PASSING:
                session.complaints.append(str(message.error()))

    def finish(self, ends=None):
        """Stop; with `ends`, {(topic, partition): offset}, not before the session has come to all of them."""
        deadline = time.monotonic() + 60
        while ends and self.is_alive() and not self._has_reached(ends):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.name} did not come to the end: {self.sessions[-1].complaints[:3]}")
            time.sleep(0.1)
        self._stop_event.set()
        self.join(30)
        if self.failure:
            raise self.failure

    def _has_reached(self, ends):
        if not self.sessions:
            return False
        seen = {}
        for record in list(self.sessions[-1].records):
            seen[record.topic, record.partition] = record.offset + 1
        return all(seen.get(home, 0) >= end for home, end in ends.items())

    # What the kinds of readers differ in

    def begin(self, client, places):
        raise NotImplementedError

    def seconds(self):
        return 1e9

    def end(self, client, session):
        pass


class Tail(Reader):
    """One session from the first record to the last: whatever happens, the client gets over it by itself."""

    def begin(self, client, places):
        if {place.topic for place in places} != set(self.topics):
            # Topics come with their first record.
            raise KafkaException(KafkaError(KafkaError._TIMED_OUT))
        return {(place.topic, place.partition): 0 for place in places}


class Rereader(Reader):
    """Many short sessions from random places: what was read once is read again, and again."""

    def begin(self, client, places):
        result = {}
        for place in places:
            low, high = client.get_watermark_offsets(place, timeout=3)
            result[place.topic, place.partition] = self.random.randint(low, high)
        return result

    def seconds(self):
        return self.random.uniform(0.2, 1.5)


class Member(Reader):
    """A group that commits what it has read, goes away, and comes back to where it was."""

    def begin(self, client, places):
        found = client.committed(places, timeout=3)
        if any(place.error for place in found):
            raise KafkaException(next(place.error for place in found if place.error))
        stored = {(place.topic, place.partition): place.offset for place in found if place.offset >= 0}
        self.events.append(Resume(self.name, stored))
        return {(place.topic, place.partition): stored.get((place.topic, place.partition), 0) for place in places}

    def seconds(self):
        return self.random.uniform(0.3, 2)

    def end(self, client, session):
        offsets = {}
        for record in session.records:
            offsets[record.topic, record.partition] = record.offset + 1
        if not offsets:
            return
        places = [TopicPartition(topic, partition, offset) for (topic, partition), offset in offsets.items()]
        try:
            answer = client.commit(offsets=places, asynchronous=False)
            is_acknowledged = not any(place.error for place in answer)
        except KafkaException:
            is_acknowledged = False
        self.events.append(Commit(self.name, offsets, is_acknowledged))
