// @ts-check
/* The stage: the map as large as the screen, shown step by step with the keys alone.
 *
 * All steps are in the payload, so that a step waits for nobody; the same works in a file. */

import { el, reducedMotion } from "../../shared/dom.js";
import { closeCard } from "../card.js";
import { dock } from "../drawing.js";
import { setOpacity } from "../layers/order.js";
import { switchLayer } from "../layers/switch.js";
import { drawSpotlight, removeSpotlight } from "./spotlight.js";
import { flyTo, flyToSite, flyToTop } from "./camera.js";
import { makeStage, writeCaption, writeLayer } from "./nodes.js";
import { emit, onReset, session } from "../state.js";
import { iconButton } from "../symbols.js";
import { currentView } from "../view.js";

/** @import { MapView, Payload, SightDocument, StageDocument } from "../../contract.js" */
/** @import { LayerRecord } from "../state.js" */
/** @import { StageNodes } from "./nodes.js" */

const DESIGN = [1280, 720]; // everything is drawn for a screen of this size, and enlarged with the screen

/** What there is from the first payload with a story on; `nodes` and `keys` only while the stage is open. */
const initial = () => ({
  story: /** @type {StageDocument} */ (/** @type {unknown} */ (null)),
  payload: /** @type {Payload} */ (/** @type {unknown} */ (null)),
  offered: false,
  step: 0,
  site: 0,
  layer: -1, // which layer is shown alone; -1 are those of the view
  announced: false, // whether a layer that is shown alone was announced
  spotlight: false,
});
let stage = initial();
/** @type {StageNodes} */
let nodes;
/** @type {{ view: MapView, maxBounds: L.LatLngBoundsExpression | undefined }} */
let before; // the stage was opened
/** Aborted as the stage closes. */
let opened = new AbortController();
let lastSight = 0; // count of the last that the page asked for
/** @type {(payload: Payload) => void} */
let update = () => {};
onReset(() => {
  opened.abort();
  stage = initial();
  session.staged = false;
});

/** @param {(payload: Payload) => void} show shows a payload on the map */
export function addStage(show) {
  update = show;
}

/** Follow a payload: it may bring a story, open the stage, or have the map look at what a view remembers.
 *
 * @param {Payload} payload
 */
export function showStage(payload) {
  const { sight, story } = payload;
  if (sight && sight.count !== lastSight) {
    lastSight = sight.count ?? 0;
    applyLayers(sight);
    session.map.setView(toLatLng(sight.center), sight.zoom, { animate: !reducedMotion() });
  }
  if (!story) return;
  Object.assign(stage, { story, payload });
  if (payload.stage) open();
  else offer();
}

/** @param {[number, number]} center */
const toLatLng = ([lon, lat]) => L.latLng(lat, lon);
const currentStep = () => stage.story.steps[stage.step];
const isOpen = () => session.staged;

/** Offer to present, in a file: a button, and the key P. */
function offer() {
  if (stage.offered) return;
  stage.offered = true;
  dock("topleft", el("div", { class: "leaflet-bar geo-buttons" }, iconButton(stage.story.words.present, "M-5,-7L7,0L-5,7Z", open)));
  const onPresentKey = (/** @type {KeyboardEvent} */ event) => {
    const typing = /** @type {Element} */ (event.target).closest("input, textarea, select");
    if (isOpen() || event.code !== "KeyP" || hasModifier(event) || typing) return;
    event.preventDefault();
    open();
  };
  document.addEventListener("keydown", onPresentKey, { signal: session.signal });
}

// ------------------------------------------------------------------------------------------------ open, close

function open() {
  if (isOpen()) return;
  const { map } = session;
  opened = new AbortController();
  const { signal } = opened;
  session.signal.addEventListener("abort", () => opened.abort(), { signal });
  // Beside a caption the map may look farther out; its limits would pan it back in the middle of a step.
  before = { view: currentView(), maxBounds: map.options.maxBounds };
  session.staged = true;
  closeCard();
  const box = map.getContainer();
  box.classList.add("geo-staged");
  nodes = makeStage(stage.story.words, { turnSite, turnStep, toggleKeys, leave });
  box.append(nodes.root);
  map.keyboard.disable();
  map.setMaxBounds(/** @type {any} */ (null));
  document.addEventListener("keydown", onKey, { capture: true, signal });
  window.addEventListener("resize", fitScreen, { signal });
  map.on("zoomend moveend", updateSpotlight);
  fitScreen();
  nodes.root.focus({ preventScroll: true });
  enter(stage.story.start, false);
  box.dataset.stage = "open";
}

function fitScreen() {
  const scale = Math.min(innerWidth / DESIGN[0], innerHeight / DESIGN[1]);
  session.map.getContainer().style.setProperty("--geo-scale", Math.max(1, scale).toFixed(3));
  session.map.invalidateSize({ animate: false });
}

/** Leave: the page goes elsewhere, a file shows the map as it was. */
function leave() {
  if (document.fullscreenElement) document.exitFullscreen();
  if (stage.payload.stage) return emit({ kind: "leave" });
  const { map } = session;
  opened.abort();
  map.stop().off("zoomend moveend", updateSpotlight);
  removeSpotlight();
  nodes.root.remove();
  const box = map.getContainer();
  box.classList.remove("geo-staged", "geo-spot");
  delete box.dataset.stage;
  map.keyboard.enable();
  map.invalidateSize({ animate: false });
  update(stage.payload);
  applyLayers(before.view);
  map.setView(before.view.center, before.view.zoom, { animate: false });
  map.setMaxBounds(/** @type {any} */ (before.maxBounds));
  session.staged = false;
  box.focus();
}

