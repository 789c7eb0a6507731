"""Makes inputs of the request decoder's fuzz target of what clients really sent, of what kafka-python writes, and of
the examples of every message in every version."""

import re
import sys
from pathlib import Path

tests = Path(__file__).parents[2] / "KafkaProtocolTests"
out = Path(sys.argv[1])
source = (Path(__file__).parents[3] / "Sources/KafkaProtocol/APIKey.swift").read_text()
keys = {name: int(key) for name, key in re.findall(r"case (\w+) = (\d+)", source)}
flexible = {}
for names, first in re.findall(r"case (\.[\w., ]+): (\d+)\n", source.split("var flexibleFrom")[1]):
    for name in re.findall(r"\w+", names):
        flexible[name] = int(first)


def int16(value):
    return value.to_bytes(2, "big")


recorded = (tests / "Recorded/RecordedRequests.swift").read_text()
requests = [bytes.fromhex("".join(text.split())) for text in re.findall(r'"""\n([0-9a-f\s]+)"""', recorded)]
responses = []
peers = (tests / "Peers/PeerMessages.swift").read_text()
requests += [bytes.fromhex(text)[4:] for text in re.findall(r'request: "([0-9a-f]+)"', peers)]
for kind in ("Requests", "Responses"):
    text = (tests / f"Definitions/Defined{kind}.swift").read_text()
    for name, version, body in re.findall(r'DefinedMessage\(\.(\w+), (\d+), "([0-9a-f]*)"\)', text):
        version = int(version)
        start, tags = int16(keys[name]) + int16(version), version >= flexible.get(name, 99)
        if kind == "Requests":
            header = start + b"\0\0\0\7" + int16(6) + b"client"
            requests.append(header + b"\0" * tags + bytes.fromhex(body))
        else:
            header = start + b"\0\0\0\7"
            responses.append(header + b"\0" * (tags and name != "apiVersions") + bytes.fromhex(body))
assert len(requests) > 300 and len(responses) > 250, (len(requests), len(responses))
for kind, messages in enumerate((requests, responses)):
    for number, message in enumerate(messages):
        (out / f"seed-{kind}-{number}").write_bytes(bytes([kind]) + message)
