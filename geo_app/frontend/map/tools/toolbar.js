// @ts-check
/* Tools on the map: draw a point or an area, measure a distance.
 *
 * By mouse and finger a click sets a corner. By keyboard the arrow keys move the map beneath a cross in its middle, Space
 * sets a corner there, Enter ends, Backspace takes the last corner back, Escape leaves. */

import { el } from "../../shared/dom.js";
import { closeCard } from "../card.js";
import { dock } from "../drawing.js";
import { hasFoundPlace, removeFoundPlace } from "./found_place.js";
import { edgesCross } from "../polygons.js";
import { emit, inPack, onReset, session } from "../state.js";
import { iconButton } from "../symbols.js";
import { removeDrawn, showDrawn, showPreview, sumText } from "./preview.js";
import { isUserSite, removeUserSite } from "../sites/user_sites.js";

/** @import { Payload } from "../../contract.js" */

const ICONS = {
  point: "M0,8C-4,2 -5.5,0 -5.5,-3A5.5,5.5 0 1 1 5.5,-3C5.5,0 4,2 0,8ZM-1.8,-3A1.8,1.8 0 1 0 1.8,-3A1.8,1.8 0 1 0 -1.8,-3",
  polygon: "M-6,-3L1,-7L7,0L3,7L-5,5Z",
  measure: "M-8,-3H8V4H-8ZM-4,-3V0M0,-3V1M4,-3V0",
  remove: "M-6,-5H6M-2,-5V-7H2V-5M-4.5,-5L-3.5,7H3.5L4.5,-5M-1.3,-2V4M1.3,-2V4",
};
const CLOSE_PX = 14; // a click as near as this to the first corner closes the area
const SAME_PX = 3; // a click as near as this to the last corner is the second half of a double click

/** @typedef {"point" | "polygon" | "measure" | ""} Mode */

/** What is being drawn; `done` is a measurement that has ended. */
let tool = /** @type {{ mode: Mode, corners: L.LatLng[], hover: L.LatLng | null, asked: string, done: boolean }} */ ({});
/** @type {Map<string, HTMLButtonElement>} */
let buttons;
/** @type {{ strip: HTMLElement, status: HTMLElement, sum: HTMLElement }} */
let nodes;
onReset(() => {
  tool = { mode: "", corners: [], hover: null, asked: "", done: false };
  buttons = new Map();
  session.tool = "";
});

/** Add the toolbar; without a page behind the map, in a file, there is only the measure. */
export function addTools() {
  const { texts } = session.pack;
  const bar = el("div", { class: "leaflet-bar geo-buttons geo-tools", role: "group", "aria-label": texts.tools });
  /** @type {Mode[]} */
  const modes = session.listener ? ["point", "polygon", "measure"] : ["measure"];
  for (const mode of modes) {
    const button = addButton(mode, ICONS[mode || "point"], () => chooseTool(tool.mode === mode ? "" : mode));
    button.setAttribute("aria-pressed", "false");
    bar.append(button);
  }
  if (session.listener) {
    const remove = addButton("remove", ICONS.remove, () => removeUserSite(session.selected));
    remove.hidden = true;
    bar.append(remove);
  }
  dock("topleft", bar);
  const box = session.map.getContainer();
  box.append(makeStrip(), el("div", { class: "geo-cross-hair", "aria-hidden": "true" }));
  box.addEventListener("keydown", onKey, { capture: true, signal: session.signal });
  listenToPointer();
}

/** @param {string} name @param {string} path @param {() => void} act */
function addButton(name, path, act) {
  const button = iconButton(session.pack.texts[`tool_${name}`], path, act);
  buttons.set(name, button);
  return button;
}

/** Make the strip that says what to do, and what the corners come to. */
function makeStrip() {
  const action = (/** @type {string} */ name, /** @type {() => void} */ act) => {
    const button = el("button", { type: "button", onclick: act }, session.pack.texts[`tool_${name}`]);
    buttons.set(name, button);
    return button;
  };
  const actions = [action("finish", finish), action("undo", undo), action("cancel", () => chooseTool(""))];
  const [status, sum] = [el("span", { role: "status" }), el("b", { class: "geo-tool-sum" })];
  const row = el("span", { class: "geo-tool-acts" }, ...actions);
  nodes = { status, sum, strip: el("div", { class: "geo-tool-strip", hidden: true }, status, sum, row) };
  L.DomEvent.disableClickPropagation(nodes.strip);
  return nodes.strip;
}

