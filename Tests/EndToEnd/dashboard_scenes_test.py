"""States of the page that are hard to bring about: its files with made-up answers behind them."""

import os

import pytest
from dashboard import stage
from dashboard.looking import CONTRAST, PHONE, WIDE, is_clean
from dashboard.scenes import SCENES
from harness.browser import CHROMIUM, DARK, LIGHT, Browser

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium: apt install chromium")


@pytest.fixture(scope="module")
def browser():
    one = Browser()
    yield one
    one.close()


@pytest.mark.parametrize("scene", SCENES)
def test_no_state_breaks_the_page(scene, browser, pictures):
    server = stage.start(scene)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    browser.open("about:blank")
    del browser.messages[:], browser.requests[:]
    browser.size(*WIDE)
    browser.scheme(LIGHT)
    try:
        browser.open(address)
        browser.wait("a verdict", "document.querySelector('#verdictHead').innerText !== ''")
        if scene != "empty":
            browser.wait("tiles", "document.querySelectorAll('.viewBody > *').length >= 5")
            browser.evaluate("document.querySelector('#topics .fold').click()")
            browser.wait("partitions", "document.querySelector('.partitions tbody tr') !== null")
        browser.screenshot(pictures / f"scene-{scene}.png", whole="LEAT_SCREENSHOTS" in os.environ)
        is_clean(browser, address)
        assert browser.evaluate(CONTRAST) == []
        browser.size(*PHONE, phone=True)
        browser.scheme(DARK)
        browser.screenshot(pictures / f"scene-{scene}-phone.png", whole="LEAT_SCREENSHOTS" in os.environ)
        is_clean(browser, address)
        assert browser.evaluate(CONTRAST) == []
        assert browser.evaluate("document.querySelectorAll('*').length") < 3000, "the page grows with what it shows"
    finally:
        server.shutdown()
