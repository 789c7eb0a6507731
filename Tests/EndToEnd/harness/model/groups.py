"""Committed offsets, and the life of a member from FindCoordinator to LeaveGroup."""

from kafka.protocol.admin import DeleteGroupsRequest, DescribeGroupsRequest, ListGroupsRequest
from kafka.protocol.consumer import (
    HeartbeatRequest,
    JoinGroupRequest,
    LeaveGroupRequest,
    OffsetCommitRequest,
    OffsetFetchRequest,
    SyncGroupRequest,
)
from kafka.protocol.metadata import FindCoordinatorRequest

from harness.model.reads import UNKNOWN_TOPIC_OR_PARTITION, equal, grouped
from harness.model.wire import WrongAnswer

UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND, MEMBER_ID_REQUIRED, ILLEGAL_GENERATION = 25, 69, 79, 22
METADATA = ("", "here", "Grüße 🚚", "x" * 4096)


class Groups:
    """The groups of one model; nobody else uses their names."""

    def __init__(self, wire, versions, random, prefix, topics):
        self.wire, self.versions, self.random, self.prefix = wire, versions, random, prefix
        self._topics = topics
        self.names = [f"{prefix}-{number}" for number in range(5)]
        # {group: {(topic, index): (offset, metadata, epoch)}}
        self._committed = {name: {} for name in self.names}
        self._members = 0

    def _version(self, message):
        return self.random.randint(*self.versions[message.API_KEY])

    def _some(self, count):
        topics = [self.random.choice(sorted(self._topics)) for _ in range(count)]
        return list(dict.fromkeys((topic, self.random.randrange(self._topics[topic])) for topic in topics))

    # Offsets

    def commit(self, group=None, generation=-1, member=""):
        version, random = self._version(OffsetCommitRequest), self.random
        group = group or random.choice(self.names)
        places = self._some(random.choice((0, 1, 1, 2, 5))) + ([("no-such", 3)] if random.random() < 0.1 else [])
        asked = {
            place: (random.choice((0, 1, random.randrange(2**40))), random.choice(METADATA), random.choice((-1, 0)))
            for place in places
        }
        topic = OffsetCommitRequest.OffsetCommitRequestTopic
        request = OffsetCommitRequest(
            group_id=group,
            generation_id_or_member_epoch=generation,
            member_id=member,
            topics=[
                topic(
                    name=name,
                    partitions=[
                        topic.OffsetCommitRequestPartition(
                            partition_index=index,
                            committed_offset=asked[name, index][0],
                            committed_metadata=asked[name, index][1],
                            committed_leader_epoch=asked[name, index][2],
                        )
                        for index in indexes
                    ],
                )
                for name, indexes in grouped(asked).items()
            ],
        )
        answer = self.wire.ask(request, version)
        found = {(one.name, part.partition_index): part.error_code for one in answer.topics for part in one.partitions}
        unknown = {place: UNKNOWN_TOPIC_OR_PARTITION for place in asked if place[0] == "no-such"}
        equal(f"errors of a commit by {group}", found, dict.fromkeys(asked, 0) | unknown)
        for place in asked.keys() - unknown.keys():
            offset, metadata, epoch = asked[place]
            self._committed.setdefault(group, {})[place] = (offset, metadata, epoch if version >= 6 else -1)

    def committed(self):
        version, random = self._version(OffsetFetchRequest), self.random
        groups = random.sample(self.names, random.choice((1, 1, 2))) if version >= 8 else [random.choice(self.names)]
        everything = version >= 2 and random.random() < 0.3
        places = self._some(random.choice((0, 1, 4)))
        topics = None if everything else grouped(places).items()
        if version >= 8:
            group = OffsetFetchRequest.OffsetFetchRequestGroup
            topic = group.OffsetFetchRequestTopics
            request = OffsetFetchRequest(
                groups=[
                    group(
                        group_id=name,
                        topics=topics and [topic(name=one, partition_indexes=indexes) for one, indexes in topics],
                    )
                    for name in groups
                ]
            )
            if not everything and not topics:
                for one in request.groups:
                    one.topics = []
        else:
            topic = OffsetFetchRequest.OffsetFetchRequestTopic
            asked = None if everything else [topic(name=one, partition_indexes=indexes) for one, indexes in topics]
            request = OffsetFetchRequest(group_id=groups[0], topics=asked)
        answer = self.wire.ask(request, version)
        answers = {one.group_id: one for one in answer.groups} if version >= 8 else {groups[0]: answer}
        equal("the groups", set(answers), set(groups))
        for name, one in answers.items():
            if version >= 2:
                equal(f"error of {name}", one.error_code, 0)
            known = self._committed[name]
            expected = known if everything else {place: known.get(place, (-1, "", -1)) for place in places}
            found = {
                (topic.name, part.partition_index): (
                    part.committed_offset,
                    part.metadata,
                    part.committed_leader_epoch if version >= 5 else expected.get((topic.name, part.partition_index), (0, 0, 0))[2],
                )
                for topic in one.topics
                for part in topic.partitions
            }
            equal(f"what {name} committed", found, expected)

    def delete(self):
        names = self.random.sample(self.names, 2)
        answer = self.wire.ask(DeleteGroupsRequest(groups_names=names), self._version(DeleteGroupsRequest))
        expected = {name: 0 if self._committed[name] else GROUP_ID_NOT_FOUND for name in names}
        equal("deleted groups", {one.group_id: one.error_code for one in answer.results}, expected)
        for name in names:
            self._committed[name] = {}

    def list(self):
        answer = self.wire.ask(ListGroupsRequest(), self._version(ListGroupsRequest))
        found = {one.group_id for one in answer.groups} & set(self.names)
        equal("groups", (answer.error_code, found), (0, {name for name in self.names if self._committed[name]}))

    # Members

    def member(self):
        """Joins a group of its own as its only member, is given what it gave, commits, and leaves."""
        self._members += 1
        group, random = f"{self.prefix}-member-{self._members}", self.random
        answer = self.wire.ask(
            FindCoordinatorRequest(key=group, key_type=0, coordinator_keys=[group]), self._version(FindCoordinatorRequest)
        )
        codes = [one.error_code for one in answer.coordinators] or [answer.error_code]
        equal(f"coordinator of {group}", codes, [0])
        member, generation, version = self._join(group)
        share = random.randbytes(random.choice((0, 10, 3000)))
        sync = SyncGroupRequest(
            group_id=group,
            generation_id=generation,
            member_id=member,
            protocol_type="consumer",
            protocol_name="range",
            assignments=[SyncGroupRequest.SyncGroupRequestAssignment(member_id=member, assignment=share)],
        )
        answer = self.wire.ask(sync, self._version(SyncGroupRequest))
        equal(f"assignment of {group}", (answer.error_code, bytes(answer.assignment)), (0, share))
        self._beats(group, member, generation, 0)
        self._beats(group, member, generation + 1, ILLEGAL_GENERATION)
        self._beats(group, "somebody", generation, UNKNOWN_MEMBER_ID)
        self.commit(group, generation, member)
        answer = self.wire.ask(DescribeGroupsRequest(groups=[group]), self._version(DescribeGroupsRequest))
        (one,) = answer.groups
        found = (one.error_code, one.group_state, [bytes(each.member_assignment) for each in one.members])
        equal(f"description of {group}", found, (0, "Stable", [share]))
        self._leave(group, member)
        self._beats(group, member, generation, UNKNOWN_MEMBER_ID)
        self.wire.ask(DeleteGroupsRequest(groups_names=[group]), self._version(DeleteGroupsRequest))
        self._committed.pop(group, None)

    def _join(self, group):
        version = self._version(JoinGroupRequest)
        request = JoinGroupRequest(
            group_id=group,
            session_timeout_ms=10_000,
            rebalance_timeout_ms=10_000,
            member_id="",
            protocol_type="consumer",
            protocols=[JoinGroupRequest.JoinGroupRequestProtocol(name="range", metadata=b"\0\0")],
        )
        answer = self.wire.ask(request, version)
        if version >= 4:
            equal(f"first answer to {group}", answer.error_code, MEMBER_ID_REQUIRED)
            request.member_id = answer.member_id
            answer = self.wire.ask(request, version)
        if answer.error_code != 0 or answer.leader != answer.member_id or len(answer.members) != 1:
            raise WrongAnswer(f"not the leader of {group}: {answer}")
        return answer.member_id, answer.generation_id, version

    def _beats(self, group, member, generation, expected):
        request = HeartbeatRequest(group_id=group, generation_id=generation, member_id=member)
        equal(f"heartbeat in {group}", self.wire.ask(request, self._version(HeartbeatRequest)).error_code, expected)

    def _leave(self, group, member):
        version = self._version(LeaveGroupRequest)
        identity = LeaveGroupRequest.MemberIdentity(member_id=member)
        request = LeaveGroupRequest(group_id=group, member_id=member, members=[identity] if version >= 3 else [])
        answer = self.wire.ask(request, version)
        equal(f"end of {group}", [answer.error_code, *(one.error_code for one in answer.members or ())][-1], 0)
