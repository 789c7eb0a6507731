// Consumer groups: how far behind, how fast they read, when they will have caught up.
import { byId, make, keyed, setText } from "./dom.js";
import { count, duration, rate, unknown } from "./format.js";
import { text, word } from "./language.js";
import { setCells, showHead, table } from "./table.js";

const rowsAtFirst = 20;
const rowsMore = 50;
let shown = rowsAtFirst;
const names = ["long", "", "n", "long", "n", "n", "n"];
let frame, more;

const columns = () => [
  { text: text("group") }, { text: text("state") }, { text: text("members"), isNumber: true }, { text: text("topic") },
  { text: text("lag"), isNumber: true }, { text: text("speed"), isNumber: true },
  { text: text("catchUp"), isNumber: true },
];

function catchUp(place) {
  if (place.lag === 0) return text("caughtUp");
  if (place.recordsPerSecond === undefined) return unknown;
  // The server leaves it out when at the rates of now the group never arrives.
  return typeof place.catchUpSeconds === "number" ? duration(place.catchUpSeconds) : text("never");
}

const speed = ({ recordsPerSecond }) =>
  typeof recordsPerSecond === "number" ? `${rate(recordsPerSecond)} ${text("perSecond")}` : unknown;

function rowsOf(group) {
  const rebalance = group.rebalanceSeconds ? " " + text("rebalanceFor", { age: duration(group.rebalanceSeconds) }) : "";
  const head = [group.name, word("group", group.state) + rebalance, count(group.memberCount)];
  const places = group.topics?.length ? group.topics : [null];
  return places.map(place => ({
    key: JSON.stringify([group.name, place?.topic ?? null]), lag: place?.lag ?? 0,
    cells: place
      ? [...head, place.topic, count(place.lag), speed(place), catchUp(place)]
      : [...head, unknown, unknown, unknown, unknown],
  }));
}

export function showGroups(status) {
  const parent = byId("groups");
  const rows = status.groups.flatMap(rowsOf).toSorted((a, b) => b.lag - a.lag);
  if (!rows.length) {
    frame = undefined;
    if (parent.dataset.said !== text("noGroups")) parent.replaceChildren(make("p", "card empty", text("noGroups")));
    parent.dataset.said = text("noGroups");
    return;
  }
  if (!frame) {
    frame = table(columns());
    frame.classList.add("stacks");
    more = make("button", "more");
    more.onclick = () => { shown += rowsMore; showGroups(status); };
    parent.dataset.said = "";
    parent.replaceChildren(frame, more);
  }
  frame.setAttribute("aria-label", text("groups"));
  showHead(frame, columns());
  const labels = columns().map((column, place) => place ? column.text : "");
  keyed(frame.querySelector("tbody"), rows.slice(0, shown), row => row.key, () => make("tr"),
    (element, row) => setCells(element, row.cells, names, labels));
  more.hidden = rows.length <= shown;
  setText(more, text("showMore", { count: count(Math.min(rowsMore, rows.length - shown)) }));
}
