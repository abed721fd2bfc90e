// @ts-check
/* The place that was searched for. */

import { el, reducedMotion, svg } from "../../shared/dom.js";
import { elementMarker } from "../drawing.js";
import { onReset, session } from "../state.js";
import { picture } from "../symbols.js";

/** @import { Focus, Payload } from "../../contract.js" */

const ZOOM = 10;

/** @type {L.Marker | null} */
let marker;
let shown = ""; // which place the page asked for last
onReset(() => {
  marker = null;
  shown = "";
});

export const hasFoundPlace = () => marker !== null;

export function removeFoundPlace() {
  marker?.remove();
  marker = null;
}

/** Follow a payload: look at the place that the page wants looked at, once.
 *
 * @param {Payload} payload
 */
export function showFoundPlace({ focus }) {
  const wanted = focus ? JSON.stringify(focus) : "";
  if (wanted === shown) return;
  shown = wanted;
  removeFoundPlace();
  if (focus) lookAt(focus);
}

/** @param {Focus} focus */
function lookAt({ lon, lat, name, zoom: least }) {
  const { map } = session;
  const at = L.latLng(lat, lon);
  const halo = svg("circle", { r: 15, class: "geo-found-halo" });
  const ring = svg("circle", { r: 15, class: "geo-found-ring" });
  const label = el("span", { class: "geo-link-label" }, name || "");
  marker = elementMarker(at, "labels", "geo-found", el("div", {}, picture(40, halo, ring), label)).addTo(map);
  const zoom = Math.max(map.getZoom(), least || ZOOM);
  if (reducedMotion()) map.setView(at, zoom, { animate: false });
  else map.flyTo(at, zoom, { duration: 0.8 });
}
