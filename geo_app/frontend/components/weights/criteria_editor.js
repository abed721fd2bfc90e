// @ts-check
/* Weights that keep to 100 %, and the opened criterion's curve. The server's numbers are the truth; while a slider moves,
 * the same rule is applied here so that the others follow the finger. */

import { fill, rootOf } from "../../shared/component.js";
import { el } from "../../shared/dom.js";
import { numberField, selectBox, setNumber, textButton } from "../../shared/elements.js";
import { EventQueue } from "../../shared/event_queue.js";
import { isAnswered, rebalance, wholePercents } from "../../shared/weights.js";
import { REST_MS, moveLive, settleLive } from "./live_ranking.js";
import { curveEditor, updateCurve } from "./value_curve.js";

/** @import { EditorData, EditorRow } from "../../contract.js" */
/** @import { ComponentArguments } from "../../shared/component.js" */
/** @import { Grip } from "./value_curve.js" */

/** @typedef {Record<string, number>} Percents weights in percent, by criterion */

/** What an editor holds between two calls.
 *
 * @typedef {object} Editor
 * @property {HTMLElement} root
 * @property {EditorData} data
 * @property {EventQueue} queue
 * @property {string} shape what the elements were built for
 * @property {number} built the last event that was answered then
 * @property {string} held the criterion whose slider is held
 * @property {Grip | null} grip the anchor of a curve that is held
 * @property {Percents | null} local weights that the server has not answered yet
 * @property {{ id: string, weights: Percents } | null} base where all weights were before one began to move
 */

/** @type {WeakMap<HTMLElement, Editor>} */
const editors = new WeakMap();

/** @param {ComponentArguments<EditorData>} component */
export function criteriaEditor({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, ".criteria");
  const editor = editors.get(root) ?? newEditor(root, data);
  editors.set(root, editor);
  editor.data = data;
  editor.queue.send = (event) => setTriggerValue("change", event);
  editor.queue.answer(data.heard);
  const { words, profile, rows, more, opened, detail } = data;
  const shape = JSON.stringify([words, profile, rows.map(({ id }) => id), more, opened, detail?.kind, detail?.points.length]);
  if (editor.shape !== shape) {
    Object.assign(editor, { shape, built: data.heard, grip: null });
    build(editor);
  }
  settle(editor);
}

/** @param {HTMLElement} root @param {EditorData} data @returns {Editor} */
const newEditor = (root, data) => ({
  root,
  data,
  queue: new EventQueue(),
  shape: "",
  built: 0,
  held: "",
  grip: null,
  local: null,
  base: null,
});

/** Tell the server what the user did.
 *
 * @param {Editor} editor
 * @param {string} kind
 * @param {string} [criterion]
 * @param {unknown} [value]
 * @param {number} [rest] milliseconds that it waits for another one
 */
function push(editor, kind, criterion, value, rest) {
  if (kind !== "weight") editor.base = null;
  editor.queue.push({ kind, criterion, value }, kind !== "lock", rest);
}

/** Whether the user has done what the server has not answered yet. @param {Editor} editor */
const isAhead = ({ queue, held, grip }) => Boolean(held || grip || queue.isPending);

/** Show the server's numbers, unless the user is ahead of it.
 *
 * @param {Editor} editor
 */
function settle(editor) {
  const { data, local } = editor;
  if (!isAhead(editor)) {
    if (local && data.rows.some(({ id, percent }) => !(Math.abs(percent - local[id]) < 0.01))) editor.base = null;
    editor.local = null;
    settleLive((move) => isAnswered({ weights: sharesOf(percentsOf(data)), caution: move.caution ?? 0 }, move));
  }
  paint(editor, editor.local ?? percentsOf(data), editor.local ? null : data.rows);
  for (const row of data.rows) settleRow(editor, row);
  const box = data.detail && rowOf(editor, data.opened)?.querySelector(".detail");
  if (!data.detail || !box) return;
  // Of what was wrong before this was built nothing is left in the fields.
  const problem = data.heard > editor.built ? data.detail.problem : "";
  updateCurve(box, data.detail, editor.grip, problem, isAhead(editor));
}

/** @param {Editor} editor @param {EditorRow} row */
function settleRow(editor, { id, locked, changed }) {
  const item = rowOf(editor, id);
  if (!item) return;
  rootOf(item, ".lock").setAttribute("aria-pressed", String(locked));
  for (const input of inputsOf(item)) input.disabled = locked;
  rootOf(item, ".title").setAttribute("aria-expanded", String(id === editor.data.opened));
  rootOf(item, ".changed").textContent = changed ? editor.data.words.changed : "";
}

/** @param {Editor} editor @param {string} id */
const rowOf = ({ root }, id) => /** @type {HTMLElement | null} */ (root.querySelector(`[data-row="${CSS.escape(id)}"]`));

/** The slider and the number of a row. @param {HTMLElement} item */
const inputsOf = (item) => /** @type {NodeListOf<HTMLInputElement>} */ (item.querySelectorAll(".line input"));

// ---------------------------------------------------------------------------------------------------- the rows

/** Build anew what a change of rows or of the opened criterion changes; the focus stays.
 *
 * @param {Editor} editor
 */
