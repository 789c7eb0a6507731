"""A headless Chromium, driven by its DevTools protocol over the pipe that it offers: no port, no further package.

https://chromedevtools.github.io/devtools-protocol/: JSON messages, each ended by a NUL; commands go to descriptor 3
of the browser, answers and events come from its descriptor 4.
"""

import base64
import contextlib
import fcntl
import itertools
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from harness.waiting import wait_until

CHROMIUM = shutil.which("chromium")
SWITCHES = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--mute-audio",
)
LIGHT, DARK = "light", "dark"


class BrowserError(Exception):
    """The browser refused a command, or a script in the page threw."""


def _pipe():
    """Two descriptors, neither of which is one that the browser wants."""
    ends = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10))
        os.close(end)
    return ends


class Browser:
    """One tab. `messages` are the console's warnings and errors and what was thrown, `requests` what was asked for."""

    def __init__(self, language="en-US"):
        self.profile = Path(tempfile.mkdtemp(prefix="leat-browser-"))
        (to_browser, self._commands), (self._answers, from_browser) = _pipe(), _pipe()
        # The browser wants exactly 3 and 4; a shell moves them there.
        move = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        root = ("--no-sandbox",) if os.geteuid() == 0 else ()
        command = [CHROMIUM, *SWITCHES, *root, f"--lang={language}", f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", move, "bash", *command],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"LANGUAGE": language.replace("-", "_")},
        )
        os.close(to_browser)
        os.close(from_browser)
        self._ids = itertools.count(1)
        self._waiting, self.messages, self.requests = {}, [], []
        threading.Thread(target=self._read, daemon=True).start()
        self._session = None
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.command(f"{domain}.enable")
        self.command("Emulation.setLocaleOverride", locale=language.replace("-", "_"))
        self.command("Network.setUserAgentOverride", userAgent="leat-test", acceptLanguage=language)

    # The protocol

    def command(self, method, **parameters):
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        answers = self._waiting[number] = queue.Queue()
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        try:
            answer = answers.get(timeout=30)
        except queue.Empty:
            raise BrowserError(f"no answer to {method}") from None
        finally:
            del self._waiting[number]
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _read(self):
        rest = b""
        while data := os.read(self._answers, 1 << 16):
            *messages, rest = (rest + data).split(b"\0")
            for message in map(json.loads, messages):
                waiting = self._waiting.get(message.get("id"))
                if waiting:
                    waiting.put(message)
                else:
                    self._note(message.get("method"), message.get("params", {}))

    def _note(self, method, parameters):
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.messages.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.messages.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.messages.append(" ".join(str(one.get("value")) for one in parameters["args"]))

    # What tests do

    def open(self, address):
        self.command("Page.navigate", url=address)
        self.wait("the document", "document.readyState === 'complete'")

    def evaluate(self, script):
        """The value of a JavaScript expression; promises are awaited."""
        answer = self.command("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(answer["exceptionDetails"].get("exception", {}).get("description", script))
        return answer["result"].get("value")

    def wait(self, what, script, seconds=20):
        return wait_until(what, lambda: self.evaluate(script), seconds=seconds, pause=0.05)

    def text(self, selector):
        return self.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText ?? null")

    def size(self, width, height, phone=False):
        factor = 2 if phone else 1
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=factor, mobile=phone
        )

    def scheme(self, name):
        """What the system prefers: LIGHT or DARK."""
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.command("Emulation.setEmulatedMedia", features=features)

    def screenshot(self, path, whole=True):
        """A PNG of the page from top to end, or of what is in the window."""
        time.sleep(0.3)
        data = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(base64.b64decode(data))

    def close(self):
        with contextlib.suppress(BrowserError, OSError):
            self._session = None
            self.command("Browser.close")
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        os.close(self._commands)
        shutil.rmtree(self.profile, ignore_errors=True)
