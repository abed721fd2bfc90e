// @ts-check
/* Elements of the criteria editor, which keeps them while it moves them. */

import { el } from "./dom.js";

/** Make a button; its name finds it again after the list was built anew.
 *
 * @param {string} text
 * @param {string} name
 * @param {() => void} act
 */
export const textButton = (text, name, act) =>
  el("button", { type: "button", class: "plain", "data-name": name, onclick: act }, text);

/** Make a list to choose from.
 *
 * @param {string} name
 * @param {readonly [string, string][]} options value and text of each
 * @param {string} selected
 * @param {(value: string) => void} choose
 */
export function selectBox(name, options, selected, choose) {
  const box = el("select", { "data-name": name, onchange: () => choose(box.value) });
  box.append(...options.map(([value, text]) => new Option(text, value, false, value === selected)));
  return box;
}

/** Write a text where it is another one.
 *
 * @param {Element} root
 * @param {string} selector
 * @param {string} text
 */
export function setText(root, selector, text) {
  const node = root.querySelector(selector);
  if (node && node.textContent !== text) node.textContent = text;
}

/** Number fields that the user is writing in: what comes from the server does not touch them.
 *
 * @type {WeakSet<HTMLInputElement>}
 */
const edited = new WeakSet();

/** Make a number field whose value is taken when the user leaves it.
 *
 * @param {Record<string, string | number>} attributes
 * @param {(value: number) => void} take called with NaN where the field is no number
 */
export function numberField(attributes, take) {
  const leave = () => {
    const changed = edited.delete(input);
    if (changed) take(input.valueAsNumber);
  };
  const oninput = () => void edited.add(input);
  const input = el("input", { type: "number", ...attributes, oninput, onchange: leave, onblur: leave });
  return input;
}

/** @param {HTMLInputElement} input @param {string | number} value */
export function setNumber(input, value) {
  if (!edited.has(input)) input.value = String(value);
}
