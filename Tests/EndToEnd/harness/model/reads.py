"""Fetch, ListOffsets, Metadata and OffsetForLeaderEpoch, compared with what the partitions hold."""

from kafka.protocol.consumer import FetchRequest, ListOffsetsRequest, OffsetForLeaderEpochRequest
from kafka.protocol.metadata import MetadataRequest

from harness.model.wire import WrongAnswer

OUT_OF_RANGE, UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID = 1, 3, 100
UNKNOWN_SESSION, UNKNOWN_EPOCH = 70, 75
SIZES = (1, 100, 1000, 20_000, 1 << 20, 50 << 20)


def equal(what, found, expected):
    if found != expected:
        raise WrongAnswer(f"{what}: {found}, not {expected}")


def grouped(places):
    """{topic: [partition]} in random order as asked."""
    topics = {}
    for topic, partition in places:
        topics.setdefault(topic, []).append(partition)
    return topics


class Reads:
    def __init__(self, wire, versions, random, partitions):
        self.wire, self.versions, self.random = wire, versions, random
        # {(topic, index): Partition}
        self.partitions = partitions
        self._busy = [place for place, one in partitions.items() if one.high > 0 or one.grows]

    @property
    def _topics(self):
        topics = {}
        for topic, _ in self.partitions:
            topics[topic] = topics.get(topic, 0) + 1
        return topics

    def began(self, place):
        """Somebody has written to the partition for the first time."""
        self._busy.append(place)

    def forget(self, place):
        del self.partitions[place]
        if place in self._busy:
            self._busy.remove(place)

    def _version(self, message):
        return self.random.randint(*self.versions[message.API_KEY])

    def _places(self):
        """Some partitions without repetition, most of them with records, a few that do not exist."""
        random = self.random
        places = random.sample(self._busy, min(len(self._busy), random.choice((0, 1, 1, 2, 5))))
        if random.random() < 0.3:
            places += random.sample(sorted(self.partitions), random.choice((1, 1, 40)))
        if random.random() < 0.1:
            places += [("no-such", 0), (random.choice(sorted(self._topics)), random.choice((-1, 100_000, 2**31 - 1)))]
        random.shuffle(places)
        return list(dict.fromkeys(places))

    # Fetch

    def fetch(self):
        version, random = self._version(FetchRequest), self.random
        asked = {place: self._asked(place, version) for place in self._places()}
        bytes_max = random.choice(SIZES)
        request = self._request(asked, bytes_max)
        if version >= 7 and random.random() < 0.05:
            request.session_id, request.session_epoch = random.randrange(1, 2**31), random.choice((1, 7))
            answer = self.wire.ask(request, version)
            return equal("a fetch in an unknown session", (answer.error_code, answer.responses), (UNKNOWN_SESSION, []))
        request.session_epoch = random.choice((-1, 0))
        answer = self.wire.ask(request, version)
        self._check(answer, asked, version, bytes_max, set(asked))
        if version >= 7 and answer.session_id != 0:
            equal("who asked for a session", request.session_epoch, 0)
            self._go_on(answer.session_id, asked, version, bytes_max)

    def _go_on(self, session, asked, version, bytes_max):
        """The next fetch of a session names only what has changed, and its answer only what has news (KIP-227)."""
        changed = {place: self._asked(place, version) for place in asked if self.random.random() < 0.3}
        gone = {place for place in asked if place not in changed and self.random.random() < 0.2}
        asked = {place: changed.get(place, one) for place, one in asked.items() if place not in gone}
        request = self._request(changed, bytes_max)
        request.session_id, request.session_epoch = session, 1
        request.forgotten_topics_data = [
            FetchRequest.ForgottenTopic(topic=topic, partitions=indexes) for topic, indexes in grouped(gone).items()
        ]
        answer = self.wire.ask(request, version)
        # One that no partition is left in has ended.
        equal("session", (answer.error_code, answer.session_id), (0, session if asked else 0))
        self._check(answer, asked, version, bytes_max, None)
        closing = self._request({}, bytes_max)
        closing.session_id, closing.session_epoch = session, -1
        equal("a closed session", self.wire.ask(closing, version).error_code, 0)

    def _asked(self, place, version):
        """Offset, bytes and epoch to ask for, and the error to be expected."""
        random, one = self.random, self.partitions.get(place)
        epoch = random.choice((-1, 0, 0, 0, 9)) if version >= 9 and random.random() < 0.2 else -1
        if one is None:
            return random.choice((0, 5)), 1000, epoch, UNKNOWN_TOPIC_OR_PARTITION
        offset = random.randint(one.start, one.high)
        if random.random() < 0.03:
            offset = random.choice((one.start - 1, -5, one.high + 10**6))
        out = not one.start <= offset <= one.high
        return offset, random.choice(SIZES), epoch, UNKNOWN_EPOCH if epoch > 0 else OUT_OF_RANGE if out else 0

    def _request(self, asked, bytes_max):
        partition = FetchRequest.FetchTopic.FetchPartition
        return FetchRequest(
            max_wait_ms=self.random.choice((0, 0, 1, 3)),
            min_bytes=self.random.choice((0, 1, 1, 1 << 20)),
            max_bytes=bytes_max,
            isolation_level=self.random.choice((0, 1)),
            topics=[
                FetchRequest.FetchTopic(
                    topic=topic,
                    partitions=[
                        partition(
                            partition=index,
                            fetch_offset=asked[topic, index][0],
                            partition_max_bytes=asked[topic, index][1],
                            current_leader_epoch=asked[topic, index][2],
                        )
                        for index in indexes
                    ],
                )
                for topic, indexes in grouped(asked).items()
            ],
        )

    def _check(self, answer, asked, version, bytes_max, exactly):
        if version >= 7:
            equal("error of a fetch", answer.error_code, 0)
        found = {(topic.topic, one.partition_index): one for topic in answer.responses for one in topic.partitions}
        equal("partitions named twice", sum(len(topic.partitions) for topic in answer.responses), len(found))
        if exactly is not None:
            equal("the partitions", set(found), exactly)
        elif not set(found) <= set(asked):
            raise WrongAnswer(f"partitions {set(found) - set(asked)} are not in the session")
        sizes, single = {}, True
        for place, one in found.items():
            offset, partition_max, _, error = asked[place]
            size = len(one.records or b"")
            equal(f"error of {place} at {offset}", one.error_code, error)
            if one.records is None:
                raise WrongAnswer(f"{place}: null records")
            if error in (UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_EPOCH):
                continue
            known = self.partitions[place]
            known.saw_high(one.high_watermark)
            equal(f"start of {place}", one.log_start_offset if version >= 5 else known.start, known.start)
            equal(f"last stable offset of {place}", one.last_stable_offset, one.high_watermark)
            equal(f"aborted transactions of {place}", one.aborted_transactions or [], [])
            if size:
                equal(f"records with an error at {place}", error, 0)
                sizes[place] = size
                count = known.check_records(offset, one.records)
                single = single and count == 1
                if size > min(partition_max, bytes_max) and count > 1:
                    raise WrongAnswer(f"{size} bytes in {count} batches of {place}, {partition_max} asked for")
        self._check_sizes(sizes, single, asked, bytes_max)

    def _check_sizes(self, sizes, single, asked, bytes_max):
        if sum(sizes.values()) > bytes_max and (len(sizes) > 1 or not single):
            raise WrongAnswer(f"{sizes} bytes, {bytes_max} asked for")
        if sum(size > asked[place][1] for place, size in sizes.items()) > 1:
            raise WrongAnswer(f"more than one partition with more bytes than asked for: {sizes}")
        # Nobody may have to ask again for ever: something comes whenever there is something.
        there = [place for place, one in asked.items() if one[3] == 0 and one[0] < self.partitions[place].known_end]
        if there and not sizes:
            raise WrongAnswer(f"no records, though {there} have some")

    # ListOffsets

    def list_offsets(self):
        version, random = self._version(ListOffsetsRequest), self.random
        asked = {place: self._timestamp(place, version) for place in self._places()}
        partition = ListOffsetsRequest.ListOffsetsTopic.ListOffsetsPartition
        request = ListOffsetsRequest(
            replica_id=-1,
            isolation_level=random.choice((0, 1)),
            topics=[
                ListOffsetsRequest.ListOffsetsTopic(
                    name=topic,
                    partitions=[
                        partition(partition_index=index, timestamp=asked[topic, index], current_leader_epoch=-1)
                        for index in indexes
                    ],
                )
                for topic, indexes in grouped(asked).items()
            ],
        )
        answer = self.wire.ask(request, version)
        found = {(topic.name, one.partition_index): one for topic in answer.topics for one in topic.partitions}
        equal("the partitions", set(found), set(asked))
        for place, one in found.items():
            self._check_offset(place, asked[place], one, version)

    def _timestamp(self, place, version):
        random, one = self.random, self.partitions.get(place)
        times = random.sample(one.times, min(3, len(one.times))) if one else []
        near = [time + random.choice((-1, 0, 1)) for _, time in times]
        return random.choice((-1, -2, -3 if version >= 7 else -2, 0, 2**62, *near))

    def _check_offset(self, place, timestamp, one, version):
        known = self.partitions.get(place)
        if known is None:
            return equal(f"error of {place}", one.error_code, UNKNOWN_TOPIC_OR_PARTITION)
        equal(f"error of {place}", one.error_code, 0)
        if version >= 4:
            equal(f"epoch of {place}", one.leader_epoch, 0)
        if timestamp == -1:
            return known.saw_high(one.offset)
        if timestamp == -2:
            return equal(f"first offset of {place}", one.offset, known.start)
        if known.grows:
            return None
        expected = known.of_largest_time() if timestamp == -3 else known.at_or_after(timestamp)
        return equal(f"offset and time of {place} at {timestamp}", (one.offset, one.timestamp), expected)

    # Metadata, epochs

    def metadata(self):
        version, random = self._version(MetadataRequest), self.random
        names = random.sample(sorted(self._topics), random.randint(0, len(self._topics)))
        unknown = ["no-such"] if random.random() < 0.3 else []
        topic = MetadataRequest.MetadataRequestTopic
        everything = random.random() < 0.2
        request = MetadataRequest(
            topics=(None if version else []) if everything else [topic(name=name) for name in names + unknown],
            allow_auto_topic_creation=False,
        )
        answer = self.wire.ask(request, version)
        found = {one.name: one for one in answer.topics}
        if everything or (version == 0 and not names + unknown):
            if not set(self._topics) <= set(found):
                raise WrongAnswer(f"no word of {set(self._topics) - set(found)}")
        else:
            equal("the topics", sorted(found), sorted(names + unknown))
        equal("brokers", len(answer.brokers), 1)
        for name, one in found.items():
            if name in unknown:
                equal(f"error of {name}", one.error_code, UNKNOWN_TOPIC_OR_PARTITION)
            elif name in self._topics:
                indexes = [partition.partition_index for partition in one.partitions]
                equal(f"partitions of {name}", (one.error_code, indexes), (0, list(range(self._topics[name]))))

    def epochs(self):
        version = self._version(OffsetForLeaderEpochRequest)
        asked = {place: self.random.choice((0, 0, -5)) for place in self._places()}
        topic = OffsetForLeaderEpochRequest.OffsetForLeaderTopic
        request = OffsetForLeaderEpochRequest(
            replica_id=-1,
            topics=[
                topic(
                    topic=name,
                    partitions=[
                        topic.OffsetForLeaderPartition(partition=at, current_leader_epoch=-1, leader_epoch=asked[name, at])
                        for at in indexes
                    ],
                )
                for name, indexes in grouped(asked).items()
            ],
        )
        answer = self.wire.ask(request, version)
        found = {(topic.topic, one.partition): one for topic in answer.topics for one in topic.partitions}
        equal("the partitions", set(found), set(asked))
        for place, one in found.items():
            known = self.partitions.get(place)
            if known is None:
                equal(f"error of {place}", one.error_code, UNKNOWN_TOPIC_OR_PARTITION)
            elif asked[place] == 0:
                equal(f"epoch of {place}", (one.error_code, one.leader_epoch), (0, 0))
                known.saw_high(one.end_offset)
            else:
                equal(f"end of {place}", (one.error_code, one.leader_epoch, one.end_offset), (0, -1, -1))
