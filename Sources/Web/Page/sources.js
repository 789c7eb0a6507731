// A card for each source: state, the way of its changes with the stage that holds them up, figures, error and remedy.
import { byId, make, keyed, setClass, setText, setTitle } from "./dom.js";
import { bytes, clock, count, duration, rate, unknown } from "./format.js";
import { text, word } from "./language.js";
import { prose } from "./prose.js";

const stages = ["source", "network", "decode", "append", "fsync", "consumer"];
const levels = { streaming: "good", stopped: "bad", retrying: "bad" };
const isKnown = value => value !== undefined && value !== null;

export function showSources(status) {
  const { sources } = status;
  const parent = byId("sources");
  keyed(parent, sources.length ? sources : [null], source => source?.name ?? "",
    source => source ? card(source) : empty(),
    (element, source) => source ? update(element, source, status) : prose(element, text("noSources")));
}

const empty = () => make("p", "card empty");

function card(source) {
  const retry = make("button", "retry");
  retry.type = "button";
  retry.onclick = () => resume(source.name, retry);
  return make("article", "card source",
    make("h3", "", make("span", "long"), make("span", "badge")),
    make("ol", "stages"), make("p", "why"), make("div", "error"), retry, make("dl"));
}

async function resume(name, button) {
  button.disabled = true;
  try {
    const answer = await fetch(`/api/sources/${encodeURIComponent(name)}/resume`, { method: "POST" });
    const body = await answer.json().catch(() => ({}));
    button.dataset.refused = answer.ok ? "" : `${body.error ?? answer.status} · ${body.remedy ?? ""}`;
  } catch (failure) {
    button.dataset.refused = String(failure.message);
  }
  setTimeout(() => { button.disabled = false; }, 1500);
}

function update(element, source, status) {
  const [title, strip, why, error, retry, list] = element.children;
  setText(title.children[0], source.name);
  setText(title.children[1], word("state", source.state));
  const isLate = source.stage && source.state === "streaming";
  setClass(title.children[1], "badge " + (isLate ? "wait" : levels[source.state] ?? "wait"));
  const slow = source.stage ?? (status.stage === "consumer" && status.sources.length === 1 ? "consumer" : null);
  showStages(strip, slow);
  setText(why, source.stageText ?? "");
  setText(retry, text(retry.disabled ? "retrying" : "retry"));
  retry.hidden = source.state !== "stopped" && source.state !== "retrying";
  const said = [source.error, source.remedy, retry.hidden ? "" : retry.dataset.refused].filter(Boolean);
  if (error.dataset.said !== said.join("\n")) {
    error.dataset.said = said.join("\n");
    error.replaceChildren(...said.map((line, place) => prose(make("p", place ? "remedy" : ""), line)));
  }
  error.hidden = !said.length;
  const create = () => make("div", "", make("dt"), make("dd"));
  keyed(list, entries(source), ([name]) => name, create, (entry, [name, value, hint]) => {
    setText(entry.children[0], text(name));
    setText(entry.children[1], value);
    // A position may be a long set: cut off here, whole as a hint.
    setClass(entry, name === "position" ? "wide" : "");
    if (hint) setTitle(entry.children[1], hint);
  });
}

function showStages(strip, slow) {
  strip.setAttribute("aria-label", text("stages"));
  keyed(strip, stages, stage => stage, () => make("li"), (element, stage) => {
    setText(element, word("stage", stage));
    setClass(element, stage === slow ? "slow" : "");
    if (stage === slow) element.setAttribute("aria-label", text("stageSlow", { stage: word("stage", stage) }));
    else element.removeAttribute("aria-label");
  });
}

function runway(source) {
  if (isKnown(source.runwaySeconds)) return duration(source.runwaySeconds);
  return source.runwayText === "unlimited" ? text("unlimited") : source.runwayText ?? unknown;
}

function entries(source) {
  const behind = [isKnown(source.lagSeconds) ? duration(source.lagSeconds) : unknown];
  if (isKnown(source.lagBytes)) behind.push(bytes(source.lagBytes));
  const traffic = [`${rate(source.rowsPerSecond)} ${text("rowsPerSecond")}`];
  if (isKnown(source.bytesPerSecond)) traffic.push(bytes(source.bytesPerSecond) + text("perSecond"));
  const notices = Object.entries(source.notices ?? {}).filter(([, number]) => number > 0)
    .map(([kind, number]) => `${word("notice", kind)} ${count(number)}`);
  return [
    ["behind", behind.join(" · ")],
    ["traffic", traffic.join(" · ")],
    ["runway", runway(source), source.runwayText],
    ["lastCommit", isKnown(source.lastCommitMilliseconds) ? clock(source.lastCommitMilliseconds) : unknown],
    ["rowsTotal", `${count(source.rows)} / ${count(source.transactions)}`],
    source.reconnects > 0 && ["reconnects", count(source.reconnects)],
    notices.length > 0 && ["notices", notices.join(", ")],
    source.server && ["server", source.server],
    source.position && ["position", source.position, source.position],
  ].filter(Boolean);
}
