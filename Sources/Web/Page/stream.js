// A stream of Server-Sent Events that goes on by itself: EventSource gives up for good when a restarting server
// answers with an error, so every loss is followed by a new one, soon at first, then every few seconds.
const pauses = [250, 500, 1000, 2000, 3000];
// A connection that neither opens nor fails, as through a cut network.
const openingMilliseconds = 10_000;

export class Stream {
  #source = null; #timer = 0; #losses = 0;

  /**
   * @param path gives where it is, asked each time anew
   * @param events event name → function of its parsed data
   * @param onLink told true when it is open and false when it is lost
   * @param parse the data of an event, from its text
   */
  constructor(path, events, onLink = () => {}, parse = JSON.parse) {
    this.path = path; this.events = events; this.onLink = onLink; this.parse = parse;
    this.open();
  }

  open() {
    this.close();
    const source = this.#source = new EventSource(this.path());
    this.#timer = setTimeout(() => this.#lose(source), openingMilliseconds);
    source.onopen = () => { clearTimeout(this.#timer); this.onLink(true); };
    source.onerror = () => this.#lose(source);
    for (const [name, handle] of Object.entries(this.events)) {
      source.addEventListener(name, event => { this.#losses = 0; handle(this.parse(event.data)); });
    }
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #lose(source) {
    if (source !== this.#source) return;
    this.close();
    this.onLink(false);
    this.#timer = setTimeout(() => this.open(), pauses[Math.min(this.#losses++, pauses.length - 1)]);
  }
}
