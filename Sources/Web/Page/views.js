// All views: which there are, a tile for each, and how each is kept up to date.
import { byId, make, keyed } from "./dom.js";
import { text } from "./language.js";
import { camel } from "./names.js";
import { prose } from "./prose.js";
import { parseExact } from "./viewRows.js";
import { ViewTile } from "./viewTile.js";

// As many as the server lets one page follow; the others are asked for.
const followedMax = 64;
const pollMilliseconds = 1000;
const tiles = new Map();
let known = [];
let followed = [];
let current = null;

/** Views as the server told last. */
export const views = () => known;

/** The part of the stream's address that names the views to follow. */
export function viewQuery() {
  followed = known.slice(0, followedMax).map(view => view.name);
  return followed.length ? "?" + new URLSearchParams(followed.map(name => ["view", name])) : "";
}

/** Handlers of the stream's events; `reopen` is called when there are views that it does not carry. */
export function viewEvents(reopen) {
  return {
    views: data => {
      known = camel(data);
      show();
      const names = known.slice(0, followedMax).map(view => view.name);
      if (names.join("\n") !== followed.join("\n")) reopen();
    },
    view: name => { current = tiles.get(name) ?? null; },
    rows: result => take(current, result),
    change: change => current?.tile.change(camelOf(change)),
    stopped: () => {},
  };
}

export const beginViews = () => setInterval(poll, pollMilliseconds);

function take(entry, result) {
  if (!entry) return;
  entry.tile.take(camelOf(result));
  entry.news = Date.now();
}

function show() {
  keyed(byId("views"), known.length ? known : [null], view => view?.name ?? "",
    view => view ? create(view.name) : make("p", "card empty"),
    (element, view) => view ? tiles.get(view.name).tile.update(view) : prose(element, text("noViews")));
  const names = new Set(known.map(view => view.name));
  for (const [name, entry] of tiles) {
    if (names.has(name)) continue;
    entry.tile.end();
    tiles.delete(name);
  }
}

function create(name) {
  const tile = new ViewTile(name);
  tiles.set(name, { tile, news: 0 });
  return tile.element;
}

const camelOf = event => ({ ...event, commitMilliseconds: event.commitMilliseconds ?? event.commit_milliseconds });

/** Views that the stream does not carry, because there are too many or too many follow them. */
async function poll() {
  if (document.hidden) return;
  const now = Date.now();
  for (const { name, state } of known) {
    const entry = tiles.get(name);
    entry.begun ??= now;
    const isCarried = followed.includes(name) && entry.news > 0 && !entry.isPolled;
    if (isCarried || state !== "running" || now - entry.begun < 3 * pollMilliseconds) continue;
    try {
      const answer = await fetch(`/api/views/${encodeURIComponent(name)}`, { signal: AbortSignal.timeout(5000) });
      if (answer.ok) { entry.isPolled = true; take(entry, parseExact(await answer.text())); }
    } catch { return; }
  }
}
