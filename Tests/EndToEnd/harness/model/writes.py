"""Topics of the model's own: made, written to, cut, grown and deleted; what is stored is then read with the others."""

import struct
import time

from kafka.protocol.admin import (
    CreatePartitionsRequest,
    CreateTopicsRequest,
    DeleteRecordsRequest,
    DeleteTopicsRequest,
    DescribeConfigsRequest,
    IncrementalAlterConfigsRequest,
)
from kafka.protocol.producer import InitProducerIdRequest, ProduceRequest
from kafka.record.default_records import DefaultRecordBatchBuilder

from harness.model.partition import Partition
from harness.model.reads import OUT_OF_RANGE, equal

OUT_OF_SEQUENCE, FENCED = 45, 47
CODECS = (0, 1, 3, 4)
ZSTD, ZSTD_SINCE = 4, 7
TOPICS_MAX, PARTITIONS_MAX = 3, 6


class Producer:
    def __init__(self, identity, epoch):
        self.identity, self.epoch = identity, epoch
        # For each partition: the next sequence number, and the last batches as (bytes, base offset).
        self.next, self.sent = {}, {}


class Writes:
    def __init__(self, wire, versions, random, prefix, reads):
        self.wire, self.versions, self.random, self.prefix, self.reads = wire, versions, random, prefix, reads
        self._partitions = {}
        self._made = 0
        self._producer = None

    def _version(self, message, least=0):
        first, last = self.versions[message.API_KEY]
        return self.random.randint(max(first, least), last)

    def change(self):
        steps = [self._create] * (len(self._partitions) < TOPICS_MAX)
        if self._partitions:
            steps += [self._grow, self._configure, self._cut, self._cut, self._delete]
        self.random.choice(steps)()

    # Records

    def produce(self):
        if not self._partitions:
            return self._create()
        topic = self.random.choice(sorted(self._partitions))
        place = topic, self.random.randrange(self._partitions[topic])
        chance = self.random.random()
        if self._producer is None or chance < 0.05:
            self._renew()
        producer = self._producer if self.random.random() < 0.6 else None
        if producer and producer.sent.get(place) and chance < 0.2:
            batch, base = self.random.choice(producer.sent[place])
            return equal(f"the place of a repeated batch in {place}", self._send(place, batch), (0, base))
        if producer and chance > 0.95 and place in producer.next:
            batch, _ = self._batch(producer, producer.next[place] + 3)
            return equal(f"a gap in {place}", self._send(place, batch)[0], OUT_OF_SEQUENCE)
        if producer and chance > 0.9 and place in producer.next and producer.epoch > 0:
            stale = Producer(producer.identity, producer.epoch - 1)
            return equal(f"an old epoch in {place}", self._send(place, self._batch(stale, 0)[0])[0], FENCED)
        batch, count = self._batch(producer, producer.next.get(place, 0) if producer else -1)
        known = self.reads.partitions[place]
        error, base = self._send(place, batch)
        equal(f"error and offset of what was written to {place}", (error, base), (0, known.high))
        if known.high == 0:
            self.reads.began(place)
        # As it is stored: with its offset, and epoch 0 of the leader.
        known.append(struct.pack(">q", base) + batch[8:12] + bytes(4) + batch[16:], base, base + count - 1)
        known.high = base + count
        if producer:
            producer.next[place] = producer.next.get(place, 0) + count
            producer.sent[place] = [*producer.sent.get(place, [])[-4:], (batch, base)]
        return None

    def _batch(self, producer, sequence):
        random = self.random
        identity = (producer.identity, producer.epoch) if producer else (-1, -1)
        builder = DefaultRecordBatchBuilder(2, random.choice(CODECS), False, *identity, sequence, 1 << 20)
        count = random.choice((1, 1, 2, 30))
        moment = int(time.time() * 1000) - random.randrange(10**6)
        for number in range(count):
            key = random.choice((None, b"", random.randbytes(9)))
            value = random.choice((None, b"", random.randbytes(5) * random.choice((1, 50, 400))))
            headers = random.choice(([], [("name", b"value"), ("none", None)]))
            builder.append(number, moment + random.randrange(5), key, value, headers)
        return bytes(builder.build()), count

    def _send(self, place, batch):
        """Error and base offset."""
        version = self._version(ProduceRequest, ZSTD_SINCE if batch[22] & 7 == ZSTD else 3)
        data = ProduceRequest.TopicProduceData
        partition = data.PartitionProduceData(index=place[1], records=batch)
        topics = [data(name=place[0], partition_data=[partition])]
        request = ProduceRequest(acks=self.random.choice((1, -1)), timeout_ms=5000, topic_data=topics)
        (answer,) = self.wire.ask(request, version).responses[0].partition_responses
        return answer.error_code, answer.base_offset

    def _renew(self):
        """A new producer, or the same one with a new epoch; in either case its sequences begin again."""
        version, old = self._version(InitProducerIdRequest), self._producer
        request = InitProducerIdRequest(transactional_id=None, transaction_timeout_ms=1000)
        bumps = old is not None and version >= 3 and self.random.random() < 0.5
        if bumps:
            request.producer_id, request.producer_epoch = old.identity, old.epoch
        answer = self.wire.ask(request, version)
        equal("error of a new producer", answer.error_code, 0)
        if bumps:
            equal("producer with a new epoch", (answer.producer_id, answer.producer_epoch), (old.identity, old.epoch + 1))
        self._producer = Producer(answer.producer_id, answer.producer_epoch)

    # Topics

    def _create(self):
        self._made += 1
        name, count = f"{self.prefix}-made-{self._made}", self.random.randint(1, 3)
        topic = CreateTopicsRequest.CreatableTopic
        setting = topic.CreatableTopicConfig(name="retention.ms", value="86400000000")
        request = CreateTopicsRequest(
            timeout_ms=5000,
            topics=[topic(name=name, num_partitions=count, replication_factor=1, assignments=[], configs=[setting])],
        )
        answers = [self.wire.ask(request, self._version(CreateTopicsRequest)).topics[0].error_code for _ in range(2)]
        equal(f"errors of making {name} twice", answers, [0, 36])
        self._partitions[name] = count
        for index in range(count):
            self.reads.partitions[name, index] = Partition()

    def _grow(self):
        name = self.random.choice(sorted(self._partitions))
        count = self._partitions[name] + self.random.choice((-1, 1, 2))
        request = CreatePartitionsRequest(
            timeout_ms=5000,
            topics=[CreatePartitionsRequest.CreatePartitionsTopic(name=name, count=count, assignments=None)],
        )
        (answer,) = self.wire.ask(request, self._version(CreatePartitionsRequest)).results
        equal(f"growth of {name} to {count}", answer.error_code, 0 if count > self._partitions[name] else 37)
        for index in range(self._partitions[name], count):
            self.reads.partitions[name, index] = Partition()
        self._partitions[name] = max(count, self._partitions[name])
        if count > PARTITIONS_MAX:
            self._delete(name)

    def _configure(self):
        name, value = self.random.choice(sorted(self._partitions)), str(self.random.randrange(10**10, 10**12))
        resource = IncrementalAlterConfigsRequest.AlterConfigsResource
        config = resource.AlterableConfig(name="retention.bytes", config_operation=0, value=value)
        request = IncrementalAlterConfigsRequest(
            resources=[resource(resource_type=2, resource_name=name, configs=[config])]
        )
        (answer,) = self.wire.ask(request, self._version(IncrementalAlterConfigsRequest)).responses
        equal(f"error of a setting of {name}", answer.error_code, 0)
        asked = DescribeConfigsRequest.DescribeConfigsResource(
            resource_type=2, resource_name=name, configuration_keys=["retention.bytes"]
        )
        answer = self.wire.ask(DescribeConfigsRequest(resources=[asked]), self._version(DescribeConfigsRequest))
        found = [(one.name, one.value) for one in answer.results[0].configs]
        equal(f"setting of {name}", found, [("retention.bytes", value)])

    def _cut(self):
        name = self.random.choice(sorted(self._partitions))
        index = self.random.randrange(self._partitions[name])
        known = self.reads.partitions[name, index]
        before = self.random.choice((-1, known.high + 1, *[self.random.randint(0, known.high)] * 6))
        topic = DeleteRecordsRequest.DeleteRecordsTopic
        partition = topic.DeleteRecordsPartition(partition_index=index, offset=before)
        request = DeleteRecordsRequest(topics=[topic(name=name, partitions=[partition])], timeout_ms=5000)
        (answer,) = self.wire.ask(request, self._version(DeleteRecordsRequest)).topics[0].partitions
        if before > known.high:
            return equal(f"cut of {name}-{index} beyond its end", answer.error_code, OUT_OF_RANGE)
        known.start = max(known.start, known.high if before == -1 else before)
        return equal(f"cut of {name}-{index}", (answer.error_code, answer.low_watermark), (0, known.start))

    def _delete(self, name=None):
        name = name or self.random.choice(sorted(self._partitions))
        request = DeleteTopicsRequest(topic_names=[name], timeout_ms=5000)
        (answer,) = self.wire.ask(request, self._version(DeleteTopicsRequest)).responses
        equal(f"error of deleting {name}", answer.error_code, 0)
        for index in range(self._partitions.pop(name)):
            self.reads.forget((name, index))
