"""Topics that clients make, change and delete with the admin clients of two languages' libraries, through kill -9."""

import functools
import json

import pytest
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    ResourceType,
)
from kafka.admin import ConfigResource as OtherResource
from kafka.admin import ConfigResourceType, KafkaAdminClient
from kafka.admin import NewPartitions as OtherPartitions
from kafka.admin import NewTopic as OtherTopic
from kafka.errors import KafkaError as OtherError

from harness.kafka import consumer, read_all
from harness.leat import Leat, Source
from harness.rows import insert


@pytest.fixture
def alone(request, tmp_path):
    """A `leat` whose source nobody answers: topics of clients need none."""
    one = Leat(tmp_path / "leat", [Source("trade", 1, "shop")])
    request.node.leats = [one]
    one.start()
    yield one
    if one.is_running:
        one.kill()


def admin(leat):
    return admin_of(leat.bootstrap, leat.process.pid)


@functools.cache
def admin_of(bootstrap, _):
    """One for each life of the server, and kept: what it promises is lost with it."""
    return AdminClient({"bootstrap.servers": bootstrap, "log_level": 2})


def done(futures):
    """Waits for all; gives the code of each error, None for success."""
    codes = []
    for future in futures.values():
        try:
            future.result(20)
            codes.append(None)
        except KafkaException as problem:
            codes.append(problem.args[0].code())
    return codes


def settings(leat, topic):
    resource = ConfigResource(ResourceType.TOPIC, topic)
    found = admin(leat).describe_configs([resource])[resource].result(20)
    return {name: found[name].value for name in ("retention.ms", "retention.bytes", "cleanup.policy")}


def set_retention(leat, topic, milliseconds):
    change = ConfigEntry("retention.ms", str(milliseconds), incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[change])
    return done(admin(leat).incremental_alter_configs([resource]))


def partitions(leat):
    topics = admin(leat).list_topics(timeout=10).topics
    return {name: len(topic.partitions) for name, topic in topics.items()}


def produce(leat, topic, values, partition=0):
    producer = Producer({"bootstrap.servers": leat.bootstrap})
    for value in values:
        producer.produce(topic, value, partition=partition)
    assert producer.flush(20) == 0


def values(leat, topic):
    return [record.value for record in read_all(leat.bootstrap, [topic])]


def ends(leat, topic, partition=0):
    client = consumer(leat.bootstrap)
    try:
        return client.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
    finally:
        client.close()


def commit(leat, group, topic, offsets):
    client = consumer(leat.bootstrap, **{"group.id": group})
    client.commit(offsets=[TopicPartition(topic, n, offset) for n, offset in offsets.items()], asynchronous=False)
    client.close()


def committed(leat, group):
    request = ConsumerGroupTopicPartitions(group)
    found = admin(leat).list_consumer_group_offsets([request])[group].result(20).topic_partitions
    return {(place.topic, place.partition): place.offset for place in found}


def restart(leat):
    leat.kill()
    leat.start()


def test_what_confluent_kafka_was_told_is_there_after_a_kill(alone):
    new = [NewTopic("results", 2, 1, config={"retention.ms": "-1"}), NewTopic("spare", -1, -1)]
    assert done(admin(alone).create_topics(new)) == [None, None]
    restart(alone)
    assert partitions(alone) == {"results": 2, "spare": 1}
    assert settings(alone, "results")["retention.ms"] == "-1"
    assert done(admin(alone).create_topics([NewTopic("results", 2, 1)])) == [KafkaError.TOPIC_ALREADY_EXISTS]
    assert done(admin(alone).create_topics([NewTopic("x", 1, 3)])) == [KafkaError.INVALID_REPLICATION_FACTOR]
    compacted = NewTopic("x", 1, 1, config={"cleanup.policy": "compact"})
    assert done(admin(alone).create_topics([compacted])) == [KafkaError.INVALID_CONFIG]

    produce(alone, "results", [b"a", b"b", b"c"])
    assert set_retention(alone, "results", 86_400_000) == [None]
    assert done(admin(alone).create_partitions([NewPartitions("results", 3)])) == [None]
    assert done(admin(alone).create_partitions([NewPartitions("results", 2)])) == [KafkaError.INVALID_PARTITIONS]
    place = TopicPartition("results", 0, 1)
    assert admin(alone).delete_records([place])[place].result(20).low_watermark == 1
    commit(alone, "jobs", "results", {0: 2, 1: 0})
    restart(alone)
    assert partitions(alone) == {"results": 3, "spare": 1}
    assert settings(alone, "results") == {
        "retention.ms": "86400000",
        "retention.bytes": "-1",
        "cleanup.policy": "delete",
    }
    assert ends(alone, "results") == (1, 3) and values(alone, "results") == [b"b", b"c"]
    produce(alone, "results", [b"d"], partition=2)
    assert committed(alone, "jobs") == {("results", 0): 2, ("results", 1): 0}

    assert done(admin(alone).delete_topics(["results"])) == [None]
    restart(alone)
    assert partitions(alone) == {"spare": 1} and committed(alone, "jobs") == {}
    assert done(admin(alone).delete_topics(["results"])) == [KafkaError.UNKNOWN_TOPIC_OR_PART]
    assert done(admin(alone).create_topics([NewTopic("results", 1, 1)])) == [None]
    produce(alone, "results", [b"new"])
    restart(alone)
    assert values(alone, "results") == [b"new"] and ends(alone, "results") == (0, 1)
    assert settings(alone, "results")["retention.ms"] != "86400000"


