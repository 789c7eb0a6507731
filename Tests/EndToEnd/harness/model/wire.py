"""One connection that speaks any version of any API; the messages are put on the wire by kafka-python's codecs, not ours.

    length i32 | api i16 | version i16 | correlation i32 | client id | (tagged fields) | body …
    length i32 | correlation i32 | (tagged fields) | body …
"""

import socket
import struct

from kafka.protocol import admin, consumer, metadata, producer

SECONDS = 20


def _messages():
    found = {}
    for module in (admin, consumer, metadata, producer):
        for name in dir(module):
            if name.endswith("Request") and hasattr(module, answer := name.removesuffix("Request") + "Response"):
                message = getattr(module, name)
                found[message.API_KEY] = message, getattr(module, answer)
    return found


# {API key: (request, response)}
MESSAGES = _messages()


class WrongAnswer(AssertionError):
    """The server said something that cannot be right."""


class ConnectionEnded(WrongAnswer):
    """The server has closed the connection instead of an answer."""


class Wire:
    def __init__(self, bootstrap, client_id="model"):
        self._address, self._client_id, self._correlation = bootstrap, client_id, 0
        self.connect()

    def connect(self):
        host, _, port = self._address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)), timeout=SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        self._socket.close()

    def send(self, request, version):
        self._correlation += 1
        request.API_VERSION = version
        request.with_header(correlation_id=self._correlation, client_id=self._client_id)
        self._socket.sendall(request.encode(header=True, framed=True))

    def ask(self, request, version):
        """The answer, which must be there in time and must end where the message ends."""
        self.send(request, version)
        frame = self._receive(struct.unpack(">i", self._receive(4))[0])
        answer = MESSAGES[request.API_KEY][1].decode(frame, version=version, header=True)
        if answer.header.correlation_id != self._correlation:
            raise WrongAnswer(f"an answer to {answer.header.correlation_id} to request {self._correlation}")
        if answer.encode(header=True) != frame:
            raise WrongAnswer(f"{len(frame)} bytes are not what they are read as: {answer}")
        return answer

    def _receive(self, size):
        parts = bytearray()
        while len(parts) < size:
            try:
                part = self._socket.recv(size - len(parts))
            except ConnectionResetError:
                part = b""
            if not part:
                raise ConnectionEnded("the connection was closed")
            parts += part
        return bytes(parts)
