// The one sentence for who only glances: does the work get done, and if not, who holds it up and what helps.
import { byId, make, setClass, setText } from "./dom.js";
import { duration } from "./format.js";
import { text, word } from "./language.js";
import { prose } from "./prose.js";

const listed = 6;

/** Everything that is wrong, the worst first: {level, head, why, remedy}. */
export function troubles(status, views) {
  const { queue, sources } = status;
  const found = [];
  const add = (level, head, why, remedy) => found.push({ level, head, why, remedy });
  if (queue.error) {
    add("bad", text(queue.isDiskFull ? "verdict_diskFull" : "verdict_queue"), queue.error, queue.remedy);
  }
  for (const [state, level, name] of [
    ["stopped", "bad", "verdict_sourceStopped"], ["retrying", "bad", "verdict_sourceRetrying"],
    ["connecting", "wait", "verdict_sourceConnecting"],
  ]) {
    for (const source of sources.filter(source => source.state === state)) {
      add(level, text(name, { subject: source.name }), source.error, source.remedy);
    }
  }
  for (const source of sources.filter(source => source.state === "streaming" && source.stage)) {
    add("wait", text("verdict_late", { subject: source.name, stage: word("stage", source.stage) }),
      [source.lagSeconds > 0 ? duration(source.lagSeconds) : null, source.stageText].filter(Boolean).join(" · "));
  }
  if (status.stage === "consumer") {
    add("wait", text("verdict_consumer", { subject: status.stageSubject }), status.stageText);
  }
  for (const view of views.filter(view => view.state === "stopped")) {
    add("wait", text("verdict_view", { subject: view.name }), view.error, view.remedy);
  }
  return found;
}

function allWell(status) {
  if (!status.sources.length) return { level: "quiet", head: text("verdict_empty"), why: text("verdict_emptyWhy") };
  const { delay } = status;
  if (delay?.count > 0) {
    const why = text("verdict_goodWhy", { delay: duration(delay.p99Seconds) });
    return { level: "good", head: text("verdict_good"), why };
  }
  return { level: "good", head: text("verdict_good"), why: delay ? text("verdict_idleWhy") : "" };
}

const lines = ({ why, remedy }) =>
  [why && prose(make("span"), why), remedy && prose(make("span", "remedy"), remedy)].filter(Boolean);
const marks = { good: "✓", wait: "!", bad: "✕", quiet: "–" };

/** @param isOld nobody knows how things are now: what is said is what was */
export function showVerdict(status, views, isOld) {
  const found = troubles(status, views);
  if (isOld) {
    const was = (found[0] ?? allWell(status)).head;
    found.length = 0;
    found.push({ level: "quiet", head: text("verdict_old"), why: text("verdict_oldWhy", { head: was }) });
  }
  const [first, ...others] = found.length ? found : [allWell(status)];
  setClass(byId("verdict"), "verdict " + first.level);
  setText(byId("verdictMark"), isOld ? "?" : marks[first.level]);
  setText(byId("verdictHead"), first.head);
  const why = byId("verdictWhy");
  const said = JSON.stringify([first, others.length]);
  if (why.dataset.said === said) return;
  why.dataset.said = said;
  why.replaceChildren(...lines(first));
  const rest = others.slice(0, listed).map(trouble => make("li", trouble.level, make("b", "", trouble.head),
    trouble.why ? " — " : "", ...lines(trouble)));
  if (others.length > listed) rest.push(make("li", "quiet", text("more", { count: others.length - listed })));
  byId("troubles").replaceChildren(...rest);
  const isCalm = first.level === "good" || first.level === "quiet" && !isOld;
  document.title = isCalm ? "Leat" : `${byId("verdictMark").textContent} ${first.head} – Leat`;
}
