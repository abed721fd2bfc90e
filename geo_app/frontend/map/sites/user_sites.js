// @ts-check
/* The user's own sites on the map: outlines, and moving, reshaping and removing them by mouse, finger and keyboard.
 *
 * The page holds the sites. What is done here is shown at once and reported; where no answer comes, it is taken back. */

import { el } from "../../shared/dom.js";
import { bindHint, renderer } from "../drawing.js";
import { edgesCross } from "../polygons.js";
import { emit, inPack, lonLat, onReset, session, toolTakes } from "../state.js";

/** @import { LonLat, MapEvent, Payload, SiteOutline } from "../../contract.js" */
/** @import { BadgeSite } from "../state.js" */
/** @typedef {{ data: SiteOutline, path: L.Polygon | null }} UserSite */

const STEP_PX = 8; // by which Shift and an arrow key move a site, and an arrow key a corner
const SETTLE_MS = 700; // after the last key, the new place is reported
const ANSWER_MS = 4000;
const APART_PX = 60; // corners farther apart have a handle between them

/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @type {Map<string, UserSite>} */
let userSites = new Map();
/** @type {L.LayerGroup | null} */
let handles;
/** @type {{ settle?: ReturnType<typeof setTimeout>, answer?: ReturnType<typeof setTimeout> }} */
let timers = {};
/** Show everything where the page has it. */
let revert = () => {};
onReset(() => {
  userSites = new Map();
  handles = null;
  stopTimers();
});

function stopTimers() {
  clearTimeout(timers.settle);
  clearTimeout(timers.answer);
  timers = {};
}

/** Listen to the keys that move sites.
 *
 * @param {() => void} showAgain shows the last payload again
 */
export function addUserSites(showAgain) {
  revert = showAgain;
  if (!session.listener) return;
  session.signal.addEventListener("abort", stopTimers);
  session.map.getContainer().addEventListener("keydown", onKey, { capture: true, signal: session.signal });
  session.map.on("zoomend", showHandles);
}

/** @param {string} id */
export const isUserSite = (id) => userSites.has(id);

/** @param {string} id */
export function removeUserSite(id) {
  if (isUserSite(id)) report({ kind: "removed", site: id });
}

/** Follow a payload: show the outlines, and let the markers be moved.
 *
 * @param {Payload} payload
 */
export function showUserSites({ own = [] }) {
  clearTimeout(timers.answer);
  for (const { path } of userSites.values()) path?.remove();
  userSites = new Map(own.map((data) => [data.id, { data, path: outline(data) }]));
  for (const { id } of own) makeDraggable(badgeOf(id));
  showHandles();
}

/** @param {string} id @returns {BadgeSite | null} */
function badgeOf(id) {
  const site = session.sites.get(id);
  return site?.kind === "badge" ? site : null;
}

/** @param {LonLat} corner */
const toLatLng = ([lon, lat]) => L.latLng(lat, lon);

/** @param {SiteOutline} data */
function outline({ id, name, ring }) {
  if (!ring.length) return null;
  const path = L.polygon(ring.map(toLatLng), {
    pane: "geo-areas",
    renderer: renderer("areas"),
    className: "geo-own-area",
    smoothFactor: 0,
  });
  bindHint(path, () => el("span", {}, name), { sticky: true });
  path.on("click", (event) => {
    if (toolTakes()) return;
    L.DomEvent.stopPropagation(event);
    session.sites.get(id)?.layer.fire("click", event);
  });
  return path.addTo(session.map);
}

// ------------------------------------------------------------------------------------------------ the marker

/** Let a site's marker be dragged, and moved with Shift and the arrow keys.
 *
 * @param {BadgeSite | null} site
 */
function makeDraggable(site) {
  const node = site?.layer.getElement();
  if (!site || !node || !session.listener) return;
  site.layer.dragging?.enable();
  node.setAttribute("aria-keyshortcuts", "Shift+ArrowUp Shift+ArrowDown Shift+ArrowLeft Shift+ArrowRight Delete");
  node.setAttribute("aria-description", session.pack.texts.move_hint);
  if (site.draggable) return;
  site.draggable = true;
  site.layer.on("dragstart", () => void site.layer.closeTooltip());
  site.layer.on("drag", () => dragOutline(site));
  site.layer.on("dragend", () => reportMove(site));
}

/** Draw the outline where its marker is being dragged to.
 *
 * @param {BadgeSite} site
 */
function dragOutline({ data: mark, layer }) {
  const { data, path } = userSites.get(mark.id) ?? {};
  if (!data || !path) return;
  const at = layer.getLatLng();
  path.setLatLngs(data.ring.map(([lon, lat]) => L.latLng(lat + at.lat - mark.lat, lon + at.lng - mark.lon)));
  handles?.remove();
}

/** @param {BadgeSite} site */
function reportMove({ data, layer }) {
  const at = layer.getLatLng();
  const site = userSites.get(data.id);
  if (!site) return;
  if (!inPack(at) || !cornersOf(site).every(inPack)) return revert();
  report({ kind: "moved", site: data.id, ...lonLat(at), ring: [] });
}

