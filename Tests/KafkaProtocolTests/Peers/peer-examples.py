#!/usr/bin/env python3
"""Writes PeerMessages.swift: messages with known values, put on the wire by kafka-python's own encoder.

The examples of the definitions tell the order and the kinds of fields; these tell that each value stands under the
right name. PeerMessageTests builds the same messages with our types and compares the bytes.

    python3 Tests/KafkaProtocolTests/Peers/peer-examples.py     (needs kafka-python 3)
"""
import os
import uuid

from kafka.protocol.admin import *
from kafka.protocol.producer import *
from kafka.protocol.sasl import *
from kafka.protocol.consumer import *


C, R = CreateTopicsRequest, CreateTopicsResponse
EXAMPLES = {  # our name of the API: (first version, last version, request, response)
    "offsetDelete": (0, 0,
        OffsetDeleteRequest(group_id="group", topics=[OffsetDeleteRequest.OffsetDeleteRequestTopic(name="orders",
            partitions=[OffsetDeleteRequest.OffsetDeleteRequestTopic.OffsetDeleteRequestPartition(partition_index=index)
                for index in (3, 5)])]),
        OffsetDeleteResponse(error_code=69, throttle_time_ms=11, topics=[
            OffsetDeleteResponse.OffsetDeleteResponseTopic(name="orders", partitions=[
                OffsetDeleteResponse.OffsetDeleteResponseTopic.OffsetDeleteResponsePartition(
                    partition_index=3, error_code=86)])])),
    "initProducerID": (0, 4,
        InitProducerIdRequest(transactional_id="tx", transaction_timeout_ms=60000, producer_id=1 << 40,
            producer_epoch=9),
        InitProducerIdResponse(throttle_time_ms=11, error_code=47, producer_id=1 << 41, producer_epoch=10)),
    "saslHandshake": (0, 1,
        SaslHandshakeRequest(mechanism="SCRAM-SHA-256"),
        SaslHandshakeResponse(error_code=33, mechanisms=["PLAIN", "SCRAM-SHA-512"])),
    "saslAuthenticate": (0, 2,
        SaslAuthenticateRequest(auth_bytes=b"\0user\0secret"),
        SaslAuthenticateResponse(error_code=58, error_message="wrong", auth_bytes=b"v=1", session_lifetime_ms=3600000)),
    "createTopics": (2, 7,
        C(timeout_ms=30000, validate_only=True, topics=[
            C.CreatableTopic(name="orders", num_partitions=-1, replication_factor=-1, assignments=[
                C.CreatableTopic.CreatableReplicaAssignment(partition_index=1, broker_ids=[4, 6])],
                configs=[C.CreatableTopic.CreatableTopicConfig(name="retention.ms", value="1000"),
                         C.CreatableTopic.CreatableTopicConfig(name="x", value=None)]),
            C.CreatableTopic(name="trades", num_partitions=12, replication_factor=1, assignments=[], configs=[])]),
        R(throttle_time_ms=11, topics=[
            R.CreatableTopicResult(name="orders", topic_id=uuid.UUID(int=(7 << 64) + 8), error_code=36,
                error_message="exists", topic_config_error_code=0, num_partitions=12, replication_factor=1,
                configs=[R.CreatableTopicResult.CreatableTopicConfigs(name="retention.ms", value="1000",
                    read_only=True, config_source=5, is_sensitive=False)])])),
    "deleteTopics": (1, 5,
        DeleteTopicsRequest(topic_names=["orders", "trades"], topics=[], timeout_ms=30000),
        DeleteTopicsResponse(throttle_time_ms=11, responses=[DeleteTopicsResponse.DeletableTopicResult(
            name="orders", error_code=3, error_message="none such")])),
    "deleteRecords": (0, 2,
        DeleteRecordsRequest(timeout_ms=30000, topics=[DeleteRecordsRequest.DeleteRecordsTopic(name="orders",
            partitions=[DeleteRecordsRequest.DeleteRecordsTopic.DeleteRecordsPartition(
                partition_index=3, offset=-1)])]),
        DeleteRecordsResponse(throttle_time_ms=11, topics=[DeleteRecordsResponse.DeleteRecordsTopicResult(name="orders",
            partitions=[DeleteRecordsResponse.DeleteRecordsTopicResult.DeleteRecordsPartitionResult(partition_index=3,
                low_watermark=1 << 40, error_code=1)])])),
    "createPartitions": (0, 3,
        CreatePartitionsRequest(timeout_ms=30000, validate_only=True, topics=[
            CreatePartitionsRequest.CreatePartitionsTopic(name="orders", count=24, assignments=None),
            CreatePartitionsRequest.CreatePartitionsTopic(name="trades", count=2, assignments=[
                CreatePartitionsRequest.CreatePartitionsTopic.CreatePartitionsAssignment(broker_ids=[4, 6])])]),
        CreatePartitionsResponse(throttle_time_ms=11, results=[CreatePartitionsResponse.CreatePartitionsTopicResult(
            name="orders", error_code=37, error_message="fewer")])),
    "alterConfigs": (0, 2,
        AlterConfigsRequest(validate_only=True, resources=[AlterConfigsRequest.AlterConfigsResource(
            resource_type=2, resource_name="orders", configs=[AlterConfigsRequest.AlterConfigsResource.AlterableConfig(
                name="retention.ms", value="1000")])]),
        AlterConfigsResponse(throttle_time_ms=11, responses=[AlterConfigsResponse.AlterConfigsResourceResponse(
            error_code=40, error_message="unknown", resource_type=2, resource_name="orders")])),
    "incrementalAlterConfigs": (0, 1,
        IncrementalAlterConfigsRequest(validate_only=True, resources=[
            IncrementalAlterConfigsRequest.AlterConfigsResource(resource_type=4, resource_name="1", configs=[
                IncrementalAlterConfigsRequest.AlterConfigsResource.AlterableConfig(
                    name="retention.ms", config_operation=1, value=None)])]),
        IncrementalAlterConfigsResponse(throttle_time_ms=11, responses=[
            IncrementalAlterConfigsResponse.AlterConfigsResourceResponse(
                error_code=40, error_message="unknown", resource_type=4, resource_name="1")])),
}
lines = [
    "// Generated by Tests/KafkaProtocolTests/Peers/peer-examples.py with kafka-python's encoder. Do not edit.", "",
    "let peerMessages: [PeerMessage] = [",
]
for api, (first, last, request, response) in EXAMPLES.items():
    for version in range(first, last + 1):
        request.API_VERSION = version
        request.with_header(correlation_id=7, client_id="peer")
        whole = request.encode(version=version, header=True, framed=True).hex()
        body = response.encode(version=version).hex()
        lines.append(f'    PeerMessage(.{api}, {version}, request: "{whole}",')
        lines.append(f'        response: "{body}"),')
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "PeerMessages.swift"), "w") as file:
    file.write("\n".join(lines + ["]", ""]))
