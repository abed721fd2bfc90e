// @ts-check
/* How suitable every place is: the surface, the best of its cells, and a place that was clicked. */

import { el } from "../../shared/dom.js";
import { cardContent, closeCard, openPlaceCard, panFromUnderCard } from "../card.js";
import { cellAt, layOut } from "../hexagons.js";
import { switchLayer } from "../layers/switch.js";
import { markBest, markPlace } from "./pins.js";
import { emit, inPack, lonLat, onReset, session, toolTakes } from "../state.js";
import { classCount, classOf } from "./classes.js";
import { surfaceLegend } from "./legend.js";
import { SurfacePainter } from "./painter.js";
import { store, stored } from "../view.js";

/** @import { Payload, PlaceMark, SurfaceCells } from "../../contract.js" */
/** @import { Surface } from "../state.js" */
/** @import { SurfaceLegend } from "./legend.js" */

const OPACITY = 0.7;
const STILL_MS = 220; // a pointer that rests this long asks for the score under it
const OPACITY_KEY = "geo-surface-opacity";
const HIDDEN_KEY = "geo-surface-hid-choropleths";

/** @type {SurfaceLegend} */
let legend;
/** `confirmed` is whether the page has answered the last switch. */
const state = { on: true, confirmed: true, bytes: "", best: /** @type {number[]} */ ([]) };
/** What the open card is about, and its content. */
const card = { place: "", content: /** @type {Element | null} */ (null) };
/** @type {L.Tooltip | null} */
let hint;
onReset(() => {
  hint = null;
  Object.assign(state, { on: true, confirmed: true, bytes: "", best: [] });
  Object.assign(card, { place: "", content: null });
});

/** Lay out the grid and add the surface to the legend; called once the legend is there. */
export function addSurface() {
  const { grid } = session.pack;
  if (!grid) return;
  const opacity = Number(stored(OPACITY_KEY)) || OPACITY;
  const laidOut = layOut(grid);
  const painter = new SurfacePainter(grid, laidOut, { pane: "geo-surface", padding: 0.2 });
  painter.setOpacity(opacity);
  legend = surfaceLegend(grid, opacity, turn, fadeSurface);
  session.map.getContainer().querySelector(".geo-sites-key")?.after(legend.root);
  session.surface = { grid, hexagons: laidOut, painter };
  answerPointer();
  if (session.listener) markAsked();
}

/** Mark a place that is asked about, before the page answers: at a click, or by keyboard. */
function markAsked() {
  session.map.on("click", (event) => {
    if (!toolTakes(event) && inPack(event.latlng)) markPlace(lonLat(event.latlng), hexagons());
  });
  aimByKeyboard(session.map.getContainer());
}

const hexagons = () => session.surface?.hexagons ?? null;

/** By keyboard: arrow keys move the map beneath a cross in its middle, Enter asks for the place there.
 *
 * @param {HTMLElement} box
 */
function aimByKeyboard(box) {
  const { signal } = session;
  const hideCross = () => box.classList.remove("geo-aim");
  box.addEventListener("blur", hideCross, { signal });
  box.addEventListener("pointerdown", hideCross, { signal });
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.target !== box || toolTakes()) return;
    if (event.key.startsWith("Arrow")) box.classList.add("geo-aim");
    const middle = session.map.getCenter();
    if (event.key !== "Enter" || !inPack(middle)) return;
    event.preventDefault();
    markPlace(lonLat(middle), hexagons());
    emit({ kind: "place", ...lonLat(middle) });
  };
  box.addEventListener("keydown", onKey, { signal });
}

/** Turn the surface on or off at once; a page behind the map then works it out, or no longer does.
 *
 * @param {boolean} on
 */
function turn(on) {
  Object.assign(state, { on, confirmed: false });
  paint();
  emit({ kind: on ? "surface_on" : "surface_off" });
}

/** @param {number} opacity 0 to 1 */
function fadeSurface(opacity) {
  session.surface?.painter.setOpacity(opacity);
  store(OPACITY_KEY, String(opacity));
}

/** Follow a payload: the cells' scores, the best of them, and the place whose explanation is open.
 *
 * @param {Payload} payload
 */
export function showSurface({ cells, place }) {
  markPlace(place, hexagons());
  showPlaceCard(place);
  const { surface } = session;
  if (surface) showCells(surface, cells?.grid === surface.grid.key ? cells : null);
}

