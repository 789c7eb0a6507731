"""librdkafka as Debian ships it (kcat's), by its C functions: years older than the one inside confluent-kafka.

The structures are those of rdkafka.h, which are part of its binary interface.
"""

import ctypes
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_int32, c_int64, c_size_t, c_void_p

from harness.clients.confluent import ENDS, librdkafka_options
from harness.clients.places import EARLIEST, Place
from history.changes import Record

MILLISECONDS = 20_000
CONSUMER = 1
TIMED_OUT = -185


class Partition(ctypes.Structure):
    _fields_ = (
        ("topic", c_char_p),
        ("partition", c_int32),
        ("offset", c_int64),
        ("metadata", c_void_p),
        ("metadata_size", c_size_t),
        ("opaque", c_void_p),
        ("err", c_int),
        ("private", c_void_p),
    )


class PartitionList(ctypes.Structure):
    _fields_ = (("count", c_int), ("size", c_int), ("elements", POINTER(Partition)))


class Message(ctypes.Structure):
    _fields_ = (
        ("err", c_int),
        ("topic", c_void_p),
        ("partition", c_int32),
        ("payload", c_void_p),
        ("length", c_size_t),
        ("key", c_void_p),
        ("key_length", c_size_t),
        ("offset", c_int64),
        ("private", c_void_p),
    )


class MetadataTopic(ctypes.Structure):
    _fields_ = (("topic", c_char_p), ("partition_count", c_int), ("partitions", c_void_p), ("err", c_int))


class Metadata(ctypes.Structure):
    _fields_ = (
        ("broker_count", c_int),
        ("brokers", c_void_p),
        ("topic_count", c_int),
        ("topics", POINTER(MetadataTopic)),
    )


POINTERS = {
    "conf_new": c_void_p,
    "new": c_void_p,
    "topic_partition_list_new": POINTER(PartitionList),
    "topic_partition_list_add": POINTER(Partition),
    "consumer_poll": POINTER(Message),
    "message_timestamp": c_int64,
    "topic_name": c_char_p,
    "err2str": c_char_p,
    "version_str": c_char_p,
    "seek_partitions": c_void_p,
}


class Library:
    """The functions of the library without their prefix."""

    def __init__(self):
        self._library = ctypes.CDLL("librdkafka.so.1")

    def __getattr__(self, name):
        function = getattr(self._library, f"rd_kafka_{name}")
        function.restype = POINTERS.get(name, c_int)
        setattr(self, name, function)
        return function


RD = Library()


class LibrdkafkaError(Exception):
    def __init__(self, code):
        super().__init__(RD.err2str(code).decode())


def succeed(code):
    if code:
        raise LibrdkafkaError(code)


