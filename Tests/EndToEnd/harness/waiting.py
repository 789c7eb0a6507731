"""Waiting for something with a limit, and free ports."""

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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
