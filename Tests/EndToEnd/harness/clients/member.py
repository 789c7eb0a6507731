"""A client that polls in a thread of its own, as members of a group do."""

import threading


class Member:
    """Reads from its start until `stop`; `records` and `assignment` may be looked at meanwhile."""

    def __init__(self, client, topics):
        self.client, self.records, self.assignment, self.failure = client, [], set(), None
        self._stop = threading.Event()
        client.subscribe(topics)
        self._thread = threading.Thread(target=self._run, daemon=True, name=client.name)
        self._thread.start()

    def _run(self):
        try:
            while not self._stop.is_set():
                self.records.extend(self.client.poll(0.2))
                self.assignment = self.client.assignment()
            self.client.close()
        except Exception as failure:
            self.failure = failure

    def stop(self):
        """Leave the group."""
        self._stop.set()
        self._thread.join(30)
        if self.failure or self._thread.is_alive():
            raise RuntimeError(f"{self.client.name} did not leave") from self.failure


def shared(members, places):
    """True when each member has partitions and together they have all, none of them twice."""
    for member in members:
        if member.failure:
            raise member.failure
    shares = [set(member.assignment) for member in members]
    return all(shares) and sum(map(len, shares)) == len(places) and set.union(*shares) == set(places)
