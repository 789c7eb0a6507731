extension StatusPage {
    /// Text from the server goes into the document as text only (`textContent`), never as markup.
    static let script = #"""
        "use strict";
        const $ = id => document.getElementById(id);
        const number = new Intl.NumberFormat("en");
        const count = n => number.format(Math.round(n));
        function bytes(n) {
          const units = ["B", "KiB", "MiB", "GiB", "TiB"];
          let unit = 0;
          while (n >= 1024 && unit < units.length - 1) { n /= 1024; unit++; }
          return (unit && n < 100 ? n.toFixed(1) : Math.round(n)) + " " + units[unit];
        }
        function seconds(s) {
          if (s == null) return "–";
          if (s < 1) return Math.round(s * 1000) + " ms";
          if (s < 120) return s.toFixed(1) + " s";
          return s < 7200 ? Math.round(s / 60) + " min" : Math.round(s / 3600) + " h";
        }
        function make(tag, text, name) {
          const element = document.createElement(tag);
          if (text != null) element.textContent = text;
          if (name) element.className = name;
          return element;
        }
        const stateClass = { streaming: "good", stopped: "bad" };
        const rates = [];
        let last = null;
        let sourcesSaid = "";

        function perSecond(now, before, key) {
          const span = (now.now_milliseconds - before.now_milliseconds) / 1000;
          return span > 0 ? Math.max(0, (key(now) - key(before)) / span) : 0;
        }
        const rowsOf = s => s.sources.reduce((sum, source) => sum + source.rows, 0);

        function sourceCard(source) {
          const card = make("div", null, "card source");
          const title = make("h3", source.name);
          title.append(make("span", source.state, "badge " + (stateClass[source.state] || "wait")));
          card.append(title);
          const list = make("dl");
          const entries = [
            ["server", source.server], ["position", source.position], ["behind", seconds(source.lag_seconds)],
            ["rows", count(source.rows) + " in " + count(source.transactions) + " transactions"],
            ["read", bytes(source.bytes)],
          ];
          for (const [name, value] of entries) {
            if (value == null) continue;
            list.append(make("dt", name), make("dd", value));
          }
          card.append(list);
          if (source.error) {
            const error = make("p", source.error, "error");
            if (source.remedy) error.append(make("br"), make("span", source.remedy, "quiet"));
            card.append(error);
          }
          if (source.state === "stopped" || source.state === "retrying") {
            const button = make("button", "Try again now");
            button.onclick = () => fetch("/api/sources/" + encodeURIComponent(source.name) + "/resume",
              { method: "POST" }).then(poll);
            card.append(button);
          }
          return card;
        }

        function row(cells) {
          const line = make("tr");
          for (const [text, name] of cells) line.append(make("td", text, name));
          return line;
        }

        function show(status) {
          const before = last && last.started_milliseconds === status.started_milliseconds ? last : null;
          const rate = before ? perSecond(status, before, rowsOf) : 0;
          if (before) rates.push(rate);
          while (rates.length > 120) rates.shift();
          $("version").textContent = status.version;
          $("rate").textContent = before ? count(rate) : "–";
          $("rows").textContent = count(rowsOf(status));
          $("records").textContent = count(status.topics.reduce((sum, topic) => sum + topic.records, 0));
          const lags = status.sources.map(source => source.lag_seconds).filter(lag => lag != null);
          $("lag").textContent = lags.length ? seconds(Math.max(...lags)) : "–";
          $("written").textContent = bytes(status.queue.bytes);
          $("free").textContent = status.queue.disk_free_bytes == null ? "–" : bytes(status.queue.disk_free_bytes);
          $("directory").textContent = "queue in " + status.queue.directory;
          $("trouble").hidden = !status.queue.error;
          $("trouble").replaceChildren(status.queue.error || "", make("br"),
            make("span", status.queue.remedy || "", "quiet"));
          const top = Math.max(1, ...rates);
          $("line").setAttribute("d", rates.map((value, index) =>
            (index ? "L" : "M") + (120 - rates.length + index) + " " + (28 - 26 * value / top).toFixed(2)).join(""));
          // Rebuilt only when it says something new, so that a button is not taken away under the pointer.
          const said = JSON.stringify(status.sources);
          if (said !== sourcesSaid) $("sources").replaceChildren(...status.sources.map(sourceCard));
          sourcesSaid = said;
          const earlier = {};
          if (before) for (const topic of before.topics) earlier[topic.name] = topic.records;
          $("topics").replaceChildren(...status.topics.map(topic => row([
            [topic.name], [count(topic.partitions.length), "n"], [count(topic.records), "n"],
            [before && topic.name in earlier
              ? count(perSecond(status, before, s => s === status ? topic.records : earlier[topic.name])) : "–", "n"],
          ])));
          if (!status.topics.length) $("topics").replaceChildren(row([["no topic yet: the first change makes it"]]));
          const groups = status.groups.flatMap(group => {
            const rebalance = group.rebalance_seconds == null ? "" : " for " + seconds(group.rebalance_seconds);
            const head = [[group.name], [group.state + rebalance], [count(group.member_count), "n"]];
            const topics = group.topics || [];
            return topics.length
              ? topics.map(topic => row([...head, [topic.topic], [count(topic.lag), "n"]]))
              : [row([...head, ["–"], ["–", "n"]])];
          });
          $("groupsSection").hidden = !groups.length;
          $("groups").replaceChildren(...groups);
          last = status;
        }

        async function poll() {
          const live = $("live");
          try {
            const answer = await fetch("/api/status", { signal: AbortSignal.timeout(5000) });
            if (!answer.ok) throw new Error(answer.status);
            const status = await answer.json();
            show(status);
            const stopped = status.sources.filter(source => source.state === "stopped").length;
            const queue = status.queue;
            const trouble = queue.is_disk_full ? "disk full" : queue.is_writable ? null : "queue stopped";
            live.textContent = trouble || (stopped ? stopped + " stopped" : "live");
            live.className = "badge " + (trouble || stopped ? "bad" : "good");
          } catch {
            live.textContent = "no answer";
            live.className = "badge bad";
          }
        }
        (async function () {
          for (;;) {
            if (!document.hidden) await poll();
            await new Promise(next => setTimeout(next, 1000));
          }
        })();
        """#
}
