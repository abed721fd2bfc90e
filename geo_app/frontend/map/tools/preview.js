// @ts-check
/* What a tool is drawing: lines, corners, lengths, and what was drawn until the page answers with the site. */

import { el } from "../../shared/dom.js";
import { decoration, elementMarker } from "../drawing.js";
import { area, distance, pathLength } from "../geodesy.js";
import { areaText, lengthText } from "../quantities.js";
import { onReset, session } from "../state.js";

const SHORT_PX = 56; // a shorter segment has no length written

/** @type {L.LayerGroup | null} */
let preview;
/** @type {L.Path | null} */
let drawn;
onReset(() => (preview = drawn = null));

/** Draw the corners so far, and the place under the pointer as the next one.
 *
 * @param {string} mode
 * @param {readonly L.LatLng[]} corners
 * @param {L.LatLng | null} hover
 */
export function showPreview(mode, corners, hover) {
  preview?.remove();
  preview = null;
  if (!mode) return;
  const shown = withHover(corners, hover);
  const style = decoration("links");
  const dots = corners.map((at) => L.circleMarker(at, { ...style, radius: 4.5, className: "geo-tool-corner" }));
  const lengths = mode === "measure" ? lengthLabels(shown) : [];
  preview = L.layerGroup([...outline(mode, shown), ...dots, ...lengths]).addTo(session.map);
}

/** @param {readonly L.LatLng[]} corners @param {L.LatLng | null} hover */
const withHover = (corners, hover) => (hover && corners.length ? [...corners, hover] : [...corners]);

/** @param {string} mode @param {L.LatLng[]} shown */
function outline(mode, shown) {
  if (shown.length < 2) return [];
  const style = decoration("links");
  const closed = mode === "polygon" && shown.length > 2;
  const line = (/** @type {L.PolylineOptions} */ look) => (closed ? L.polygon(shown, look) : L.polyline(shown, look));
  const className = `geo-tool-line${mode === "polygon" ? " geo-tool-fill" : ""}`;
  return [line({ ...style, className: "geo-tool-halo", fill: false }), line({ ...style, className })];
}

/** Say what the corners come to: an area, or a length.
 *
 * @param {string} mode
 * @param {readonly L.LatLng[]} corners
 * @param {L.LatLng | null} hover
 */
export function sumText(mode, corners, hover) {
  const shown = withHover(corners, hover);
  if (mode === "polygon") return shown.length > 2 ? areaText(area(shown)) : "";
  return mode === "measure" && shown.length > 1 ? lengthText(pathLength(shown)) : "";
}

/** Write each segment's length at its middle, where there is room for it.
 *
 * @param {L.LatLng[]} shown
 */
function lengthLabels(shown) {
  if (shown.length < 3) return []; // the sum says it
  const { map } = session;
  return shown.slice(1).flatMap((to, k) => {
    const [a, b] = [map.latLngToLayerPoint(shown[k]), map.latLngToLayerPoint(to)];
    if (a.distanceTo(b) < SHORT_PX) return [];
    const text = el("span", { class: "geo-link-label" }, lengthText(distance(shown[k], to)));
    return [elementMarker(map.layerPointToLatLng(a.add(b).divideBy(2)), "labels", "geo-label", text)];
  });
}

/** Show what was drawn, until the page answers with the site itself.
 *
 * @param {L.LatLng[]} corners of an area, or one point
 */
export function showDrawn(corners) {
  removeDrawn();
  const style = { ...decoration("links"), className: "geo-tool-line" };
  const made = corners.length > 1 ? L.polygon(corners, { ...style, dashArray: "4 4" }) : L.circleMarker(corners[0], style);
  drawn = made.addTo(session.map);
}

export function removeDrawn() {
  drawn?.remove();
  drawn = null;
}
