"""The page at `/` in a real browser: what it shows of a running bridge, and how it behaves when that goes away.

Pictures for people go to LEAT_SCREENSHOTS, a directory outside the repository, or pytest's own temporary one.
"""

import re
import threading
import time
import urllib.error
import urllib.request

import pytest
from dashboard.looking import PHONE, is_clean
from harness.browser import CHROMIUM, DARK, LIGHT
from harness.leat import Source
from harness.waiting import free_port, wait_until

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium: apt install chromium")


@pytest.fixture
def shop(servers, leat):
    """A bridge that reads one table of MariaDB, and the page's address."""
    server = servers("mariadb")
    server.reset()
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, note VARCHAR(50))",
        "INSERT INTO shop.orders (note) VALUES ('first')",
    )
    bridge = leat(Source("trade", server.port, "shop"))
    bridge.start()
    bridge.wait_for_records("orders", 1)
    return server, bridge


def figure(name):
    names = ["p50", "p99", "in", "out", "lag", "runway", "disk"]
    return f"#figures > :nth-child({names.index(name) + 1}) b"


def test_figures_move_by_themselves_and_the_page_is_clean(shop, browsers, pictures):
    server, bridge = shop
    browser, address = browsers(), f"http://{bridge.http}/"
    browser.open(address)
    browser.wait("a live link", "document.querySelector('#link').classList.contains('live')")
    assert browser.text(".source .long") == "trade"
    assert browser.text("#topics .fold .long") == bridge.topic("orders")
    browser.evaluate("window.isSamePage = true")
    stop = threading.Event()

    def write():
        with server.connect(autocommit=True) as connection, connection.cursor() as cursor:
            while not stop.wait(0.005):
                cursor.execute("INSERT INTO shop.orders (note) VALUES ('more')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        shown = "Number(document.querySelector('#topics tbody td:nth-child(3)').innerText.replace(/\\D/g, ''))"
        first = browser.evaluate(shown)
        browser.wait("more records", f"{shown} > {first} + 100")
        browser.wait("rows in", f"parseFloat(document.querySelector('{figure('in')}').innerText.replace(',', '')) > 10")
        browser.wait("a delay", f"/\\d/.test(document.querySelector('{figure('p99')}').innerText)")
        browser.evaluate("document.querySelector('#topics .fold').click()")
        browser.wait("partitions", "document.querySelectorAll('.partitions tbody tr').length === 4")
        time.sleep(3)
        for scheme in (LIGHT, DARK):
            browser.scheme(scheme)
            browser.screenshot(pictures / f"live-{scheme}.png")
        browser.size(*PHONE, phone=True)
        browser.screenshot(pictures / "live-phone.png")
    finally:
        stop.set()
        writer.join()
    assert browser.evaluate("window.isSamePage")
    is_clean(browser, address)


def test_a_lost_server_is_told_of_and_the_page_goes_on_after_it(shop, browsers, pictures):
    server, bridge = shop
    browser, address = browsers(), f"http://{bridge.http}/"
    browser.open(address)
    browser.wait("a live link", "document.querySelector('#link').classList.contains('live')")
    browser.evaluate("window.isSamePage = true")
    bridge.kill()
    browser.wait("a banner", "!document.querySelector('#lost').hidden", 10)
    assert browser.evaluate("document.documentElement.dataset.link") == "lost"
    assert re.search(r"No connection to Leat since \d", browser.text("#lost"))
    browser.wait("no good news", "!document.querySelector('#verdict').classList.contains('good')")
    assert float(browser.evaluate("getComputedStyle(document.querySelector('main')).opacity")) < 0.8
    browser.screenshot(pictures / "lost.png", whole=False)
    server.execute("INSERT INTO shop.orders (note) VALUES ('meanwhile'), ('and again')")
    bridge.start()
    browser.wait("no banner", "document.querySelector('#lost').hidden", 15)
    browser.wait("the new records", "document.querySelector('#topics tbody td:nth-child(3)').innerText === '3'")
    assert browser.evaluate("window.isSamePage")
    is_clean(browser, address)


def test_a_hanging_server_is_not_taken_for_live(shop, browsers):
    _, bridge = shop
    browser = browsers()
    browser.open(f"http://{bridge.http}/")
    browser.wait("a live link", "document.querySelector('#link').classList.contains('live')")
    bridge.process.send_signal(19)  # SIGSTOP: connections stay open, nothing comes
    try:
        browser.wait("a banner", "!document.querySelector('#lost').hidden", 10)
    finally:
        bridge.process.send_signal(18)
    browser.wait("no banner", "document.querySelector('#lost').hidden", 15)


def test_a_source_that_is_down_is_named_with_its_remedy(leat, browsers, pictures, tmp_path):
    bridge = leat(Source("trade", free_port(), "shop"))
    bridge.start()
    browser = browsers()
    browser.open(f"http://{bridge.http}/")
    browser.wait("bad news", "document.querySelector('#verdict').classList.contains('bad')")
    source = bridge.source()
    assert "trade" in browser.text("#verdictHead")
    for place in ("#verdictWhy", ".source .error"):
        assert source["error"] in browser.text(place)
        # What stands between backticks is shown as something to type.
        assert source["remedy"].replace("`", "") in browser.text(place)
    assert browser.evaluate("document.title").startswith("✕")
    browser.screenshot(pictures / "source-down.png")
    asked = len(browser.requests)
    browser.evaluate("document.querySelector('.source .retry').click()")
    browser.wait("the request", "true")
    wait_until("resume asked for", lambda: any("/resume" in url for url in browser.requests[asked:]))


def test_language_and_colours_are_the_browsers_until_switched(shop, browsers, pictures):
    _, bridge = shop
    browser, address = browsers("zh-CN"), f"http://{bridge.http}/"
    browser.scheme(DARK)
    browser.open(address)
    browser.wait("a live link", "document.querySelector('#link').classList.contains('live')")
    assert browser.evaluate("document.documentElement.lang") == "zh"
    assert "主题" in browser.text("main") and "Topics" not in browser.text("main")
    dark = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    browser.screenshot(pictures / "chinese-dark.png")
    browser.evaluate("document.querySelector('#theme').click()")
    browser.evaluate("document.querySelector('#language').click()")
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    assert "Topics" in browser.text("main")
    browser.open(address)
    browser.wait("a live link", "document.querySelector('#link').classList.contains('live')")
    chosen = browser.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]")
    assert chosen == ["en", "light"]
    is_clean(browser, address)


def test_files_are_kept_by_the_browser_until_they_change(shop):
    _, bridge = shop
    with bridge.get("/page/chart.js") as answer:
        tag, body = answer.headers["ETag"], answer.read()
        assert answer.headers["Cache-Control"] == "no-cache" and b"MIT License" in body[:300]
        assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    again = urllib.request.Request(f"http://{bridge.http}/page/chart.js", headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(again, timeout=5)
    assert refused.value.code == 304 and refused.value.read() == b""


def test_more_pages_than_allowed_are_refused_and_places_come_free(leat):
    bridge = leat()
    bridge.config.write_text(bridge.config.read_text().replace("http: {", "http: { readers_max: 2,"))
    bridge.start()
    first, second = bridge.get("/api/status/stream"), bridge.get("/api/status/stream")
    assert first.readline() == second.readline() == b"event: status\n"
    with pytest.raises(urllib.error.HTTPError) as refused:
        bridge.get("/api/status/stream")
    assert refused.value.code == 503 and b"http.readers_max" in refused.value.read()
    first.close()

    def opens():
        try:
            return bridge.get("/api/status/stream")
        except urllib.error.HTTPError:
            return None

    wait_until("a free place", opens).close()
    assert bridge.terminate() < 5
