// @ts-check
/* What the measurements of the opened criterion are worth: its curve, with anchors to drag and the same as numbers. */

import { el, svg } from "../../shared/dom.js";
import { numberField, selectBox, setNumber, setText, textButton } from "../../shared/elements.js";

/** @import { CurveHandle, CurveNumber, EditorDetail, Texts } from "../../contract.js" */

/** An anchor that is held, and the ends of the axis as it was taken up.
 *
 * @typedef {{ handle: number, low: number, high: number }} Grip
 */

/** @typedef {[number, number | null][]} Points x and worth (of 100); null where a field is no number */

/**
 * @typedef {object} Actions
 * @property {(kind: string, value?: unknown) => void} push tells the server
 * @property {(grip: Grip | null) => void} grip
 * @property {() => EditorDetail | null} detail what the server said last
 * @property {() => void} settle
 */

/** Build the editor of a curve; `updateCurve` fills it.
 *
 * @param {EditorDetail} detail
 * @param {Texts} words
 * @param {Actions} actions
 */
export function curveEditor(detail, words, actions) {
  const kind = selectBox("kind", detail.kinds, detail.kind, (value) => actions.push("shape", value));
  const numbers = detail.numbers.map((number, k) => anchorField(number, k, actions));
  const kindLabel = el("label", { class: "kind" }, el("span", {}, detail.kind_label), kind);
  return el(
    "div",
    { class: "detail" },
    el("p", { class: "text" }),
    el("p", { class: "reason" }, el("span"), " ", el("a", { target: "_blank", rel: "noopener noreferrer" })),
    chart(detail, actions),
    el("p", { class: "chosen" }),
    el("div", { class: "numbers" }, kindLabel, ...numbers),
    el("p", { class: "problem", role: "alert" }),
    el("div", { class: "buttons" }, ...curveButtons(detail, words, actions)),
  );
}

/** @param {EditorDetail} detail @param {Actions} actions */
function chart(detail, actions) {
  const drawing = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img" });
  const plot = el("div", { class: "plot" }, drawing, ...detail.handles.map((_, k) => handleElement(k, actions)));
  const values = el("div", { class: "values", "aria-hidden": "true" }, el("span", {}, "100"), el("span", {}, "0"));
  const ends = el("div", { class: "ends", "aria-hidden": "true" }, el("span"), el("span"));
  return el("div", { class: "chart" }, values, plot, ends);
}

/** @param {EditorDetail} detail @param {Texts} words @param {Actions} actions */
function curveButtons(detail, words, { push, detail: current }) {
  const points = () => current()?.points ?? [];
  const buttons = [];
  if (detail.many) buttons.push(textButton(detail.add_anchor, "more", () => push("anchors", withMiddle(points()))));
  if (detail.many && detail.points.length > 2) {
    buttons.push(textButton(detail.remove_anchor, "fewer", () => push("anchors", points().slice(0, -1))));
  }
  const undo = textButton(detail.undo, "undo", () => push("unshape"));
  return [...buttons, undo, textButton(words.remove, "remove", () => push("remove"))];
}

/** Put an anchor half way between the last two.
 *
 * @param {[number, number][]} points
 */
function withMiddle(points) {
  const [[x0, v0], [x1, v1]] = points.slice(-2);
  return [...points.slice(0, -1), [(x0 + x1) / 2, (v0 + v1) / 2], [x1, v1]];
}

// -------------------------------------------------------------------------------------------------- the numbers

