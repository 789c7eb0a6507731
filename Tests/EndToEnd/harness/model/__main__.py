"""python -m harness.model BOOTSTRAP SEED NAME COUNT GROWING TOPIC…: a process that sends COUNT random requests.

The TOPICs stand still; somebody may write to GROWING (`-` for none). It ends with 1 and the failed request, or prints
how many requests of each API it sent. The same arguments send the same requests, but for what GROWING gets meanwhile.
"""

import collections
import random
import sys
import traceback

from kafka.protocol.consumer import FetchRequest
from kafka.protocol.metadata import ApiVersionsRequest, MetadataRequest

from harness.model.arbitrary import Arbitrary
from harness.model.groups import Groups
from harness.model.partition import Partition
from harness.model.reads import Reads
from harness.model.wire import MESSAGES, ConnectionEnded, Wire, WrongAnswer
from harness.model.writes import Writes

PRODUCE, JOIN = 0, 11
SASL = (17, 36)
# APIs that change topics: their random requests name none that the model compares.
CHANGING = (0, 19, 20, 21, 33, 37, 44)


class Model:
    def __init__(self, bootstrap, seed, name, growing, topics):
        self.random = random.Random(f"{seed} {name}")
        self.wire = Wire(bootstrap)
        answer = self.wire.ask(ApiVersionsRequest(), 0)
        self.versions = {one.api_key: (one.min_version, one.max_version) for one in answer.api_keys}
        if unknown := self.versions.keys() - MESSAGES.keys() - set(SASL):
            raise WrongAnswer(f"APIs {unknown} are advertised: what are they?")
        partitions = self._partitions(growing, topics)
        counts = {topic: sum(place[0] == topic for place in partitions) for topic in topics}
        self.reads = Reads(self.wire, self.versions, self.random, partitions)
        self.groups = Groups(self.wire, self.versions, self.random, name, counts)
        self.writes = Writes(self.wire, self.versions, self.random, name, self.reads)
        groups, mine = [f"{name}-random-{number}" for number in range(30)], [f"{name}-topic-{n}" for n in range(4)]
        odd = ["", "ø" * 100, "a\0b", "../x", "range"]
        # Never in a request that could make it.
        unknown = [*odd, "no-such"]
        self.changing = Arbitrary(self.random, {"topicName": mine + odd, "groupId": groups + odd, None: mine + odd})
        self.asking = Arbitrary(
            self.random, {"topicName": [*topics, *unknown], "groupId": groups + odd, None: [*topics, *unknown]}
        )
        self.sent = collections.Counter()

    def _partitions(self, growing, topics):
        request = MetadataRequest(topics=[MetadataRequest.MetadataRequestTopic(name=name) for name in (*topics, growing)])
        found = {}
        for topic in self.wire.ask(request, 4).topics:
            for one in topic.partitions:
                place = topic.name, one.partition_index
                found[place] = self._filled(place, topic.name == growing)
        return found

    def _filled(self, place, grows):
        """The partition as one plain Fetch after the other finds it."""
        known = Partition(grows=True)
        while True:
            partition = FetchRequest.FetchTopic.FetchPartition(
                partition=place[1], fetch_offset=known.known_end, partition_max_bytes=50 << 20
            )
            topic = FetchRequest.FetchTopic(topic=place[0], partitions=[partition])
            request = FetchRequest(max_wait_ms=0, min_bytes=0, max_bytes=50 << 20, session_epoch=-1, topics=[topic])
            (answer,) = self.wire.ask(request, 7).responses[0].partitions
            known.saw_high(answer.high_watermark)
            if answer.error_code or known.check_records(known.known_end, answer.records) == 0:
                break
        if known.known_end != known.high:
            raise WrongAnswer(f"{place}: error {answer.error_code}, records up to {known.known_end} of {known.high}")
        known.grows = grows
        return known

    def run(self, count):
        steps = {
            self.reads.fetch: 400,
            self.reads.list_offsets: 150,
            self.reads.metadata: 30,
            self.reads.epochs: 40,
            self.groups.commit: 60,
            self.groups.committed: 100,
            self.groups.delete: 5,
            self.groups.list: 5,
            self.groups.member: 0.3,
            self.writes.produce: 60,
            self.writes.change: 4,
            self.anything: 250,
        }
        for step in self.random.choices(list(steps), list(steps.values()), k=count):
            self.step = step.__name__
            step()
            self.sent[self.step] += 1

    def anything(self):
        """A request of any API with arbitrary contents: whatever the answer, it is whole and in time."""
        api = self.random.choice(sorted(self.versions.keys() - set(SASL)))
        # A member that joined and never comes again holds its group up for as long as it said.
        if api == JOIN and self.random.random() < 0.9:
            return
        version = self.random.randint(*self.versions[api])
        arbitrary = self.changing if api in CHANGING else self.asking
        request = arbitrary.request(MESSAGES[api][0], version)
        self.step = f"any {MESSAGES[api][0].__name__.removesuffix('Request')}"
        if api == PRODUCE and request.acks == 0:
            self._unanswered(request, version)
        else:
            self.wire.ask(request, version)

    def _unanswered(self, request, version):
        """Without an answer the end of the connection is the only sign that something was not stored."""
        self.wire.send(request, version)
        is_refused = any(topic.partition_data for topic in request.topic_data)
        try:
            self.wire.ask(ApiVersionsRequest(), 0)
        except ConnectionEnded:
            if not is_refused:
                raise
            self.wire.connect()


def main(bootstrap, seed, name, count, growing, *topics):
    model = None
    try:
        model = Model(bootstrap, seed, name, growing, topics)
        model.run(int(count))
    except Exception:
        done = model.sent.total() if model else 0
        print(f"seed {seed}, {name}: request {done} ({getattr(model, 'step', 'setting up')}) failed", file=sys.stderr)
        traceback.print_exc()
        return 1
    print(", ".join(f"{step} {times}" for step, times in model.sent.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
