"""python -m harness.clients.follow KIND BOOTSTRAP TOPIC GROUP FILE: a process that reads TOPIC until SIGTERM.

KIND is the name of a class of clients. It writes a line for each record: partition, offset, value. With GROUP `-` it
reads all partitions from the earliest, else it subscribes as a member and commits by itself, as the client does it.
"""

import signal
import sys

from harness import clients
from harness.clients.places import EARLIEST, Place


def main(kind, bootstrap, topic, group, file):
    stops = []
    signal.signal(signal.SIGTERM, lambda *_: stops.append(True))
    is_member = group != "-"
    extra = {"partition.assignment.strategy": "range"} if kind in ("Confluent", "Librdkafka") and is_member else None
    client = getattr(clients, kind)(bootstrap, group=group if is_member else None, auto_commit=is_member, extra=extra)
    if is_member:
        client.subscribe([topic])
    else:
        client.assign({Place(topic, index): EARLIEST for index in range(client.topics()[topic])})
    with open(file, "a", encoding="utf-8") as lines:
        while not stops:
            try:
                records = client.poll(0.2)
            except Exception as error:
                # What a program would log before it polls again; a client that has given up says it again and again.
                print(f"{kind}: {error}", file=sys.stderr, flush=True)
                continue
            lines.writelines(f"{one.partition} {one.offset} {one.value.decode()}\n" for one in records)
            lines.flush()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
