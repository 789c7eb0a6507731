extension StatusPage {
    static let style = """
        :root{--back:#f6f7f9;--card:#fff;--text:#16202b;--quiet:#5b6875;--line:#dde2e8;--accent:#0a6bb5;
        --good:#147a3f;--wait:#8a5a00;--bad:#b3261e}
        @media(prefers-color-scheme:dark){:root{--back:#0f1419;--card:#182028;--text:#e5eaef;--quiet:#96a3b0;
        --line:#2a343e;--accent:#58b0f0;--good:#4cc27f;--wait:#e0ac4a;--bad:#ff8078}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--back);color:var(--text);font:15px/1.45 system-ui,sans-serif}
        header,main,footer{max-width:1000px;margin:0 auto;padding:0 16px}
        header{display:flex;align-items:baseline;gap:10px;padding-top:18px}
        h1{font-size:22px;margin:0}h2{font-size:16px;margin:26px 0 8px}
        .quiet{color:var(--quiet)}
        .badge{font-size:13px;border-radius:10px;padding:1px 9px;border:1px solid currentColor;white-space:nowrap}
        #live{margin-left:auto}
        .good{color:var(--good)}.wait{color:var(--wait)}.bad{color:var(--bad)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:10px;margin-top:16px}
        .card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 14px;min-width:0}
        .figures b{display:block;font-size:24px;font-variant-numeric:tabular-nums;white-space:nowrap}
        .figures span{color:var(--quiet);font-size:13px}
        #chart{display:block;width:100%;height:70px;margin-top:10px;background:var(--card);
        border:1px solid var(--line);border-radius:8px}
        #line{fill:none;stroke:var(--accent);stroke-width:1.5;vector-effect:non-scaling-stroke}
        .source{margin-bottom:10px}
        .source h3{display:flex;gap:10px;align-items:baseline;font-size:16px;margin:0 0 6px;flex-wrap:wrap}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:0}
        dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        .error{border-left:3px solid var(--bad);padding:4px 10px;margin:8px 0 0;overflow-wrap:anywhere}
        .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:7px 14px;border-top:1px solid var(--line)}
        thead th{border:0;color:var(--quiet);font-weight:500;font-size:13px;white-space:nowrap}
        td{overflow-wrap:anywhere}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        button{font:inherit;color:var(--accent);background:none;border:1px solid currentColor;border-radius:6px;
        padding:4px 12px;cursor:pointer;margin-top:8px}
        a{color:var(--accent);margin-right:12px}
        footer{padding-top:22px;padding-bottom:28px;font-size:13px;overflow-wrap:anywhere}
        """
}
