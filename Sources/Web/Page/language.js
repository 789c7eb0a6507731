// Every word of the page in the chosen language.
import { keep } from "./keep.js";
import english from "./texts.en.js";
import chinese from "./texts.zh.js";

const texts = { en: english, zh: chinese };

export const language = () => document.documentElement.lang === "zh" ? "zh" : "en";

/** The text of that name; {words} in it are filled in. */
export function text(name, words = {}) {
  const found = texts[language()][name] ?? english[name] ?? name;
  return found.replace(/\{(\w+)\}/g, (whole, word) => word in words ? String(words[word]) : whole);
}

/** A word of the server, such as a state, if there is one for it here. */
export const word = (kind, value) => texts[language()][kind + "_" + value] ?? english[kind + "_" + value] ?? value;

export function fillTexts() {
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label));
  }
  for (const element of document.querySelectorAll("[data-hint]")) {
    element.placeholder = text(element.dataset.hint);
    element.setAttribute("aria-label", text(element.dataset.hint));
  }
}

export function switchLanguage() {
  document.documentElement.lang = language() === "zh" ? "en" : "zh";
  keep("language", language());
  fillTexts();
}
