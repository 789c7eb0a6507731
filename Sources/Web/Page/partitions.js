// The partitions of one unfolded topic, so many at a time.
import { make, keyed, setText } from "./dom.js";
import { bytes, count, rate } from "./format.js";
import { text } from "./language.js";
import { getJSON } from "./names.js";
import { setCells, showHead, table } from "./table.js";

const rowsAtFirst = 50;
const rowsMore = 200;
const names = ["n", "n", "n", "n", "n", "n"];

export class Partitions {
  #shown = rowsAtFirst; #topic = null; #frame = null;

  constructor(name, draw) {
    this.name = name;
    this.more = make("button", "more");
    this.more.type = "button";
    this.more.onclick = () => { this.#shown += rowsMore; this.load().then(draw); };
    this.#frame = table(this.#columns());
    this.element = make("div", "partitions", this.#frame, this.more);
    this.load().then(draw, () => {});
  }

  async load() { this.#topic = await getJSON(`/api/topics/${encodeURIComponent(this.name)}?max=${this.#shown}`); }

  show() {
    const topic = this.#topic;
    this.#frame.setAttribute("aria-label", text("unfold", { topic: this.name }));
    showHead(this.#frame, this.#columns());
    const body = this.#frame.querySelector("tbody");
    keyed(body, topic?.partitions ?? [], partition => partition.partition, () => make("tr"),
      (row, partition) => setCells(row, [
        String(partition.partition), count(partition.endOffset - partition.startOffset),
        `${count(partition.startOffset)} – ${count(partition.endOffset)}`, bytes(partition.bytes),
        rate(partition.recordsPerSecond), bytes(partition.bytesPerSecond),
      ], names));
    const left = (topic?.partitionCount ?? 0) - (topic?.partitions.length ?? 0);
    this.more.hidden = left <= 0;
    setText(this.more, text("showMore", { count: count(Math.min(left, rowsMore)) }));
  }

  #columns() {
    return ["partition", "records", "offsets", "size", "recordsPerSecond", "byteRate"]
      .map(name => ({ text: text(name), isNumber: true }));
  }
}