// ------------------------------------------------------------------------------------------------------ keys

/** @param {KeyboardEvent} event */
const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** By place on the keyboard: the letter is another one where a Cyrillic layout is on.
 *
 * @type {Record<string, (event: KeyboardEvent) => void>}
 */
const ACTIONS = {
  ArrowRight: () => turnSite(1),
  ArrowLeft: () => turnSite(-1),
  ArrowDown: () => turnStep(1),
  PageDown: () => turnStep(1),
  ArrowUp: () => turnStep(-1),
  PageUp: () => turnStep(-1),
  Home: () => enter(0),
  End: () => enter(stage.story.steps.length - 1),
  KeyL: (event) => turnLayer(event.shiftKey ? -1 : 1),
  KeyS: () => toggleSpotlight(),
  KeyF: () => toggleFullscreen(),
  Slash: () => toggleKeys(),
  KeyH: () => toggleKeys(),
  Escape: () => (nodes.keys.hidden ? leave() : toggleKeys()),
};

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (hasModifier(event)) return;
  // Remote controls may send no code.
  const act = event.key === "?" ? ACTIONS.Slash : ACTIONS[event.code] || ACTIONS[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act(event);
}

/** @param {number} by */
function turnSite(by) {
  const { length } = currentStep().top;
  if (length) chooseSite((stage.site + by + length) % length);
}

/** @param {number} site */
function chooseSite(site) {
  stage.site = site;
  draw();
  flyToSite(nodes.caption, currentStep(), currentStep().top[site].id);
}

/** @param {number} by */
function turnStep(by) {
  const { length } = stage.story.steps;
  enter((stage.step + by + length) % length);
}

/** @param {number} by */
function turnLayer(by) {
  const layers = switchable();
  const turns = layers.length + 1; // with the view's own layers
  stage.layer = ((stage.layer + 1 + by + turns) % turns) - 1;
  const alone = layers[stage.layer];
  if (alone) for (const record of layers) turnOn(record, record === alone);
  else applyLayers(layersOfView());
  draw();
  announceLayer(alone);
}

function toggleSpotlight() {
  const { words } = stage.story;
  stage.spotlight = !stage.spotlight;
  announce(stage.spotlight ? words.spot_on : words.spot_off);
  draw(false);
}

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

function toggleKeys() {
  nodes.keys.hidden = !nodes.keys.hidden;
}

// ----------------------------------------------------------------------------------------------------- steps

/** Enter a step: its layers, its first site, its view.
 *
 * @param {number} step
 * @param {boolean} [animate]
 */
function enter(step, animate = true) {
  stage.step = step;
  stage.site = currentStep().first;
  stage.layer = -1;
  applyLayers(layersOfView());
  announceLayer(undefined);
  draw();
  const { sight } = currentStep();
  if (sight) flyTo(nodes.caption, toLatLng(sight.center), sight.zoom, animate);
  else flyToTop(nodes.caption, currentStep(), animate);
}

/** @param {boolean} [announced] */
function draw(announced = true) {
  const step = currentStep();
  const site = step.top[stage.site];
  const cells = stage.layer < 0 ? step.payload.cells : null; // a layer shown alone is not covered
  update({ ...step.payload, cells, selected: site?.id ?? "" });
  session.map.getContainer().classList.toggle("geo-spot", stage.spotlight);
  const top = new Set(step.top.map(({ id }) => id));
  for (const [id, { layer }] of session.sites) layer.getElement()?.classList.toggle("geo-dim", !top.has(id));
  updateSpotlight();
  writeCaption(nodes.caption, stage.story.words, step, stage.site, chooseSite);
  if (announced) announce(site ? site.said : `${step.title}. ${stage.story.words.none}`);
}

function updateSpotlight() {
  if (stage.spotlight) drawSpotlight(currentStep().top.map(({ id }) => id));
  else removeSpotlight();
}

/** @param {string} text */
function announce(text) {
  nodes.status.textContent = text;
}

// ---------------------------------------------------------------------------------------------------- layers

/** Layers that can be shown alone. */
const switchable = () => [...session.layers.values()].filter(({ entry, fixed }) => !fixed && !entry.candidates);

/** A step's own layers; without any, those of the map, of which no choropleth lies under the surface. */
function layersOfView() {
  const { sight, payload } = currentStep();
  if (sight) return sight;
  const layers = { ...before.view.layers };
  if (payload.cells) for (const { entry } of switchable()) if (entry.classes) layers[entry.id] = false;
  return { layers, opacity: before.view.opacity };
}

/** @param {Pick<SightDocument, "layers" | "opacity">} sight */
function applyLayers({ layers, opacity }) {
  for (const [id, record] of session.layers) {
    if (record.fixed) continue;
    if (id in layers) turnOn(record, layers[id]);
    const share = opacity[id] ?? 1;
    if (record.opacity !== share) setOpacity(record, share);
  }
}

/** @param {LayerRecord} record @param {boolean} on */
function turnOn(record, on) {
  if (record.on !== on) switchLayer(record.entry.id, on);
}

/** Name the layer that is shown alone; undefined: none is any more.
 *
 * @param {LayerRecord | undefined} record
 */
function announceLayer(record) {
  nodes.layer.hidden = !record;
  if (record) {
    writeLayer(nodes.layer, record.entry);
    announce(record.entry.title);
  } else if (stage.announced) announce(stage.story.words.all_layers);
  stage.announced = Boolean(record);
}
