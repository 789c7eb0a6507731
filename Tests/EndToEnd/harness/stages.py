"""Follows which stage is named as the one that is late, in the status and in the metrics."""

import json
import threading
import time
import urllib.request

STAGES = ("source", "network", "decode", "append", "fsync", "consumer")


class StageLog:
    """Asks a few times a second, in the background, and keeps what it was told."""

    def __init__(self, leat, pause=0.2):
        self._address, self._pause = f"http://{leat.http}", pause
        self._samples, self._lock, self._ended = [], threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        while not self._ended.wait(self._pause):
            begun = time.monotonic()
            status = json.loads(self._get("/api/status"))
            metrics = self._get("/metrics")
            with self._lock:
                self._samples.append((begun, *self._named(status, metrics), status.get("stage_text")))

    def _get(self, path):
        with urllib.request.urlopen(self._address + path, timeout=10) as response:
            return response.read().decode()

    @staticmethod
    def _named(status, metrics):
        """Every stage that something names, and the one that both status and metrics name first."""
        ones = [line for line in metrics.splitlines() if line.startswith(("leat_stage{", "leat_source_stage{"))]
        named = {stage for line in ones if line.endswith(" 1") for stage in STAGES if f'stage="{stage}"' in line}
        first = [s for line in ones if line.startswith("leat_stage{") and line.endswith(" 1") for s in STAGES if s in line]
        for source in status["sources"]:
            if source.get("stage"):
                named.add(source["stage"])
        if status.get("stage"):
            named.add(status["stage"])
        agreed = status.get("stage") if first == [status.get("stage")] else None
        return named, agreed

    def since(self, moment):
        with self._lock:
            return [sample for sample in self._samples if sample[0] >= moment]

    def end(self):
        self._ended.set()
        self._thread.join(15)
