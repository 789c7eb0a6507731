// Elements are made by hand: text from the server goes in as text only, never as markup.
export const byId = id => document.getElementById(id);

/** An element with a class and children; strings become text. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** Sets text only where it changes: selections stay, and screen readers are not told twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setClass(element, className) {
  if (element.className !== className) element.className = className;
}

export function setTitle(element, title) {
  if (element.title !== title) element.title = title;
}

/**
 * Keeps the children of `parent` in step with `items`: an element stays the same for a key, so that what has the
 * focus or is unfolded stays so.
 */
export function keyed(parent, items, keyOf, create, update) {
  const known = parent.keyedChildren ??= new Map();
  const wanted = new Set();
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    wanted.add(key);
    let element = known.get(key);
    if (!element) known.set(key, element = create(item));
    update(element, item);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const [key, element] of known) {
    if (wanted.has(key)) continue;
    element.remove();
    known.delete(key);
  }
}
