// @ts-check
/* The map of a page or a file: `window.geoApp.start`, `update` and `stop`. One map at a time. */

import { el, reducedMotion } from "../shared/dom.js";
import { arrange } from "./sites/arrangement.js";
import { addBackdrop, addMask } from "./layers/backdrop.js";
import { cardSite, openSiteCard } from "./card.js";
import { visibleClasses, visibleColor } from "./colors.js";
import { addControls, showRegion } from "./controls.js";
import { createPanes } from "./drawing.js";
import { showFoundPlace } from "./tools/found_place.js";
import { arrangeLabels } from "./labels/labels.js";
import { followPayload, isReady, liveRanking, rest, weigh } from "./live/live.js";
import { showWeights } from "./live/panel.js";
import { restoreLayers } from "./layers/order.js";
import { switchLayer } from "./layers/switch.js";
import { addLayer } from "./layers/layers.js";
import { moveFocus, showSites } from "./sites/selection.js";
import { addStage, showStage } from "./stage/stage.js";
import { emit, lonLat, resetModules, resetSession, session, toolTakes } from "./state.js";
import { addSurface, showSurface } from "./surface/surface.js";
import { addTools, showTools } from "./tools/toolbar.js";
import { addUserSites, showUserSites } from "./sites/user_sites.js";
import { candidateBounds, currentView, fit, panIntoView, regionBounds, storeView, storedView } from "./view.js";

/** @import { LayerDocument, MapEvent, MapView, PackDocument, Payload, StartOptions } from "../contract.js" */
/** @import { Session } from "./state.js" */
/** @typedef {{ isReady: typeof isReady, weigh: typeof weigh, rest: () => void, ranking: typeof liveRanking }} Live */

/** @returns {L.MapOptions} */
const mapOptions = () => ({
  center: [0, 0],
  zoom: 3,
  zoomControl: false, // the controls come with their words, once the pack document is there
  attributionControl: false,
  zoomSnap: 0.25,
  wheelPxPerZoomLevel: 90,
  worldCopyJump: false,
  zoomAnimation: !reducedMotion(),
  fadeAnimation: !reducedMotion(),
  markerZoomAnimation: !reducedMotion(),
  maxBoundsViscosity: 0.8,
});

let leaving = new AbortController();

/** Make the map in an element; one that was there before goes.
 *
 * @param {HTMLElement} container
 * @param {StartOptions} look
 * @param {(event: MapEvent) => void} [listener] told of what the user does; a file has none
 * @returns {{ session: Session, view: () => MapView, live: Live }} what the map holds, to be read, what it shows, and
 *     weights that move before the page answers
 */
export function start(container, look, listener) {
  stop();
  leaving = new AbortController();
  const { signal } = leaving;
  const map = L.map(container, mapOptions());
  Object.assign(session, { map, look, signal, listener: listener ?? null });
  resetModules();
  container.lang = look.lang;
  container.dataset.theme = look.theme;
  container.classList.add("geo-map");
  keepScroll(container);
  createPanes();
  if (look.pack) open(look.pack);
  else load(look, signal);
  return { session, view: currentView, live: { isReady, weigh, rest: showAnswer, ranking: liveRanking } };
}

/** Leaflet focuses the map at a press; a page that scrolls to it then takes the marker from under the finger.
 *
 * @param {HTMLElement} container
 */
function keepScroll(container) {
  const focus = container.focus.bind(container);
  container.focus = () => focus({ preventScroll: true });
}

/** Take the map down: its listeners, timers and layers; the next `start` begins from nothing. */
export function stop() {
  if (!session.map) return;
  leaving.abort();
  // Leaflet goes on with a zoom whose map is gone, and fails.
  session.map._animatingZoom = false;
  session.map.remove();
  resetSession();
}

/** Show a payload, as soon as the pack document is there.
 *
 * @param {Payload} payload
 */
export function update(payload) {
  session.payload = payload;
  if (session.pack) show(payload);
}

/** Show what the page said last, in place of weights that it has not taken. */
function showAnswer() {
  rest();
  update(session.payload);
}

// --------------------------------------------------------------------------------------- the pack document

/** @type {{ url: string, document: Promise<PackDocument> | null }} */
let fetched = { url: "", document: null };

/** Fetch a pack document, once for a map that is started again.
 *
 * @param {string} url
 * @returns {Promise<PackDocument>}
 */
function fetchDocument(url) {
  if (fetched.url === url && fetched.document) return fetched.document;
  const document = fetch(url).then((response) => {
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  });
  fetched = { url, document };
  document.catch(() => (fetched = { url: "", document: null }));
  return document;
}