function listenToPointer() {
  session.map.on("click", (event) => {
    if (!tool.mode) return;
    session.handledClick = event.originalEvent; // it chooses nothing, also where it ends the tool
    setCorner(event.latlng, event.containerPoint);
  });
  session.map.on("dblclick", () => ["polygon", "measure"].includes(tool.mode) && finish());
  session.map.on("mousemove", (event) => {
    if (!tool.mode || tool.mode === "point" || tool.done) return;
    tool.hover = event.latlng;
    draw();
  });
  session.map.on("mouseout", () => {
    tool.hover = null;
    if (tool.mode) draw();
  });
  session.map.on("move", () => tool.mode && draw());
}

/** Take up a tool, or lay it down with an empty name.
 *
 * @param {Mode} mode
 */
function chooseTool(mode) {
  if (tool.mode === mode && !mode) return;
  Object.assign(tool, { mode, corners: [], hover: null, done: false });
  session.tool = mode;
  const box = session.map.getContainer();
  box.dataset.mode = mode;
  session.map.doubleClickZoom[mode ? "disable" : "enable"]();
  for (const [name, button] of buttons) {
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(name === mode));
  }
  nodes.strip.hidden = !mode;
  if (mode) {
    closeCard();
    say(session.pack.texts[`hint_${mode}`]);
    box.focus();
  }
  draw();
}

/** @param {string} text */
function say(text) {
  nodes.status.textContent = text;
}

/** @param {L.LatLng} latlng @param {L.Point} at */
function setCorner(latlng, at) {
  if (tool.mode !== "measure" && !inPack(latlng)) return say(session.pack.texts.tool_outside);
  if (tool.mode === "point") return complete([latlng]);
  if (tool.done) Object.assign(tool, { corners: [], done: false }); // a new measurement begins
  const pixelsTo = (/** @type {number} */ k) => session.map.latLngToContainerPoint(tool.corners[k]).distanceTo(at);
  const { length } = tool.corners;
  if (length && pixelsTo(length - 1) < SAME_PX) return;
  if (tool.mode === "polygon" && length > 2 && pixelsTo(0) < CLOSE_PX) return finish();
  tool.corners.push(latlng);
  draw();
}

function undo() {
  tool.done = false;
  tool.corners.pop();
  draw();
}

function finish() {
  const { texts } = session.pack;
  if (tool.mode === "measure") {
    Object.assign(tool, { done: tool.corners.length > 1, hover: null });
    return draw();
  }
  if (tool.mode !== "polygon") return;
  if (tool.corners.length < 3) return say(texts.tool_few);
  if (edgesCross(tool.corners)) return say(texts.tool_crosses);
  complete(tool.corners);
}

/** Hand what was drawn to the page.
 *
 * @param {L.LatLng[]} corners
 */
function complete(corners) {
  /** @type {[number, number][]} */
  const ring = tool.mode === "polygon" ? corners.map(({ lng, lat }) => [lng, lat]) : [];
  const { lng, lat } = ring.length ? L.latLngBounds(corners).getCenter() : corners[0];
  emit({ kind: "drawn", lon: lng, lat, ring });
  chooseTool("");
  showDrawn(corners);
}

function draw() {
  const { mode, corners, hover } = tool;
  showPreview(mode, corners, hover);
  if (!mode) return;
  nodes.sum.textContent = sumText(mode, corners, hover);
  const few = corners.length < (mode === "polygon" ? 3 : 2);
  setButton("finish", mode === "point", few || tool.done);
  setButton("undo", mode === "point", !corners.length);
  session.map.getContainer().dataset.corners = String(corners.length);
}

/** @param {string} name @param {boolean} hidden @param {boolean} disabled */
function setButton(name, hidden, disabled) {
  const button = buttons.get(name);
  if (button) Object.assign(button, { hidden, disabled });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape" && (tool.mode || hasFoundPlace())) {
    take(event);
    removeFoundPlace();
    if (!tool.corners.length || tool.done) return chooseTool("");
    tool.corners = [];
    return draw();
  }
  const within = /** @type {Element} */ (event.target).closest("button, input, summary, a, [role=button]");
  if (!tool.mode || within) return;
  const act = { Enter: enter, " ": setMiddle, Backspace: undo, Delete: undo }[event.key];
  if (!act) return;
  take(event);
  act();
}

/** @param {Event} event */
function take(event) {
  event.preventDefault();
  event.stopPropagation();
}

const setMiddle = () => setCorner(session.map.getCenter(), session.map.getSize().divideBy(2));
const enter = () => (tool.mode === "point" ? setMiddle() : finish());

/** Follow a payload: a tool that the page asks for.
 *
 * @param {Payload} payload
 */
export function showTools({ mode: asked = "" }) {
  removeDrawn();
  if (asked !== tool.asked) chooseTool(/** @type {Mode} */ (asked));
  tool.asked = asked;
  const remove = buttons.get("remove");
  if (remove) remove.hidden = !isUserSite(session.selected);
}
