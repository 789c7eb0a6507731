// The server's JSON says names_like_this, the page namesLikeThis. What is keyed by users' own names stays as it is.
const keyedByUsers = new Set(["lag", "notices"]);

export function camel(value) {
  if (Array.isArray(value)) return value.map(camel);
  if (value === null || typeof value !== "object") return value;
  const result = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = key.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
    result[name] = keyedByUsers.has(key) && inner !== null && typeof inner === "object" ? inner : camel(inner);
  }
  return result;
}

/** GET of JSON; throws what the server says is wrong. */
export async function getJSON(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(10_000) });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ? `${body.error} · ${body.remedy}` : `${answer.status}`);
  return camel(body);
}
