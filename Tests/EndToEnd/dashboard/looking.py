"""What every state of the page must hold to."""

import re

PHONE, WIDE = (390, 844), (1440, 900)
# A page that lost its server says so on the console; nothing else may.
EXPECTED = re.compile(
    r"ERR_(CONNECTION_REFUSED|CONNECTION_RESET|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION_CLOSED)"
)


def is_clean(browser, address):
    """No error on the console, no request to anybody else, nothing that makes the page scroll sideways."""
    assert [message for message in browser.messages if not EXPECTED.search(message)] == []
    assert [url for url in browser.requests if not url.startswith((address, "about:"))] == []
    width, window = browser.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= window


# Texts whose contrast with what is behind them is below 4.5 (WCAG AA), as [text, contrast].
CONTRAST = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const back = element => {
    for (let one = element; one; one = one.parentElement) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest('.isOld')) continue;
    const [a, b] = [luminance(rgba(getComputedStyle(element).color)), luminance(back(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push([element.textContent.trim().slice(0, 40), contrast]);
  }
  return found;
})()"""
