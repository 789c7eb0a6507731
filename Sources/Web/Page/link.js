// Whether what is shown is of now. A page that looks live and is not is the worst that an operator can be given:
// without news everything turns pale and a banner says since when.
import { byId, setText, setClass } from "./dom.js";
import { clock, duration } from "./format.js";
import { text } from "./language.js";

// The status comes each second; a busy machine may be a little late.
const silenceMilliseconds = 3500;
const tries = { isOpen: false, lastNews: 0, begun: Date.now() };

export function linkIs(isOpen) { tries.isOpen = isOpen; showLink(); }

export function newsCame() { tries.lastNews = Date.now(); tries.isOpen = true; showLink(); }

/** Called from time to time, too, as silence has no event. Gives whether what is shown is old. */
export function showLink() {
  const now = Date.now();
  const silent = now - (tries.lastNews || tries.begun) > silenceMilliseconds;
  const state = tries.lastNews === 0 && !silent ? "connecting" : tries.isOpen && !silent ? "live" : "lost";
  // A short break that mends itself is not worth a banner, but the badge tells of it at once.
  const isPale = silent;
  document.documentElement.dataset.link = isPale ? "lost" : state === "live" ? "live" : "connecting";
  setClass(byId("link"), "link " + (state === "lost" ? "broken" : state));
  const said = state === "live" ? "link_live" : state === "lost" && silent ? "link_stale" : "link_connecting";
  setText(byId("link"), text(said));
  const banner = byId("lost");
  banner.hidden = !isPale;
  if (isPale) {
    const since = tries.lastNews || tries.begun;
    const age = duration(Math.floor((now - since) / 1000));
    setText(banner, text(tries.isOpen ? "stale" : "lost", { clock: clock(since), age }));
  }
  return isPale;
}
