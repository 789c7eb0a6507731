import Hummingbird

/// The page at `/`: one document that brings everything with it and polls `/api/status` each second.
enum StatusPage {
    static var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: "no-cache",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                    + "connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Leat</title>
        <link rel="icon" href="data:,">
        <style>\(style)</style>
        </head>
        <body>
        <header>
          <h1>Leat</h1>
          <span id="version" class="quiet"></span>
          <span id="live" class="badge wait" role="status">connecting</span>
        </header>
        <main>
          <p id="trouble" class="error" role="alert" hidden></p>
          <section class="figures" aria-label="Figures">
            <div class="card"><b id="rate">–</b><span>rows per second</span></div>
            <div class="card"><b id="rows">–</b><span>rows since start</span></div>
            <div class="card"><b id="records">–</b><span>records readable</span></div>
            <div class="card"><b id="lag">–</b><span>behind the source</span></div>
            <div class="card"><b id="written">–</b><span>bytes written</span></div>
            <div class="card"><b id="free">–</b><span>disk free</span></div>
          </section>
          <svg id="chart" viewBox="0 0 120 30" preserveAspectRatio="none" role="img"
            aria-label="Rows per second over the last two minutes"><path id="line"></path></svg>
          <section>
            <h2>Sources</h2>
            <div id="sources"></div>
          </section>
          <section>
            <h2>Topics</h2>
            <div class="scroll"><table>
              <thead><tr><th>Topic</th><th class="n">Partitions</th><th class="n">Records</th>
              <th class="n">Records/s</th></tr></thead>
              <tbody id="topics"></tbody>
            </table></div>
          </section>
          <section id="groupsSection" hidden>
            <h2>Consumer groups</h2>
            <div class="scroll"><table>
              <thead><tr><th>Group</th><th>State</th><th class="n">Members</th><th>Topic</th>
              <th class="n">Behind by</th></tr></thead>
              <tbody id="groups"></tbody>
            </table></div>
          </section>
        </main>
        <footer class="quiet">
          <a href="/metrics">metrics</a> <a href="/api/status">status as JSON</a> <span id="directory"></span>
        </footer>
        <script>\(script)</script>
        </body>
        </html>
        """
}
