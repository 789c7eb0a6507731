// Before the first paint: the chosen theme and language, so that nothing flashes. "auto" follows the system.
"use strict";
(function () {
  const root = document.documentElement;
  const kept = name => { try { return localStorage.getItem("leat." + name); } catch { return null; } };
  root.dataset.theme = kept("theme") || "auto";
  root.lang = kept("language") || ((navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en");
})();
