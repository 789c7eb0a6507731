"""The Kafka clients that people use, each behind the same few methods, so that one test asks them all.

The Java client takes part where a Java runtime and its jars are (harness/clients/java.py).

A client is made with (bootstrap, **options): `group`, `reset` (where it begins without a commit), `fetch_bytes` (of a
partition), `fetch_bytes_min`, `fetch_wait_ms`, `committed_only` (read_committed), `auto_commit`, `extra` (options by the
client's own names). Offsets may be EARLIEST or LATEST where a place is assigned.

    topics()                          {name: number of partitions}
    assign({place: offset})           subscribe(names)          assignment()
    poll(seconds)                     records, none when nothing came in that time
    seek(place, offset)               pause(place)              resume(place)           position(place)
    watermarks(place)                 offset_at(place, milliseconds), None behind the last record
    commit({place: offset})           committed(place), None without one
    close()
"""

from harness.clients.confluent import Confluent
from harness.clients.java import Java
from harness.clients.kafka_python import KafkaPython
from harness.clients.librdkafka import Librdkafka
from harness.clients.places import EARLIEST, LATEST, Place

CLIENTS = (Confluent, KafkaPython, Librdkafka, *((Java,) if Java.is_available else ()))

__all__ = ["CLIENTS", "EARLIEST", "LATEST", "Confluent", "Java", "KafkaPython", "Librdkafka", "Place"]
