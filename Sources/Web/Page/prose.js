// Sentences in which `this` stands for what is typed into a file or a terminal.
import { make } from "./dom.js";

export function prose(element, sentence) {
  if (element.dataset.said === sentence) return element;
  element.dataset.said = sentence;
  element.replaceChildren(...sentence.split("`").map((part, place) => place % 2 ? make("code", "", part) : part));
  return element;
}
