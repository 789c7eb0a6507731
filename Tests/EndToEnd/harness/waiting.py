"""Waiting for something with a limit, and free ports."""

import contextlib
import random
import socket
import time


def wait_until(what, condition, seconds=30, pause=0.1):
    """Call `condition` until it gives something true, which is the result; `what` names it when time is up."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(pause)
    return result


def free_port():
    """A free port below those that outgoing connections get: no client can sit on it between restarts."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