def test_what_kafka_python_was_told_is_there_after_a_kill(alone):
    one = KafkaAdminClient(bootstrap_servers=alone.bootstrap)
    one.create_topics([OtherTopic("t", num_partitions=2, replication_factor=1)])
    with pytest.raises(OtherError):
        one.create_topics([OtherTopic("t", num_partitions=2, replication_factor=1)])
    one.create_partitions({"t": OtherPartitions(total_count=4)})
    one.alter_configs([OtherResource(ConfigResourceType.TOPIC, "t", {"retention.bytes": "1048576"})])
    one.close()
    produce(alone, "t", [b"a", b"b"])
    commit(alone, "jobs", "t", {0: 1, 1: 0})
    restart(alone)
    assert partitions(alone) == {"t": 4} and settings(alone, "t")["retention.bytes"] == "1048576"
    one = KafkaAdminClient(bootstrap_servers=alone.bootstrap)
    one.delete_topics(["t"])
    one.close()
    restart(alone)
    assert partitions(alone) == {}
    one = KafkaAdminClient(bootstrap_servers=alone.bootstrap)
    one.create_topics([OtherTopic("t", num_partitions=1, replication_factor=1)])
    one.close()
    assert ends(alone, "t") == (0, 0)


def test_a_source_s_topic_is_not_the_clients_to_change(leat, server):
    server.execute("CREATE DATABASE shop", "CREATE TABLE shop.orders (id INT PRIMARY KEY)")
    one = leat(Source("trade", server.port, "shop"))
    one.start()
    insert(server, 1, table="shop.orders")
    one.wait_for_records("orders", 1)
    topic = one.topic("orders")
    assert done(admin(one).delete_topics([topic])) == [KafkaError.POLICY_VIOLATION]
    assert done(admin(one).create_partitions([NewPartitions(topic, 9)])) == [KafkaError.POLICY_VIOLATION]
    assert set_retention(one, topic, 3_600_000) == [None]
    listed = json.loads(one.command("topics", "list", "-b", one.bootstrap, "--json").stdout)
    assert [(row["name"], row["fed_by"], row["retention_milliseconds"]) for row in listed] == [
        (topic, "trade", 3_600_000)
    ]
    insert(server, 2, table="shop.orders")
    one.wait_for_records("orders", 2)


def test_a_group_is_reset_while_nobody_is_in_it(alone):
    assert done(admin(alone).create_topics([NewTopic("t", 2, 1)])) == [None]
    produce(alone, "t", [b"a", b"b", b"c"])
    commit(alone, "jobs", "t", {0: 3})

    def reset(to):
        arguments = ("groups", "reset", "jobs", "--topic", "t", "--to", to, "-b", alone.bootstrap)
        return alone.command(*arguments, "--json")

    for to, offset in (("earliest", 0), ("latest", 3), ("offset:1", 1), ("offset:99", 3), ("time:2020-01-01", 0)):
        before = committed(alone, "jobs")[("t", 0)]
        result = reset(to)
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)[0] == {"topic": "t", "partition": 0, "before": before, "after": offset}
        assert committed(alone, "jobs") == {("t", 0): offset, ("t", 1): 0}
    assert reset("nowhere").returncode == 2
    restart(alone)
    assert committed(alone, "jobs") == {("t", 0): 0, ("t", 1): 0}

    member = consumer(alone.bootstrap, **{"group.id": "jobs", "client.id": "job 7"})
    member.subscribe(["t"])
    while not member.assignment():
        member.poll(0.2)
    refused = reset("latest")
    assert refused.returncode == 1 and "job 7" in refused.stderr and "stop the group's consumers" in refused.stderr
    assert committed(alone, "jobs") == {("t", 0): 0, ("t", 1): 0}
    member.close()
    assert reset("latest").returncode == 0


def test_a_topic_is_made_by_asking_for_it_where_that_is_wanted(alone):
    with pytest.raises(KafkaException):
        consumer(alone.bootstrap).get_watermark_offsets(TopicPartition("wished", 0), timeout=5)
    alone.terminate()
    text = alone.config.read_text().replace("kafka:\n", "kafka:\n  auto_create_topics: true\n  auto_create_partitions: 3\n")
    alone.config.write_text(text)
    alone.start()
    produce(alone, "wished", [b"a"], partition=2)
    assert partitions(alone) == {"wished": 3} and values(alone, "wished") == [b"a"]
