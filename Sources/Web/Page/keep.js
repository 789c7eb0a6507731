// What the viewer chose, kept in the browser; a browser that keeps nothing is served as well.
export function kept(name) {
  try { return localStorage.getItem("leat." + name); } catch { return null; }
}

export function keep(name, value) {
  try { localStorage.setItem("leat." + name, value); } catch { /* chosen for this visit only */ }
}
