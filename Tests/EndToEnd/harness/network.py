"""A way to a server that can be made slow, and where the system allows it, cut."""

import contextlib
import ctypes
import os
import queue
import random
import shutil
import socket
import subprocess
import threading
import time

CLONE_NEWNET = 0x40000000


class Link:
    """A cable to a machine of its own: a pair of virtual network cards, one of them in another network namespace."""

    def __init__(self):
        number = random.randrange(1, 250)
        self.here, self.there = f"10.213.{number}.1", f"10.213.{number}.2"
        self.names = f"leat{number}a", f"leat{number}b"
        self.process = None

    def open(self):
        """False where the system does not let us."""
        if os.geteuid() != 0 or not all(map(shutil.which, ("ip", "unshare", "nsenter"))):
            return False
        self.process = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])
        own = os.readlink("/proc/self/ns/net")
        deadline = time.monotonic() + 5
        while os.readlink(f"/proc/{self.process.pid}/ns/net") == own:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.close()
                return False
            time.sleep(0.02)
        near, far = self.names
        try:
            self._ip("link", "add", "name", near, "type", "veth", "peer", "name", far)
            self._ip("link", "set", far, "netns", str(self.process.pid))
            self._ip("addr", "add", f"{self.here}/30", "dev", near)
            self._ip("link", "set", near, "up")
            self._there("addr", "add", f"{self.there}/30", "dev", far)
            self._there("link", "set", far, "up")
        except subprocess.CalledProcessError:
            self.close()
            return False
        return True

    def _ip(self, *arguments):
        subprocess.run(["ip", *arguments], check=True, capture_output=True)

    def _there(self, *arguments):
        subprocess.run(
            ["nsenter", "-t", str(self.process.pid), "-n", "ip", *arguments], check=True, capture_output=True
        )

    def listener(self):
        """A socket that listens at the far end. The namespace is the thread's, so a thread of its own makes it."""
        made = []

        def make():
            with open(f"/proc/{self.process.pid}/ns/net", encoding="ascii") as namespace:
                if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) == 0:
                    made.append(socket.create_server((self.there, 0)))

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        return made[0]

    @contextlib.contextmanager
    def cut(self):
        """Nothing arrives at the other end, and nothing says so."""
        self._there("link", "set", self.names[1], "down")
        try:
            yield
        finally:
            self._there("link", "set", self.names[1], "up")

    def close(self):
        if self.process is not None:
            subprocess.run(["ip", "link", "del", self.names[0]], check=False, capture_output=True)
            self.process.kill()
            self.process.wait()
            self.process = None


class Proxy:
    """Passes connections on to a local port, later and slower as told; behind a `link` if there is one."""

    def __init__(self, port, link=None):
        self.target, self.link = port, link
        self.delay, self.bytes_per_second = 0.0, None
        self._listener = link.listener() if link else socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self._listener.getsockname()[:2]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target), timeout=10)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        for source, target in ((client, server), (server, client)):
            pieces = queue.Queue(maxsize=256)
            threading.Thread(target=self._read, args=(source, pieces), daemon=True).start()
            threading.Thread(target=self._write, args=(pieces, source, target), daemon=True).start()

    def _read(self, source, pieces):
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                pieces.put((time.monotonic(), data))
        pieces.put((time.monotonic(), b""))

    def _write(self, pieces, source, target):
        with contextlib.suppress(OSError):
            while True:
                came, data = pieces.get()
                while (wait := came + self.delay - time.monotonic()) > 0:
                    time.sleep(min(wait, 0.05))
                if not data:
                    break
                target.sendall(data)
                if self.bytes_per_second:
                    time.sleep(len(data) / self.bytes_per_second)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def slow(self, delay=0.0, bytes_per_second=None):
        """Everything takes `delay` seconds longer, each way, or each connection carries only so much."""
        self.delay, self.bytes_per_second = delay, bytes_per_second
        try:
            yield
        finally:
            self.delay, self.bytes_per_second = 0.0, None

    def close(self):
        self._listener.close()
