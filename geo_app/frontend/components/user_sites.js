// @ts-check
/* The user's own sites: a list whose names and places are fields, a box to paste into, and save.
 *
 * What is written in a field stays until it is taken: a new list does not touch the box. */

import { keepFocus, rootOf, saveFile } from "../shared/component.js";
import { iconTemplate, messageList } from "../shared/templates.js";
import { html, nothing, render, repeat } from "../vendor/lit-html/lit-html.js";

/** @import { Texts, UserSitesData, UserSitesRow } from "../contract.js" */
/** @import { ComponentArguments } from "../shared/component.js" */
/** @typedef {(trigger: string, id: string, text: string) => void} Send */

const PIN = "M0,8C-4,2 -5.5,0 -5.5,-3A5.5,5.5 0 1 1 5.5,-3C5.5,0 4,2 0,8Z";
const CROSS = "M-5,-5L5,5M5,-5L-5,5";
const MOST_NAME = 80;
const MOST_PLACE = 2000; // a link to a map is long

/** The last report that an element showed. @type {WeakMap<HTMLElement, number>} */
const counts = new WeakMap();

/** @param {ComponentArguments<UserSitesData>} component */
export function userSites({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, ".own");
  const before = counts.get(root);
  counts.set(root, data.count);
  /** @type {Send} */
  const send = (trigger, id, text) => setTriggerValue(trigger, { id, text });
  keepFocus(root, () => render(template(root, data, send), root));
  if (data.rest !== null && before !== undefined && before !== data.count) boxOf(root).value = data.rest;
}

/** @param {HTMLElement} root */
const boxOf = (root) => /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));

/** @param {HTMLElement} root @param {UserSitesData} data @param {Send} send */
function template(root, data, send) {
  const { words, rows } = data;
  const paste = () => {
    const { value } = boxOf(root);
    if (value.trim()) send("paste", "", value);
    else boxOf(root).focus();
  };
  const onKey = (/** @type {KeyboardEvent} */ { key, ctrlKey, metaKey }) => {
    if (key === "Enter" && (ctrlKey || metaKey)) paste();
  };
  return html`
    <ul ?hidden=${!rows.length}>${repeat(rows, ({ id }) => id, (row) => rowTemplate(row, words, send))}</ul>
    <div class="status" role="status">${report(data, send)}</div>
    <label class="paste">
      <span>${words.paste}</span><textarea rows="3" spellcheck="false" @keydown=${onKey}></textarea>
      <small>${words.paste_help}</small>
    </label>
    <div class="acts">
      <button type="button" class="first" @click=${paste}>${words.add}</button>
      <button type="button" ?disabled=${!data.saved} @click=${() => saveFile(data.saved, "sites.geojson", "application/geo+json")}>
        ${words.save}
      </button>
    </div>
  `;
}

/** @param {UserSitesRow} row @param {Texts} words @param {Send} send */
function rowTemplate(row, words, send) {
  const icon = (/** @type {string} */ part, /** @type {string} */ path, /** @type {string} */ trigger) => html`<button
    type="button"
    title=${words[part]}
    aria-label=${`${words[part]}: ${row.name}`}
    data-id=${row.id}
    data-part=${part}
    @click=${() => send(trigger, row.id, "")}
  >${iconTemplate(path)}</button>`;
  return html`
    <li aria-current=${row.selected ? "true" : nothing}>
      ${icon("show", PIN, "select")}
      ${field(row, "name", row.name, MOST_NAME, words, (text) => send("rename", row.id, text))}
      ${icon("remove", CROSS, "remove")}
      <span class="where">
        ${field(row, "place", row.place, MOST_PLACE, words, (text) => send("move", row.id, text))}
        ${row.area ? html`<span>${row.area}</span>` : nothing}
      </span>
    </li>
  `;
}

/** @param {UserSitesRow} row @param {string} part @param {string} text @param {number} most @param {Texts} words @param {(text: string) => void} act */
function field(row, part, text, most, words, act) {
  const onChange = (/** @type {Event} */ { currentTarget }) => {
    const input = /** @type {HTMLInputElement} */ (currentTarget);
    if (input.value.trim()) act(input.value);
    else input.value = text;
  };
  const onKey = (/** @type {KeyboardEvent} */ { key, currentTarget }) => {
    const input = /** @type {HTMLInputElement} */ (currentTarget);
    if (key === "Enter") input.blur();
    if (key === "Escape") input.value = text;
  };
  return html`<input
    type="text"
    class=${part}
    .value=${text}
    maxlength=${most}
    aria-label=${`${words[part]}: ${row.name}`}
    data-id=${row.id}
    data-part=${part}
    @change=${onChange}
    @keydown=${onKey}
  />`;
}

/** Say what came of the last change.
 *
 * @param {UserSitesData} data
 * @param {Send} send
 */
function report({ words, rows, added, problems, notes, removed }, send) {
  const undo = () => send("undo", "", "undo");
  return [
    rows.length ? nothing : html`<p>${words.empty}</p>`,
    added ? html`<p class="good">${added}</p>` : nothing,
    messageList("bad", problems),
    messageList("notes", notes),
    removed ? html`<p>${removed} <button type="button" @click=${undo}>${words.undo}</button></p>` : nothing,
  ];
}
