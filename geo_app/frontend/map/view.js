// @ts-check
/* What the map looks at: read, kept in the browser's tab, and fitted to what should be seen. */

import { reducedMotion } from "../shared/dom.js";
import { session } from "./state.js";

/** @import { FeatureDocument, MapView } from "../contract.js" */

const PHONE_PX = 640;

/** Say what is looked at: centre, zoom, and which layers are on.
 *
 * @returns {MapView}
 */
export const currentView = () => ({
  center: session.map.getCenter(),
  zoom: session.map.getZoom(),
  layers: Object.fromEntries([...session.layers].map(([id, { on }]) => [id, on])),
  opacity: Object.fromEntries(
    [...session.layers].filter(([, { opacity }]) => opacity < 1).map(([id, { opacity }]) => [id, opacity]),
  ),
  order: session.order,
  sent: session.sent,
});

const storageKey = () => `geo-view-${session.pack.id}`;

/** Keep the view for the next map of this browser's tab; a presentation leaves it as it was. */
export function storeView() {
  if (!session.staged) store(storageKey(), JSON.stringify(currentView()));
}

/** @returns {MapView | null} what the last map of this tab looked at */
export const storedView = () => JSON.parse(stored(storageKey()) ?? "null");

/** @param {string} key @param {string} value */
export function store(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    /* storage is blocked: the next map begins anew */
  }
}

/** @param {string} key @returns {string | null} */
export function stored(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null; // storage is blocked
  }
}

/** @param {FeatureDocument} feature @returns {GeoJSON.Feature} */
export const asGeoJson = (feature) => ({
  type: "Feature",
  properties: {},
  geometry: /** @type {GeoJSON.Geometry} */ (feature.shape),
});

/** @param {FeatureDocument[]} features */
export const boundsOf = (features) => L.geoJSON(/** @type {any} */ (features.map(asGeoJson))).getBounds();

export function regionBounds() {
  const entry = session.pack.layers.find((layer) => layer.id === session.pack.region);
  return entry ? boundsOf(entry.features) : null;
}

/** Where the pack's candidates are: the first look is at them, not at empty land. */
export function candidateBounds() {
  const points = session.pack.layers.filter((layer) => layer.candidates).flatMap((layer) => layer.features);
  return points.length > 1 ? boundsOf(points) : null;
}

/** Fit bounds into what the panel leaves free.
 *
 * @param {L.LatLngBoundsExpression} bounds
 * @param {number} padding
 * @param {boolean} animate
 */
export function fit(bounds, padding, animate) {
  session.map.fitBounds(bounds, {
    paddingTopLeft: [padding, padding + panelHeight()],
    paddingBottomRight: [padding + panelWidth(), padding],
    animate,
  });
}

/** Move the map if a place is out of sight.
 *
 * @param {L.LatLngExpression} place
 */
export function panIntoView(place) {
  session.map.panInside(place, {
    paddingTopLeft: [60, 60],
    paddingBottomRight: [60 + panelWidth(), 60],
    animate: !reducedMotion(),
    duration: 0.4,
    easeLinearity: 0.5,
  });
}

/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => session.map.getContainer().querySelector(selector);

function panelWidth() {
  const panel = find(".geo-panel[open]");
  return panel ? Math.min(panel.offsetWidth, session.map.getSize().x / 3) : 0;
}

/** On a phone even the folded panel is as wide as the map: what is shown starts below it. */
function panelHeight() {
  const panel = find(".geo-panel:not([open])");
  return panel && session.map.getSize().x < PHONE_PX ? panel.offsetHeight : 0;
}
