// Topics, searched by name and unfolded to their partitions. Of ten thousand only those are loaded that are looked at.
import { byId, make, keyed, setText } from "./dom.js";
import { bytes, count, rate, shortCount } from "./format.js";
import { text } from "./language.js";
import { getJSON } from "./names.js";
import { Partitions } from "./partitions.js";
import { setCells, showHead, table } from "./table.js";

const rowsAtFirst = 20;
const rowsMore = 100;
const names = ["", "n", "n", "n", "n", "n"];
const state = { search: "", shown: rowsAtFirst, found: null, status: null, unfolded: new Map(), frame: null };

const columns = () => [
  { text: text("topic") }, { text: text("partitions"), isNumber: true }, { text: text("records"), isNumber: true },
  { text: text("size"), isNumber: true }, { text: text("recordsPerSecond"), isNumber: true },
  { text: text("byteRate"), isNumber: true },
];

export function beginTopics() {
  const field = byId("topicSearch");
  let timer = 0;
  field.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state.search = field.value.trim(); state.shown = rowsAtFirst; state.found = null;
      ask().then(draw);
    }, 200);
  };
  setInterval(() => { if (!document.hidden) ask().then(draw); }, 2000);
}

const hasAll = () => (state.status?.topicCount ?? 0) <= state.status?.topics.length;

/** Asks the server for what the status does not carry: more topics than it names, and partitions. */
async function ask() {
  if (!state.status) return;
  try {
    if (!hasAll() && (state.search || state.shown > state.status.topics.length)) {
      const query = new URLSearchParams({ search: state.search, max: state.shown + 1, partitions: 0 });
      state.found = await getJSON("/api/topics?" + query);
    }
    await Promise.all([...state.unfolded.values()].map(partitions => partitions.load()));
  } catch { /* the link says that there is no news */ }
}

export function showTopics(status) { state.status = status; draw(); }

function draw() {
  const { status } = state;
  if (!status) return;
  const search = state.search.toLowerCase();
  const matching = state.found ?? status.topics.filter(topic => topic.name.toLowerCase().includes(search));
  const total = state.search ? matching.length : status.topicCount ?? status.topics.length;
  const topics = matching.slice(0, state.shown);
  byId("topicSearch").hidden = (status.topicCount ?? status.topics.length) < 2;
  setText(byId("topicCount"), total > topics.length
    ? text("shown", { shown: count(topics.length), count: count(total) }) : total ? count(total) : "");
  const parent = byId("topics");
  const said = topics.length ? "" : state.search ? text("noMatch", { search: state.search }) : text("noTopics");
  if (said) {
    state.frame = null;
    if (parent.dataset.said !== said) parent.replaceChildren(make("p", "card empty", said));
    parent.dataset.said = said;
    return;
  }
  if (!state.frame) begin(parent);
  state.frame.setAttribute("aria-label", text("topics"));
  showHead(state.frame, columns());
  const isOpen = topic => state.unfolded.has(topic.name);
  const rows = topics.flatMap(topic => isOpen(topic) ? [{ topic }, { topic, isInner: true }] : [{ topic }]);
  keyed(state.frame.querySelector("tbody"), rows, row => JSON.stringify([row.topic.name, row.isInner ?? false]),
    row => row.isInner ? innerRow(row.topic) : topicRow(row.topic),
    (element, row) => row.isInner ? state.unfolded.get(row.topic.name).show() : updateRow(element, row.topic));
  state.more.hidden = total <= topics.length;
  setText(state.more, text("showMore", { count: count(Math.min(rowsMore, total - topics.length)) }));
}

function begin(parent) {
  state.frame = table(columns());
  state.frame.classList.add("stacks");
  state.more = make("button", "more");
  state.more.onclick = () => { state.shown += rowsMore; ask().then(draw); };
  parent.dataset.said = "";
  parent.replaceChildren(state.frame, state.more);
}

function topicRow(topic) {
  const fold = make("button", "fold", make("span", "arrow", "▸"), make("span", "long", topic.name));
  fold.type = "button";
  fold.onclick = () => {
    const { unfolded } = state;
    if (!unfolded.delete(topic.name)) unfolded.set(topic.name, new Partitions(topic.name, draw));
    draw();
  };
  return make("tr", "", make("td", "", fold));
}

function updateRow(element, topic) {
  const fold = element.querySelector("button");
  const isOpen = state.unfolded.has(topic.name);
  if (fold.ariaExpanded !== String(isOpen)) fold.ariaExpanded = String(isOpen);
  const records = shortCount(topic.records);
  setCells(element, [null, count(topic.partitionCount ?? topic.partitions?.length), records, bytes(topic.bytes),
    rate(topic.recordsPerSecond), bytes(topic.bytesPerSecond)], names, columns().map(column => column.text));
  if (element.children[2].title !== count(topic.records)) element.children[2].title = count(topic.records);
}

function innerRow(topic) {
  const cell = make("td", "inner", state.unfolded.get(topic.name).element);
  cell.colSpan = names.length;
  return make("tr", "", cell);
}