/** @param {Element} box */
const numberInputs = (box) => [.../** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll(".numbers input"))];

/** @param {CurveNumber} number @param {number} k @param {Actions} actions */
function anchorField({ label }, k, { push, detail }) {
  const input = numberField({ step: "any", "data-name": `anchor ${k}` }, () => {
    const [box, current] = [input.closest(".numbers"), detail()];
    if (box && current) push("anchors", pointsFrom(numberInputs(input.closest(".detail") ?? box), current));
  });
  return el("label", {}, el("span", {}, label), input);
}

/** Read the points from the fields: what was refused before counts together with what is new.
 *
 * @param {HTMLInputElement[]} inputs
 * @param {EditorDetail} detail
 */
function pointsFrom(inputs, { points, numbers }) {
  const next = points.map((point) => /** @type {(number | null)[]} */ ([...point]));
  inputs.forEach((input, k) => {
    const value = Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null;
    for (const [point, part] of numbers[k].at) next[point][part] = value;
  });
  return next;
}

// -------------------------------------------------------------------------------------------------- the handles

/** Make an anchor that can be dragged; the fields below do the same by keyboard.
 *
 * @param {number} handle
 * @param {Actions} actions
 */
function handleElement(handle, { push, grip: hold, detail, settle }) {
  /** @type {Grip | null} */
  let grip = null;
  const node = el("span", { class: "handle", "aria-hidden": "true" });
  node.addEventListener("pointerdown", (event) => {
    const current = detail();
    if (!current) return;
    node.setPointerCapture(event.pointerId);
    grip = { handle, low: current.low, high: current.high };
    hold(grip);
    event.preventDefault();
  });
  node.addEventListener("pointermove", (event) => {
    const current = detail();
    if (grip && current) push("anchors", drag(node, event, grip, current));
  });
  const release = () => {
    grip = null;
    hold(null);
    settle();
  };
  node.addEventListener("pointerup", release);
  node.addEventListener("pointercancel", release);
  return node;
}

/** Move an anchor to the pointer, with its numbers; return the points that come of it.
 *
 * @param {HTMLElement} node
 * @param {PointerEvent} event
 * @param {Grip} grip
 * @param {EditorDetail} detail
 */
function drag(node, event, grip, { handles, points, numbers }) {
  const handle = handles[grip.handle];
  const frame = /** @type {HTMLElement} */ (node.parentElement).getBoundingClientRect();
  const across = share(event.clientX - frame.left, frame.width);
  const x = anchorAt(grip.low + across * (grip.high - grip.low), handle, grip);
  const y = handle.free ? Math.round(100 * share(frame.bottom - event.clientY, frame.height)) : null;
  const next = points.map((point, k) => (handle.points.includes(k) ? [x, y ?? point[1]] : point));
  place(node, { x, y: y ?? handle.y }, grip);
  numberInputs(/** @type {Element} */ (node.closest(".detail"))).forEach((input, k) => {
    const [point, part] = numbers[k].at[0];
    input.value = String(next[point][part]);
  });
  return next;
}

/** @param {number} part @param {number} all */
const share = (part, all) => Math.min(1, Math.max(0, part / all));

/** Round x to a step of a power of ten that a hand can tell apart, between the anchors beside it.
 *
 * @param {number} x
 * @param {Pick<CurveHandle, "between">} handle
 * @param {{ low: number, high: number }} ends of the axis
 */
export function anchorAt(x, { between: [from, to] }, { low, high }) {
  const step = 10 ** Math.floor(Math.log10((high - low) / 50));
  const above = Math.max(from === null ? -Infinity : from + step, x);
  const between = Math.min(to === null ? Infinity : to - step, above);
  // Written without the digits that binary fractions add.
  return Number((Math.round(between / step) * step).toPrecision(12));
}

/** @param {HTMLElement} node @param {{ x: number, y: number }} at @param {{ low: number, high: number }} ends */
function place(node, { x, y }, { low, high }) {
  node.style.left = `${(100 * (x - low)) / (high - low)}%`;
  node.style.top = `${100 - y}%`;
}

// ---------------------------------------------------------------------------------------------------- the curve

/** Show the curve that the server worked out, and where the sites lie on it.
 *
 * @param {Element} box
 * @param {EditorDetail} detail
 * @param {Grip | null} grip
 * @param {string} problem
 * @param {boolean} ahead whether the user has done what the server has not answered yet
 */
export function updateCurve(box, detail, grip, problem, ahead) {
  setText(box, ".text", detail.text);
  setText(box, ".reason span", detail.reason);
  setText(box, ".reason a", detail.source_label);
  setText(box, ".chosen", detail.chosen);
  setText(box, ".problem", problem);
  const link = /** @type {HTMLAnchorElement} */ (box.querySelector(".reason a"));
  link.hidden = !detail.source;
  if (detail.source) link.href = detail.source;
  /** @type {HTMLElement} */ (box.querySelector("[data-name=undo]")).hidden = !detail.changed;
  if (!grip) {
    setText(box, ".ends span:first-child", detail.low_text);
    setText(box, ".ends span:last-child", detail.high_text);
  }
  const ends = grip ?? detail;
  drawCurve(/** @type {SVGElement} */ (box.querySelector("svg")), detail, ends);
  if (problem || ahead) return;
  numberInputs(box).forEach((input, k) => setNumber(input, detail.numbers[k].value));
  const handles = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(".handle"));
  handles.forEach((node, k) => place(node, detail.handles[k], ends));
}

/** @param {SVGElement} drawing @param {EditorDetail} detail @param {{ low: number, high: number }} ends of the axis */
function drawCurve(drawing, { curve, curve_label, out, ticks, chosen_at }, { low, high }) {
  const at = (/** @type {number} */ x) => Math.round((1e4 * (x - low)) / (high - low)) / 100;
  const marks = (/** @type {number[]} */ places, /** @type {number} */ top) =>
    places.map((x) => `M${at(x)},${top}V100`).join("");
  const line = curve.map(([x, value]) => `${at(x)},${100 - 100 * value}`).join("L");
  const [first, last] = [curve[0][0], curve[curve.length - 1][0]].map(at);
  const paths = {
    under: `M${first},100L${line}L${last},100Z`,
    out: marks(out, 92),
    tick: marks(ticks, 86),
    selected: chosen_at === null ? "" : marks([chosen_at], 0),
    curve: `M${line}`,
  };
  drawing.setAttribute("aria-label", curve_label);
  drawing.replaceChildren(...Object.entries(paths).map(([name, d]) => svg("path", { d, class: name })));
}