function build(editor) {
  const { data, root } = editor;
  const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  const focused = activeElement instanceof HTMLElement ? activeElement.dataset.name : undefined;
  const list = el("ul", { "aria-label": data.words.weights }, ...data.rows.map((row) => rowElement(row, editor)));
  const reset = textButton(data.words.reset, "reset", () => push(editor, "reset"));
  root.replaceChildren(list, el("div", { class: "foot" }, data.more.length ? adder(editor) : null, reset));
  const again = focused && root.querySelector(`[data-name="${CSS.escape(focused)}"]`);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/** @param {EditorRow} row @param {Editor} editor */
function rowElement({ id, title }, editor) {
  const { words, opened, detail } = editor.data;
  const toggle = () => push(editor, "open", editor.data.opened === id ? "" : id);
  const open = el(
    "button",
    { type: "button", class: "title", "data-name": `open ${id}`, onclick: toggle },
    el("span", { class: "mark", "aria-hidden": "true" }),
    el("span", {}, title),
    el("small", { class: "changed" }),
  );
  const lock = el("button", {
    type: "button",
    class: "lock",
    "data-name": `lock ${id}`,
    "aria-label": fill(words.lock, { criterion: title }),
    onclick: () => push(editor, "lock", id),
  });
  const label = fill(words.weight, { criterion: title });
  const percent = el("span", { class: "percent" }, weightField(id, label, editor), "%");
  const line = el("div", { class: "line" }, open, weightSlider(id, label, editor), percent, lock);
  const actions = {
    push: (/** @type {string} */ kind, /** @type {unknown} */ value) => push(editor, kind, id, value),
    grip: (/** @type {Grip | null} */ grip) => (editor.grip = grip),
    detail: () => editor.data.detail,
    settle: () => settle(editor),
  };
  return el("li", { "data-row": id }, line, opened === id && detail ? curveEditor(detail, words, actions) : null);
}

/** @param {string} id @param {string} label @param {Editor} editor */
function weightSlider(id, label, editor) {
  const release = () => {
    editor.held = "";
    settle(editor);
  };
  const slider = el("input", {
    type: "range",
    min: 0,
    max: 100,
    step: 1,
    "data-name": `range ${id}`,
    "aria-label": label,
    oninput: () => moveWeight(editor, id, slider.valueAsNumber),
    onpointerdown: () => void (editor.held = id),
    onpointerup: release,
    onpointercancel: release,
  });
  return slider;
}

/** @param {string} id @param {string} label @param {Editor} editor */
const weightField = (id, label, editor) =>
  numberField({ min: 0, max: 100, step: 1, "data-name": `number ${id}`, "aria-label": label }, (value) => {
    if (Number.isFinite(value)) moveWeight(editor, id, Math.min(100, Math.max(0, value)));
    settle(editor);
  });

/** @param {Editor} editor */
function adder(editor) {
  const { words, more } = editor.data;
  const box = selectBox("add", [["", words.add], ...more], "", (id) => {
    if (id) push(editor, "add", id);
    box.value = "";
  });
  box.setAttribute("aria-label", words.add);
  return box;
}

// ------------------------------------------------------------------------------------------------------ weights

/** @param {EditorData} data @returns {Percents} */
const percentsOf = ({ rows }) => Object.fromEntries(rows.map(({ id, percent }) => [id, percent]));

/** @param {Percents} percents @returns {Percents} of sum 1 */
const sharesOf = (percents) => Object.fromEntries(Object.entries(percents).map(([id, percent]) => [id, percent / 100]));

/** Move one weight here at once, from where all were before it began to move, and tell the server.
 *
 * @param {Editor} editor
 * @param {string} id
 * @param {number} percent
 */
function moveWeight(editor, id, percent) {
  const locked = new Set(editor.data.rows.filter((row) => row.locked).map((row) => row.id));
  if (locked.has(id)) return;
  if (editor.base?.id !== id) editor.base = { id, weights: editor.local ?? percentsOf(editor.data) };
  const { weights } = editor.base;
  const names = Object.keys(weights);
  const held = new Set(names.flatMap((name, k) => (locked.has(name) ? [k] : [])));
  const shares = rebalance(Object.values(weights), names.indexOf(id), percent / 100, held);
  editor.local = Object.fromEntries(names.map((name, k) => [name, 100 * shares[k]]));
  paint(editor, editor.local, null);
  const isLive = moveLive("weights", { weights: sharesOf(editor.local) }, () => isAhead(editor));
  push(editor, "weight", id, editor.local[id], isLive ? REST_MS : 0);
}

/** @param {Editor} editor @param {Percents} weights @param {EditorRow[] | null} rows with the server's whole numbers */
function paint(editor, weights, rows) {
  const percents = Object.values(weights);
  const shown = rows ? rows.map((row) => row.shown) : wholePercents(percents);
  for (const [k, id] of Object.keys(weights).entries()) {
    const item = rowOf(editor, id);
    if (!item) continue;
    const [slider, number] = inputsOf(item);
    if (id !== editor.held) slider.value = String(percents[k]);
    slider.style.setProperty("--share", `${percents[k]}%`);
    setNumber(number, shown[k]);
  }
}