class Librdkafka:
    name = f"librdkafka {RD.version_str().decode()}"
    is_open = True

    def __init__(
        self,
        bootstrap,
        group=None,
        reset=EARLIEST,
        fetch_bytes=1 << 20,
        fetch_bytes_min=1,
        fetch_wait_ms=500,
        committed_only=False,
        auto_commit=False,
        extra=None,
    ):
        options = librdkafka_options(
            bootstrap, group, reset, fetch_bytes, fetch_bytes_min, fetch_wait_ms, committed_only, auto_commit, extra
        )
        text, configuration = ctypes.create_string_buffer(500), c_void_p(RD.conf_new())
        for name, value in options.items():
            value = str(value).lower() if isinstance(value, bool) else str(value)
            if RD.conf_set(configuration, name.encode(), value.encode(), text, c_size_t(500)) != 0:
                raise ValueError(text.value.decode())
        self.handle = c_void_p(RD.new(CONSUMER, configuration, text, c_size_t(500)))
        if not self.handle:
            raise ValueError(text.value.decode())
        RD.poll_set_consumer(self.handle)

    def topics(self):
        found = POINTER(Metadata)()
        succeed(RD.metadata(self.handle, 1, None, byref(found), MILLISECONDS))
        try:
            topics = found.contents.topics[: found.contents.topic_count]
            return {one.topic.decode(): one.partition_count for one in topics}
        finally:
            RD.metadata_destroy(found)

    def assign(self, offsets):
        with Places({place: ENDS.get(offset, offset) for place, offset in offsets.items()}) as places:
            succeed(RD.assign(self.handle, places))

    def subscribe(self, names):
        with Places({Place(name, -1): 0 for name in names}) as places:
            succeed(RD.subscribe(self.handle, places))

    def assignment(self):
        found = POINTER(PartitionList)()
        succeed(RD.assignment(self.handle, byref(found)))
        places = {Place(one.topic.decode(), one.partition) for one in found.contents.elements[: found.contents.count]}
        RD.topic_partition_list_destroy(found)
        return places

    def poll(self, seconds):
        records, wait = [], int(1000 * seconds)
        while len(records) < 1000 and (message := RD.consumer_poll(self.handle, wait)):
            try:
                succeed(message.contents.err)
                records.append(_record(message))
            finally:
                RD.message_destroy(message)
            wait = 0
        return records

    def seek(self, place, offset):
        with Places({place: offset}) as places:
            if error := RD.seek_partitions(self.handle, places, MILLISECONDS):
                raise LibrdkafkaError(RD.error_code(c_void_p(error)))

    def pause(self, place):
        with Places({place: 0}) as places:
            succeed(RD.pause_partitions(self.handle, places))

    def resume(self, place):
        with Places({place: 0}) as places:
            succeed(RD.resume_partitions(self.handle, places))

    def position(self, place):
        with Places({place: 0}) as places:
            succeed(RD.position(self.handle, places))
            return _offset(places)

    def watermarks(self, place):
        low, high = c_int64(), c_int64()
        # The first call after the start may come before the library knows who leads.
        deadline = time.monotonic() + MILLISECONDS / 1000
        while True:
            code = RD.query_watermark_offsets(
                self.handle, place.topic.encode(), place.partition, byref(low), byref(high), MILLISECONDS
            )
            if code != TIMED_OUT or time.monotonic() > deadline:
                break
        succeed(code)
        return low.value, high.value

    def offset_at(self, place, milliseconds):
        with Places({place: milliseconds}) as places:
            succeed(RD.offsets_for_times(self.handle, places, MILLISECONDS))
            return _offset(places)

    def commit(self, offsets):
        with Places(offsets) as places:
            succeed(RD.commit(self.handle, places, 0))

    def committed(self, place):
        with Places({place: 0}) as places:
            succeed(RD.committed(self.handle, places, MILLISECONDS))
            return _offset(places)

    def close(self):
        self.is_open = False
        succeed(RD.consumer_close(self.handle))
        RD.destroy(self.handle)


class Places:
    """A list of partitions for one call; `offset` is what the call makes of it."""

    def __init__(self, offsets):
        self._list = RD.topic_partition_list_new(len(offsets))
        for place, offset in offsets.items():
            RD.topic_partition_list_add(self._list, place.topic.encode(), place.partition).contents.offset = offset

    def __enter__(self):
        return self._list

    def __exit__(self, *_):
        RD.topic_partition_list_destroy(self._list)


def _offset(places):
    """The offset of the only partition, None when there is none."""
    only = places.contents.elements[0]
    succeed(only.err)
    return only.offset if only.offset >= 0 else None


def _record(message):
    one = message.contents
    return Record(
        RD.topic_name(c_void_p(one.topic)).decode(),
        one.partition,
        one.offset,
        ctypes.string_at(one.key, one.key_length) if one.key else None,
        ctypes.string_at(one.payload, one.length) if one.payload else None,
        RD.message_timestamp(message, None),
        _headers(message),
    )


def _headers(message):
    headers, found = c_void_p(), []
    if RD.message_headers(message, byref(headers)) != 0:
        return ()
    name, value, size = c_char_p(), c_void_p(), c_size_t()
    while RD.header_get_all(headers, c_size_t(len(found)), byref(name), byref(value), byref(size)) == 0:
        found.append((name.value.decode(), ctypes.string_at(value, size.value) if value else None))
    return tuple(found)
