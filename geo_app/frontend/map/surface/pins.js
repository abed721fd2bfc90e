// @ts-check
/* Pins on places that are no sites: the best cells of the surface, and the place whose explanation is open. */

import { svg } from "../../shared/dom.js";
import { decoration, elementMarker } from "../drawing.js";
import { centreOf, cellAt, outlineOf } from "../hexagons.js";
import { onReset, session } from "../state.js";
import { picture } from "../symbols.js";
import { panIntoView } from "../view.js";

/** @import { Hexagons } from "../hexagons.js" */

const DROP = "M0,0C-7,-9 -10,-13 -10,-19A10,10 0 1 1 10,-19C10,-13 7,-9 0,0Z";

/** @type {L.LayerGroup | null} */
let best;
/** @type {L.LayerGroup | null} */
let place;
let markedPlace = "";
onReset(() => {
  best = place = null;
  markedPlace = "";
});

/** Make a pin whose tip is at a place.
 *
 * @param {L.LatLngExpression} at
 * @param {string} className
 * @param {SVGElement} sign
 */
const pin = (at, className, sign) =>
  elementMarker(at, "pins", "geo-pin-box", picture(62, svg("path", { d: DROP, class: className }), sign));

/** @param {Hexagons} hexagons @param {number} cell */
const cellOutline = (hexagons, cell) =>
  L.polygon(outlineOf(hexagons, cell), { ...decoration("places"), className: "geo-top-cell" });

/** Number the best cells.
 *
 * @param {Hexagons} hexagons
 * @param {readonly number[]} cells the best first
 */
export function markBest(hexagons, cells) {
  best?.remove();
  const marks = cells.flatMap((cell, k) => {
    const number = svg("text", { class: "geo-top-rank", y: -19 });
    number.textContent = (k + 1).toLocaleString(session.look.lang);
    return [cellOutline(hexagons, cell), pin(centreOf(hexagons, cell), "geo-top-pin", number)];
  });
  best = L.layerGroup(marks).addTo(session.map);
}

/** Mark the place whose explanation is open, and move the map if it is out of sight.
 *
 * @param {{ lon: number, lat: number } | undefined} at
 * @param {Hexagons | null} hexagons
 */
export function markPlace(at, hexagons) {
  const key = at ? `${at.lon.toFixed(6)} ${at.lat.toFixed(6)}` : "";
  if (key === markedPlace) return;
  markedPlace = key;
  place?.remove();
  place = null;
  if (!at) return;
  const latlng = L.latLng(at.lat, at.lon);
  const cell = hexagons ? cellAt(hexagons, latlng) : -1;
  const mark = pin(latlng, "geo-pin", svg("circle", { cy: -19, r: 3.4, class: "geo-pin-eye" }));
  const marks = hexagons && cell >= 0 ? [cellOutline(hexagons, cell), mark] : [mark];
  place = L.layerGroup(marks).addTo(session.map);
  panIntoView(latlng);
}
