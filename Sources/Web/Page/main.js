// The page: one stream brings the status each second and the views as they change; and what the viewer may switch.
import { byId, setText } from "./dom.js";
import { showFigures } from "./figures.js";
import { showGroups } from "./groups.js";
import { addPoint, loadHistory } from "./history.js";
import { keep } from "./keep.js";
import { fillTexts, switchLanguage, text } from "./language.js";
import { linkIs, newsCame, showLink } from "./link.js";
import { camel } from "./names.js";
import { showOverTime } from "./overTime.js";
import { showSources } from "./sources.js";
import { Stream } from "./stream.js";
import { beginTopics, showTopics } from "./topics.js";
import { showVerdict } from "./verdict.js";
import { beginViews, viewEvents, viewQuery, views } from "./views.js";
import { parseExact } from "./viewRows.js";

const themes = ["auto", "light", "dark"];
// A page that nobody looks at gives its connections back.
const hiddenMilliseconds = 30_000;
let status = null;
let wasLost = false;
let isOld = false;

function show() {
  showSwitches();
  isOld = showLink();
  if (!status) return;
  setText(byId("version"), status.version);
  setText(byId("directory"), status.queue.directory);
  showVerdict(status, views(), isOld);
  showFigures(status);
  showSources(status);
  showGroups(status);
  showTopics(status);
  showOverTime(status);
}

function take(event) {
  const next = camel(event);
  // An upgraded server brings a page of its own.
  if (status && next.version !== status.version) return location.reload();
  status = next;
  addPoint(status);
  newsCame();
  show();
}

const events = { status: take, ...viewEvents(() => stream.open()) };
const stream = new Stream(() => "/api/status/stream" + viewQuery(), events, isOpen => {
  linkIs(isOpen);
  if (isOpen && wasLost) loadHistory().then(show);
  wasLost = !isOpen;
}, parseExact);

function showSwitches() {
  const { theme } = document.documentElement.dataset;
  setText(byId("theme"), "◐ " + text("theme_" + theme));
  byId("theme").setAttribute("aria-label", text("themeLabel", { theme: text("theme_" + theme) }));
  setText(byId("language"), text("switchLanguage"));
  byId("language").lang = document.documentElement.lang === "zh" ? "en" : "zh";
  byId("language").setAttribute("aria-label", text("switchLanguageLabel"));
}

byId("theme").onclick = () => {
  const root = document.documentElement;
  root.dataset.theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
  keep("theme", root.dataset.theme);
  show();
};
byId("language").onclick = () => { switchLanguage(); show(); };
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);

let hiding = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(() => { stream.close(); wasLost = true; }, hiddenMilliseconds);
  else if (wasLost) stream.open();
});

fillTexts();
show();
setInterval(() => { if (showLink() !== isOld) show(); }, 500);
beginTopics();
beginViews();
loadHistory().then(show);
