"""The page's files from the source tree with a scene of scenes.py behind them: to look at states that are hard to
bring about, and to work on the page without building. `python -m dashboard.stage SCENE [PORT]` from Tests/EndToEnd."""

import json
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dashboard import views
from dashboard.scenes import SCENES, now

PAGE = Path(__file__).parents[3] / "Sources/Web/Page"
CHART = Path("/usr/share/javascript/chart.js/chart.min.js")
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"


class Stage(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, _, query = self.path.partition("?")
        scene = self.server.scene
        if path in ("/", "/page/chart.js") or path.startswith("/page/"):
            file = PAGE / "index.html" if path == "/" else CHART if path == "/page/chart.js" else PAGE / path[6:]
            self.answer(file.read_bytes(), KINDS[file.suffix])
        elif path == "/api/status/stream":
            self.stream(lambda: self.events(scene, dict(urllib.parse.parse_qsl(query))))
        elif path == "/api/history":
            self.answer(json.dumps(self.server.history).encode())
        elif path.startswith("/api/views/"):
            self.answer(json.dumps(views.result(path.split("/")[3])).encode())
        elif path.startswith("/api/topics"):
            self.topics(path, dict(urllib.parse.parse_qsl(query)))
        else:
            self.answer(b"{}", status=404)

    def topics(self, path, query):
        if path == "/api/topics":
            topics = SCENES[self.server.scene]()["topics"]
            found = [topic for topic in topics if query.get("search", "") in topic["name"]]
            return self.answer(json.dumps(found[: int(query.get("max", 100))]).encode())
        partitions = [
            {"partition": n, "start_offset": 0, "end_offset": 1000 * n, "bytes": n * 311_000}
            for n in range(int(query["max"]))
        ]
        name = urllib.parse.unquote(path.split("/")[3])
        self.answer(json.dumps({"name": name, "partition_count": 10_000, "partitions": partitions}).encode())

    def answer(self, body, kind="application/json", status=200):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def events(self, scene, followed):
        yield "status", SCENES[scene]()
        yield "views", [] if scene == "empty" else views.listing()
        for name in views.VIEWS if followed else ():
            yield "view", name
            yield "rows", views.result(name)

    def stream(self, events):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                for name, data in events():
                    self.wfile.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())
                self.wfile.flush()
                time.sleep(1)
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


def history(scene):
    """A quarter of an hour that leads to the scene."""
    last = SCENES[scene]()
    delay = last.get("delay", {})
    points = []
    for step in range(180):
        ease = 1 if scene in ("calm", "huge", "empty") else max(0, (step - 120) / 60)
        wobble = 1 + 0.15 * (((step * 7919) % 17) / 17 - 0.5)
        known = delay.get("count")
        points.append(
            {
                "t": now() - (180 - step) * 5000,
                "p50": (0.002 + (delay["p50_seconds"] - 0.002) * ease) * wobble if known else None,
                "p99": (0.009 + (delay["p99_seconds"] - 0.009) * ease) * wobble if known else None,
                "rows_in": last.get("rows_in_per_second", 0) * wobble,
                "rows_out": last.get("records_out_per_second", 0) * wobble,
                "lag": {one["name"]: one["lag_seconds"] * ease * wobble for one in last["sources"]},
            }
        )
    return {"step_seconds": 5, "points": points}


def start(scene, port=0):
    """A running server; its port is `server_address[1]`."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Stage)
    server.daemon_threads = True
    server.scene, server.history = scene, history(scene)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    running = start(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 8090)
    print(f"http://127.0.0.1:{running.server_address[1]}")
    threading.Event().wait()