/** @param {Surface} surface @param {SurfaceCells | null} cells */
function showCells({ grid, painter }, cells) {
  // A switch that the page has not answered yet holds; after the answer, what the page says.
  if (state.confirmed || Boolean(cells) === state.on) Object.assign(state, { on: Boolean(cells), confirmed: true });
  if (cells?.bytes && cells.bytes !== state.bytes) {
    state.bytes = cells.bytes;
    painter.codes = Uint8Array.from(atob(cells.bytes), (byte) => byte.charCodeAt(0));
  }
  if (!cells && state.confirmed) {
    painter.codes = null;
    state.bytes = "";
  }
  if (cells?.values) state.bytes = ""; // `showCodes` brings what the browser has scored
  legend.root.hidden = !(cells || session.listener);
  legend.note.textContent = cells?.note || (session.listener ? grid.texts.click : "");
  state.best = cells?.top ?? [];
  if (cells?.bytes || cells?.values) hideChoropleths();
  paint();
}

/** Show codes that were worked out here.
 *
 * @param {Uint8Array} codes
 */
export function showCodes(codes) {
  const { surface } = session;
  if (!surface || !state.on) return;
  surface.painter.codes = codes;
  if (isPainted()) surface.painter.paint();
  else paint();
}

/** Say beside the surface's legend why it is not there. @param {string} text */
export function noteOnSurface(text) {
  if (session.surface) legend.note.textContent = text;
}

/** Open a card about the place, once; while it stays open, it follows the weights.
 *
 * @param {PlaceMark | undefined} place
 */
function showPlaceCard(place) {
  const open = card.content !== null && cardContent() === card.content;
  const key = place ? `${place.lon} ${place.lat}` : "";
  if (place && (open || key !== card.place)) {
    openPlaceCard(place);
    card.content = cardContent();
    if (key !== card.place) panFromUnderCard(L.latLng(place.lat, place.lon));
  } else if (!place && open) closeCard();
  card.place = key;
}

/** One choropleth would hide another: with the first surface, the pack's own are turned off. */
function hideChoropleths() {
  if (session.staged || stored(HIDDEN_KEY)) return;
  store(HIDDEN_KEY, "yes");
  for (const [id, { entry, on }] of session.layers) if (entry.classes && on) switchLayer(id, false);
}

function paint() {
  if (!session.surface) return;
  const { painter } = session.surface;
  const shown = state.on && painter.codes !== null;
  legend.checkbox.checked = state.on;
  legend.details.hidden = !state.on;
  if (!shown) painter.remove();
  else if (!session.map.hasLayer(painter)) painter.addTo(session.map);
  else painter.paint();
  session.map.getContainer().dataset.surface = shown ? "yes" : "";
  markBest(session.surface.hexagons, shown ? state.best : []);
}

// -------------------------------------------------------------------------------------------- the pointer asks

/** Say the score under a pointer that rests. */
function answerPointer() {
  if (!window.matchMedia("(hover: hover)").matches) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const ask = (/** @type {L.LeafletMouseEvent} */ event) => {
    clearTimeout(waiting);
    hint?.remove();
    if (event.type === "mousemove" && isPainted()) waiting = setTimeout(() => answer(event), STILL_MS);
  };
  session.map.on(/** @type {"click"} */ ("mousemove mouseout movestart click"), ask);
  session.signal.addEventListener("abort", () => clearTimeout(waiting));
}

const isPainted = () => Boolean(session.surface && session.map.hasLayer(session.surface.painter));

/** Say the score under the pointer, where nothing else is said.
 *
 * @param {L.LeafletMouseEvent} event
 */
function answer({ latlng, originalEvent }) {
  const over = /** @type {Element} */ (originalEvent.target);
  if (!over.isConnected || over.closest(".leaflet-interactive, .leaflet-control, button")) return;
  const text = textAt(latlng);
  if (!text) return;
  hint = L.tooltip({ className: "geo-tip", opacity: 1, direction: "top", offset: [0, -8] })
    .setLatLng(latlng)
    .setContent(el("span", {}, text))
    .addTo(session.map);
}

/** @param {L.LatLng} place */
function textAt(place) {
  const { surface } = session;
  if (!surface?.painter.codes || !isPainted()) return "";
  const { grid } = surface;
  const cell = cellAt(surface.hexagons, place);
  if (cell < 0) return "";
  const code = surface.painter.codes[cell];
  const beyond = classOf(grid, code) - classCount(grid);
  if (beyond >= 0) return beyond === 0 ? grid.texts.unknown : grid.texts.excluded;
  return grid.texts.of.replace("{score}", Math.round(code / grid.steps).toLocaleString(session.look.lang));
}