/** @param {UserSite} site @returns {L.LatLng[]} */
const cornersOf = ({ path }) => /** @type {L.LatLng[][]} */ (path?.getLatLngs() ?? [[]])[0];

/** Report what was done; without an answer it is taken back.
 *
 * @param {MapEvent} event
 */
function report(event) {
  emit(event);
  clearTimeout(timers.answer);
  timers.answer = setTimeout(revert, ANSWER_MS);
}

/** @param {() => void} act once no key has come for a while */
function settle(act) {
  clearTimeout(timers.settle);
  timers.settle = setTimeout(act, SETTLE_MS);
}

/** Keys on a user's site; they come before those that go from one marker to the next.
 *
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  const node = /** @type {Element} */ (event.target).closest(".geo-site");
  const site = badgeOf((node instanceof HTMLElement && node.dataset.site) || "");
  if (!site || !isUserSite(site.data.id) || toolTakes()) return;
  const step = event.shiftKey && STEPS[event.key];
  if (step) {
    site.layer.setLatLng(beside(site.layer.getLatLng(), step));
    dragOutline(site);
    settle(() => reportMove(site));
  } else if (event.key === "Delete") removeUserSite(site.data.id);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {L.LatLng} at @param {[number, number]} step right and down */
const beside = (at, [x, y]) =>
  session.map.layerPointToLatLng(session.map.latLngToLayerPoint(at).add([x * STEP_PX, y * STEP_PX]));

// --------------------------------------------------------------------------------------------------- corners

/** Put handles on the corners of the selected area, and fainter ones between them that make new corners. */
function showHandles() {
  handles?.remove();
  handles = null;
  const site = userSites.get(session.selected);
  if (!site?.path || !session.listener) return;
  const corners = site.data.ring.map(toLatLng);
  const between = corners.flatMap((at, k) => {
    const [a, b] = [at, corners[(k + 1) % corners.length]].map((one) => session.map.latLngToLayerPoint(one));
    if (a.distanceTo(b) <= APART_PX) return [];
    return [handle(site, corners, k + 1, session.map.layerPointToLatLng(a.add(b).divideBy(2)))];
  });
  const markers = [...corners.map((_, k) => handle(site, corners, k, null)), ...between];
  handles = L.layerGroup(markers.map(({ marker }) => marker)).addTo(session.map);
  for (const { marker, keys } of markers) describeHandle(marker, keys);
}

/** @typedef {{ text: string, step: (to: L.LatLng) => void, remove: () => void }} HandleKeys */

/** Make a handle: of a corner, or of a new one.
 *
 * @param {UserSite} site
 * @param {L.LatLng[]} corners
 * @param {number} place of the corner in the ring
 * @param {L.LatLng | null} made where a new corner would be
 */
function handle(site, corners, place, made) {
  const at = made ?? corners[place];
  const className = made ? "geo-handle geo-handle-new" : "geo-handle";
  const icon = L.divIcon({ className, iconSize: [24, 24], html: el("i") });
  const marker = L.marker(at, { pane: "geo-sites", icon, draggable: true, keyboard: true, zIndexOffset: 200000 });
  const moved = made ? [...corners.slice(0, place), at, ...corners.slice(place)] : [...corners];
  const follow = () => {
    moved[place] = marker.getLatLng();
    site.path?.setLatLngs(moved);
  };
  marker.on("drag", follow);
  marker.on("dragend", () => reportShape(site));
  marker.on("click", L.DomEvent.stopPropagation);
  const { texts } = session.pack;
  /** @type {HandleKeys} */
  const keys = {
    text: made ? texts.corner_new : `${texts.corner} ${place + 1}`,
    step: (to) => {
      marker.setLatLng(to);
      follow();
      settle(() => reportShape(site));
    },
    remove: () => {
      if (made || corners.length < 4) return;
      site.path?.setLatLngs(corners.filter((_, k) => k !== place));
      reportShape(site);
    },
  };
  return { marker, keys };
}

/** @param {UserSite} site */
function reportShape(site) {
  const corners = cornersOf(site);
  if (!site.path || !corners.every(inPack) || edgesCross(corners)) return revert();
  const ring = corners.map((at) => /** @type {LonLat} */ ([at.lng, at.lat]));
  report({ kind: "moved", site: site.data.id, ...lonLat(site.path.getCenter()), ring });
}

/** Say what a handle is, and let the keys move it.
 *
 * @param {L.Marker} marker
 * @param {HandleKeys} keys
 */
function describeHandle(marker, keys) {
  const node = marker.getElement();
  if (!node) return;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", keys.text);
  node.setAttribute("aria-keyshortcuts", "ArrowUp ArrowDown ArrowLeft ArrowRight Delete");
  node.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) keys.step(beside(marker.getLatLng(), step));
    else if (event.key === "Delete" || event.key === "Backspace") keys.remove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
