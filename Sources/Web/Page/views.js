// All views: which there are, a tile for each, and how each is kept up to date.
import { byId, make, keyed, setText } from "./dom.js";
import { text } from "./language.js";
import { camel } from "./names.js";
import { Stream } from "./stream.js";
import { parseExact } from "./viewRows.js";
import { ViewTile } from "./viewTile.js";

// A browser opens six connections to one server, over all its tabs, and a stream holds one for good.
const streamsMax = 3;
const pollMilliseconds = 1000;
const listMilliseconds = 2000;
const tiles = new Map();
let known = [];

/** Views as `/api/views` told last. */
export const views = () => known;

export function beginViews() {
  setInterval(list, listMilliseconds);
  setInterval(poll, pollMilliseconds);
  return list();
}

/** After a break: everything anew. */
export function reopenViews() {
  for (const entry of tiles.values()) entry.stream?.open();
  list();
}

export function closeViews() { for (const entry of tiles.values()) entry.stream?.close(); }

async function list() {
  if (document.hidden) return;
  try {
    const answer = await fetch("/api/views", { signal: AbortSignal.timeout(5000) });
    if (answer.status === 404) return showViews([]);
    if (answer.ok) showViews((await answer.json()).map(camel));
  } catch { /* the link says that there is no news */ }
}

function showViews(views) {
  known = views;
  const parent = byId("views");
  keyed(parent, views.length ? views : [null], view => view?.name ?? "", view => view ? open(view).tile.element : make("p", "card empty"),
    (element, view) => view ? tiles.get(view.name).tile.update(view) : setText(element, text("noViews")));
  const names = new Set(views.map(view => view.name));
  for (const [name, entry] of tiles) {
    if (names.has(name)) continue;
    entry.stream?.close();
    entry.tile.end();
    tiles.delete(name);
  }
}

function open({ name }) {
  const tile = new ViewTile(name);
  const entry = { tile, stream: null };
  tiles.set(name, entry);
  if ([...tiles.values()].filter(other => other.stream).length < streamsMax) {
    entry.stream = new Stream(`/api/views/${encodeURIComponent(name)}/stream`, {
      rows: event => tile.take(camelOf(event)), change: event => tile.change(camelOf(event)),
    }, undefined, parseExact);
  }
  return entry;
}

const camelOf = event => ({ ...event, commitMilliseconds: event.commitMilliseconds ?? event.commit_milliseconds });

/** Tiles beyond the streams. */
async function poll() {
  if (document.hidden) return;
  for (const [name, entry] of tiles) {
    if (entry.stream) continue;
    try {
      const answer = await fetch(`/api/views/${encodeURIComponent(name)}`, { signal: AbortSignal.timeout(5000) });
      if (answer.ok) entry.tile.take(camelOf(parseExact(await answer.text())));
    } catch { return; }
  }
}
