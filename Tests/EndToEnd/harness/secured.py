"""A `leat` with users, TLS and several listeners, and a queue that clients alone write to."""

import os
import ssl
import subprocess
import urllib.request

from harness.certificates import Authority
from harness.leat import BINARY, Leat
from harness.waiting import free_port

PASSWORDS = {"admin": "pw-admin ,=", "reader": "pw-reader"}

VIEWS = """
name: trade
capture:
  - { tables: ["open.*", "closed.*"], topic: "{database}.{table}" }
views:
  seen: SELECT COUNT(*) FROM open.orders
  hidden: SELECT COUNT(*) FROM closed.orders
  mixed: SELECT o.id FROM open.orders o JOIN closed.orders c ON o.id = c.id
"""


def user_entry(name, *rights):
    """What `leat user add` prints."""
    result = subprocess.run(
        [BINARY, "user", "add", name, *rights],
        input=PASSWORDS[name] + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert PASSWORDS[name] not in result.stdout + result.stderr
    return result.stdout


class Secured(Leat):
    """Kafka at `bootstrap` in plain text for everybody, at `sasl` with TLS and logins, at `mutual` with TLS and
    clients' certificates; HTTP with TLS and the same users. `with_views` adds a source that does not answer, whose views
    read `open.orders`, `closed.orders`, and both."""

    def __init__(self, directory, with_views=False):
        self.with_views = with_views
        self.authority = Authority(directory / "authority")
        self.certificate, self.key = self.authority.sign("localhost")
        self.sasl, self.mutual = f"localhost:{free_port()}", f"localhost:{free_port()}"
        self.users = user_entry("admin", "--read", "*", "--write", "*") + user_entry("reader", "--read", "open*")
        super().__init__(directory / "leat", [])

    @property
    def tls(self):
        return f"cert: {self.certificate}, key: {self.key}"

    def write_configuration(self):
        sources = "sources: []"
        if self.with_views:
            pipeline = self.directory / "views.yaml"
            pipeline.write_text(VIEWS)
            sources = f"sources: [{{ name: trade, port: {free_port()}, user: x, pipelines: [{pipeline}] }}]"
        sasl, mutual = (place.replace("localhost", "0.0.0.0") for place in (self.sasl, self.mutual))
        self.config.write_text(f"""
{sources}
queue: {{ directory: {self.directory / "data"} }}
kafka:
  auto_create_topics: true
  listeners:
    - {{ listen: {self.bootstrap} }}
    - listen: {sasl}
      advertise: {self.sasl}
      tls: {{ {self.tls} }}
      sasl: [plain, scram-sha-256, scram-sha-512]
    - listen: {mutual}
      advertise: {self.mutual}
      tls: {{ {self.tls}, client_ca: {self.authority.certificate} }}
http: {{ listen: {self.http}, tls: {{ {self.tls} }}, auth: users }}
users:
{self.users}
""")

    def get(self, path, headers=None):
        context = ssl.create_default_context(cafile=self.authority.certificate)
        request = urllib.request.Request(f"https://{self.http}{path}", headers=headers or {})
        return urllib.request.urlopen(request, timeout=5, context=context)

    def command_as(self, user, *arguments, password=None):
        """Another command of the binary, logged in over TLS."""
        return subprocess.run(
            [BINARY, *arguments, "--user", user, "--ca", self.authority.certificate],
            cwd=self.directory,
            env=os.environ | {"LEAT_PASSWORD": password or PASSWORDS.get(user, "")},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
