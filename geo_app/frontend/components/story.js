// @ts-check
/* The views of a story: names and notes are fields; what the map looks at comes from the map itself. */

import { keepFocus, rootOf, saveFile } from "../shared/component.js";
import { iconTemplate } from "../shared/templates.js";
import { html, nothing, render } from "../vendor/lit-html/lit-html.js";
import { mapView } from "./map_view.js";

/** @import { MapView, StoryPanelData, StoryPanelRow } from "../contract.js" */
/** @import { ComponentArguments } from "../shared/component.js" */

/** @typedef {(act: string, number?: number, text?: string, view?: MapView | string | null) => void} Send */

const ICONS = {
  go: "M-6,0H6M1,-5L6,0L1,5",
  replace: "M6,-2A6.3,6.3 0 1 0 6,3M6,-7V-2H1",
  up: "M0,6V-6M-5,-1L0,-6L5,-1",
  down: "M0,-6V6M-5,1L0,6L5,1",
  remove: "M-5,-5L5,5M5,-5L-5,5",
};

/** Panels in which a file too large was chosen last.
 *
 * @type {WeakSet<HTMLElement>}
 */
const tooLarge = new WeakSet();

/** @param {ComponentArguments<StoryPanelData>} component */
export function storyPanel({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, ".story");
  // `at` makes each event another one: Streamlit passes over a trigger that repeats the last.
  /** @type {Send} */
  const send = (act, number = -1, text = "", view = null) =>
    setTriggerValue("act", { act, number, text, view, at: Date.now() });
  tooLarge.delete(root);
  const draw = () => keepFocus(root, () => render(template(root, data, send, draw), root));
  draw();
}

/** @param {HTMLElement} root @param {StoryPanelData} data @param {Send} send @param {() => void} draw */
const template = (root, data, send, draw) => html`
  <p class="intro">${data.words.intro}</p>
  <div class="acts">
    <button type="button" class="first" ?disabled=${data.full} @click=${() => send("add", -1, "", mapView())}>
      ${data.words.add}
    </button>
    ${fileButton(root, data, send, draw)}
    <button type="button" ?disabled=${!data.saved} @click=${() => saveFile(data.saved, data.file, "application/json")}>
      ${data.words.save}
    </button>
  </div>
  <div class="status" role="status">${report(root, data, send)}</div>
  <ol ?hidden=${!data.rows.length}>${data.rows.map((row, number) => rowTemplate(row, number, data, send))}</ol>
`;

/** Say what came of the last change.
 *
 * @param {HTMLElement} root
 * @param {StoryPanelData} data
 * @param {Send} send
 */
function report(root, { words, rows, problem, full, removed }, send) {
  if (tooLarge.has(root)) return html`<p class="bad">${words.too_large}</p>`;
  return [
    problem ? html`<p class="bad">${problem}</p>` : nothing,
    full ? html`<p class="notes">${words.full}</p>` : nothing,
    rows.length ? nothing : html`<p>${words.empty}</p>`,
    removed ? html`<p>${removed} <button type="button" @click=${() => send("undo")}>${words.undo}</button></p>` : nothing,
  ];
}

/** @param {StoryPanelRow} row @param {number} number @param {StoryPanelData} data @param {Send} send */
function rowTemplate(row, number, { rows, words, most }, send) {
  const name = `${number + 1}. ${row.title}`;
  const icon = (/** @type {keyof typeof ICONS} */ part, /** @type {() => void} */ act, disabled = false) => html`<button
    type="button"
    title=${words[part]}
    aria-label=${`${words[part]}: ${name}`}
    data-number=${number}
    data-part=${part}
    ?disabled=${disabled}
    @click=${act}
  >${iconTemplate(ICONS[part])}</button>`;
  const label = (/** @type {string} */ part) => `${words[part]}: ${name}`;
  const [title, note] = [fieldEvents("title", number, row.title, send), fieldEvents("note", number, row.note, send)];
  return html`
    <li>
      <span class="number">${number + 1}</span>
      <input type="text" .value=${row.title} maxlength=${most.title} aria-label=${label("title")} data-number=${number}
        data-part="title" @change=${title.onChange} @keydown=${title.onKey} />
      <span class="tools">
        ${icon("go", () => send("go", number), !row.fits)}
        ${icon("replace", () => send("replace", number, "", mapView()))}
        ${icon("up", () => send("up", number), number === 0)}
        ${icon("down", () => send("down", number), number === rows.length - 1)}
        ${icon("remove", () => send("remove", number))}
      </span>
      <small class=${row.fits ? "" : "bad"}>${row.fits ? row.what : words.unfit}</small>
      <textarea rows="2" .value=${row.note} maxlength=${most.note} placeholder=${words.note} aria-label=${label("note")}
        data-number=${number} data-part="note" @change=${note.onChange} @keydown=${note.onKey}></textarea>
    </li>
  `;
}

/** @param {"title" | "note"} part @param {number} number @param {string} text @param {Send} send */
const fieldEvents = (part, number, text, send) => ({
  onChange: (/** @type {Event} */ { currentTarget }) =>
    send(part, number, /** @type {HTMLInputElement} */ (currentTarget).value),
  onKey: (/** @type {KeyboardEvent} */ { key, currentTarget }) => {
    const input = /** @type {HTMLInputElement} */ (currentTarget);
    if (key === "Escape") input.value = text;
    if (key === "Enter" && part === "title") input.blur();
  },
});

/** @param {HTMLElement} root @param {StoryPanelData} data @param {Send} send @param {() => void} draw */
function fileButton(root, { words, most }, send, draw) {
  const onChange = async (/** @type {Event} */ { currentTarget }) => {
    const input = /** @type {HTMLInputElement} */ (currentTarget);
    const chosen = input.files?.[0];
    if (!chosen) return;
    if (chosen.size > most.bytes) {
      tooLarge.add(root);
      draw();
    } else send("load", -1, await chosen.text(), chosen.name);
    input.value = "";
  };
  const open = () => /** @type {HTMLInputElement} */ (root.querySelector("input[type=file]")).click();
  return html`
    <button type="button" @click=${open}>${words.load}</button>
    <input type="file" accept=".json" hidden tabindex="-1" aria-label=${words.load} @change=${onChange} />
  `;
}