/** @param {StartOptions} look @param {AbortSignal} signal */
async function load({ url = "", failed }, signal) {
  try {
    const document = await fetchDocument(url);
    if (!signal.aborted) open(document);
  } catch (error) {
    console.error(error);
    if (!signal.aborted) session.map.getContainer().append(el("p", { class: "geo-failed", role: "alert" }, failed));
  }
}

/** The document outlives the map: what this map changes of it, it changes in a copy.
 *
 * @param {PackDocument} document
 * @returns {PackDocument}
 */
function adapted(document) {
  const { theme } = session.look;
  const byId = new Map(document.layers.map((entry) => [entry.id, entry]));
  const layers = document.layers.map((entry) => ({
    ...entry,
    features: withShapes(entry, byId.get(entry.shapes_of)),
    style: { ...entry.style, color: visibleColor(entry.style.color, theme) },
    classes: entry.classes && visibleClasses(entry.classes, theme),
  }));
  return { ...document, layers };
}

/** Give features their shapes, which layers of the same hexagons share.
 *
 * @param {LayerDocument} entry
 * @param {LayerDocument | undefined} owner
 */
const withShapes = (entry, owner) =>
  owner ? entry.features.map((feature, k) => ({ ...feature, shape: owner.features[k].shape })) : entry.features;

// ------------------------------------------------------------------------------------------ draw and redraw

/** @param {PackDocument} document */
function open(document) {
  session.pack = adapted(document);
  const container = session.map.getContainer();
  container.setAttribute("aria-label", session.pack.texts.map);
  container.setAttribute("role", "application");
  const view = storedView();
  addBackdrop();
  addMask();
  for (const entry of session.pack.layers) addLayer(entry, view?.layers?.[entry.id]);
  restoreLayers(view);
  addControls();
  addTools();
  addUserSites(() => session.payload && update(session.payload));
  addSurface();
  addStage(update);
  frame(view);
  followResize();
  listen();
  if (session.payload) show(session.payload);
  arrange();
  container.dataset.ready = "yes";
}

/** Show the candidates, or what this browser tab looked at before the map was started again.
 *
 * @param {MapView | null} view
 */
function frame(view) {
  const { map, pack } = session;
  const bounds = L.latLngBounds(pack.bounds);
  map.setMinZoom(3).setMaxZoom(14);
  if (view) map.setView(view.center, view.zoom, { animate: false });
  else fit(candidateBounds() ?? regionBounds() ?? bounds, 40, false);
  map.setMaxBounds(bounds.pad(1.5));
}

function followResize() {
  const { map, signal } = session;
  let empty = map.getSize().x === 0;
  const observer = new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    // A map made in a hidden tab has no size, so that it could not be fitted.
    if (!empty || map.getSize().x === 0) return;
    empty = false;
    showRegion();
  });
  observer.observe(map.getContainer());
  signal.addEventListener("abort", () => observer.disconnect());
}

function listen() {
  const { map, signal } = session;
  map.on("zoomend", arrange);
  map.on("movestart", () => map.eachLayer((layer) => void layer.closeTooltip()));
  map.on("moveend", () => {
    arrangeLabels();
    storeView();
  });
  map.getContainer().addEventListener("keydown", moveFocus);
  map.on("click", (event) => {
    if (!toolTakes(event)) emit({ kind: "place", ...lonLat(event.latlng) });
  });
  document.fonts.addEventListener("loadingdone", layOutTextAgain, { signal });
}

/** Lay out all text in a font that has come late: Chromium keeps the empty boxes of some texts otherwise. */
function layOutTextAgain() {
  const { style } = session.map.getContainer();
  const { display } = style;
  style.display = "none";
  void session.map.getContainer().offsetHeight;
  style.display = display;
  arrangeLabels();
}

/** @param {Payload} payload */
function show(payload) {
  const chosen = session.shown && session.selected !== payload.selected; // the first look is as it is meant to be
  session.shown = true;
  session.selected = payload.selected || "";
  if (payload.visible) for (const [id] of session.layers) switchLayer(id, payload.visible.includes(id));
  showSites(payload);
  arrange();
  showSurface(payload);
  showUserSites(payload);
  showFoundPlace(payload);
  showTools(payload);
  followPayload(payload);
  showWeights(payload);
  showStage(payload);
  const site = session.sites.get(session.selected)?.data;
  if (site && chosen && !session.staged) panIntoView([site.lat, site.lon]);
  if (site && cardSite()) openSiteCard(site);
}

Object.assign(window, { geoApp: { start, update, stop } });
