"""Reading the queue as a Kafka client does."""

import time

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition

from history.changes import Record


def consumer(bootstrap, **options):
    return Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "tests",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "enable.partition.eof": True,
            "check.crcs": True,
            "log_level": 2,
            **options,
        }
    )


def partitions_of(client, topics):
    """The partitions of those `topics` that exist."""
    metadata = client.list_topics(timeout=10)
    found = [metadata.topics[topic] for topic in topics if topic in metadata.topics]
    return [
        TopicPartition(topic.topic, partition, OFFSET_BEGINNING) for topic in found for partition in topic.partitions
    ]


def read_all(bootstrap, topics, seconds=120):
    """Every record of the topics from the beginning to the end, partition by partition in order."""
    client = consumer(bootstrap)
    try:
        assigned = partitions_of(client, topics)
        client.assign(assigned)
        open_partitions = {(place.topic, place.partition) for place in assigned}
        return list(_to_the_end(client, open_partitions, time.monotonic() + seconds))
    finally:
        client.close()


def _to_the_end(client, open_partitions, deadline):
    while open_partitions:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no end of {sorted(open_partitions)}")
        for message in client.consume(num_messages=1000, timeout=0.2):
            if message.error() is None:
                yield record_of(message)
            elif message.error().code() == KafkaError._PARTITION_EOF:
                open_partitions.discard((message.topic(), message.partition()))
            else:
                raise KafkaException(message.error())


def record_of(message):
    return Record(
        message.topic(),
        message.partition(),
        message.offset(),
        message.key(),
        message.value(),
        message.timestamp()[1],
        tuple(message.headers() or ()),
    )


def wait_for_records(bootstrap, topic, accept, seconds=60):
    """Follow `topic` from the beginning until `accept` takes a record; gives all records read up to then."""
    client = consumer(bootstrap)
    deadline, records, assigned = time.monotonic() + seconds, [], []
    try:
        while time.monotonic() < deadline:
            if not assigned:
                assigned = partitions_of(client, [topic])
                client.assign(assigned)
            for message in client.consume(num_messages=1000, timeout=0.1):
                if message.error() is None:
                    records.append(record_of(message))
                    if accept(records[-1]):
                        return records
    finally:
        client.close()
    raise TimeoutError(f"{topic}: {len(records)} records in {seconds} s, the awaited one is not among them")
