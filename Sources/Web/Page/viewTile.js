// One view: its result in the shape that suits, its state, and what is wrong with it.
import { make, setClass, setText } from "./dom.js";
import { bytes, clock, count, duration, shortCount } from "./format.js";
import { keep, kept } from "./keep.js";
import { text, word } from "./language.js";
import { prose } from "./prose.js";
import { body } from "./viewBody.js";
import { ViewRows } from "./viewRows.js";
import { shapes } from "./viewShape.js";

// Changes may come hundreds of times a second; the eye is served by ten pictures.
const showMilliseconds = 100;
const lateSeconds = 5;

export class ViewTile {
  #rows = new ViewRows(); #shape = null; #body = null; #timer = 0; #shownAt = 0; #hasRows = false; #changedAt = null;

  constructor(name) {
    this.name = name;
    this.title = make("h3", "", make("span", "long", name), make("span", "badge"));
    this.shapes = make("div", "shapes");
    this.place = make("div", "viewBody");
    this.error = make("div", "error");
    this.foot = make("p", "quiet foot");
    const head = make("div", "viewHead", this.title, this.shapes);
    this.element = make("article", "card view", head, this.error, this.place, this.foot);
  }

  /** The whole result. */
  take({ columns, rows, commit_milliseconds: committed }) {
    this.#rows.replace(columns, rows);
    this.#hasRows = true;
    this.#changedAt = committed ?? null;
    this.#soon();
  }

  change({ removed, added, commit_milliseconds: committed }) {
    this.#rows.change(removed, added);
    this.#changedAt = committed ?? this.#changedAt;
    this.#soon();
  }

  /** What `/api/views` says of it; also draws anew for another language or theme. */
  update(status) {
    this.status = status;
    const badge = this.title.children[1];
    setText(badge, word("viewState", status.state));
    setClass(badge, "badge " + (status.state === "stopped" ? "bad" : status.state === "running" ? "good" : "wait"));
    badge.hidden = status.state === "running";
    const { error, remedy, note } = status;
    const said = [error, remedy, note, status.incomplete ? text("incomplete") : null].filter(Boolean);
    if (this.error.dataset.said !== said.join("\n")) {
      this.error.dataset.said = said.join("\n");
      this.error.replaceChildren(...said.map(line => prose(make("p", error && line === remedy ? "remedy" : ""), line)));
    }
    this.error.hidden = !said.length;
    setClass(this.error, status.state === "stopped" ? "error" : "error mild");
    this.#soon();
  }

  end() { clearTimeout(this.#timer); this.#body?.end?.(); }

  #soon() {
    if (this.#timer) return;
    const wait = Math.max(0, showMilliseconds - (performance.now() - this.#shownAt));
    this.#timer = setTimeout(() => { this.#timer = 0; this.#shownAt = performance.now(); this.#show(); }, wait);
  }

  #show() {
    const rows = this.#rows;
    if (!this.#hasRows) return;
    const suiting = shapes(rows);
    const wanted = kept("shape." + this.name);
    const shape = suiting.includes(wanted) ? wanted : suiting[0];
    if (shape !== this.#shape) {
      this.#body?.end?.();
      this.#shape = shape;
      this.#body = body(shape, this.name);
      this.place.replaceChildren(this.#body.element);
      setClass(this.element, "card view as-" + shape);
    }
    this.#showShapes(suiting);
    if (rows.list.length) this.#body.show(rows);
    this.place.classList.toggle("isEmpty", !rows.list.length);
    this.place.classList.toggle("isOld", this.status?.state === "stopped");
    this.place.dataset.empty = text("emptyView");
    this.#showFoot();
  }

  #showFoot() {
    const status = this.status ?? {};
    const { length } = this.#rows.list;
    const parts = [text(length === 1 ? "oneRow" : "rows", { count: shortCount(length) })];
    if (this.#changedAt) parts.push(text("changed", { clock: clock(this.#changedAt) }));
    if (status.stateBytes > 1 << 20) parts.push(bytes(status.stateBytes));
    if (status.behindSeconds > lateSeconds) parts.push(`${text("behind")} ${duration(status.behindSeconds)}`);
    setText(this.foot, parts.join(" · "));
  }

  #showShapes(suiting) {
    const said = suiting.join() + this.#shape + document.documentElement.lang;
    this.shapes.hidden = suiting.length < 2;
    if (this.shapes.dataset.said === said) return;
    this.shapes.dataset.said = said;
    this.shapes.setAttribute("role", "group");
    this.shapes.setAttribute("aria-label", text("shapeLabel", { view: this.name }));
    this.shapes.replaceChildren(...suiting.map(shape => {
      const button = make("button", shape === this.#shape ? "chosen" : "", text("shape_" + shape));
      button.type = "button";
      button.setAttribute("aria-pressed", String(shape === this.#shape));
      button.onclick = () => { keep("shape." + this.name, shape); this.#show(); };
      return button;
    }));
  }
}
