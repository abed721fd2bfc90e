// @ts-check
/* Darkens the map but for the sites that are presented. */

import { WORLD } from "../layers/backdrop.js";
import { decoration } from "../drawing.js";
import { onReset, session } from "../state.js";

/** @import { SiteRecord } from "../state.js" */

const HOLE_PX = 30; // around a badge that stays bright
const CORNERS = 48;

/** @type {L.LayerGroup | null} */
let shade;
onReset(() => (shade = null));

export function removeSpotlight() {
  shade?.remove();
  shade = null;
}

/** Leave some sites bright.
 *
 * @param {readonly string[]} ids
 */
export function drawSpotlight(ids) {
  removeSpotlight();
  const options = { ...decoration("spotlight"), smoothFactor: 0 };
  const spots = ids
    .map((id) => session.sites.get(id))
    .filter((site) => site && !(site.kind === "badge" && site.hidden))
    .map((site) => /** @type {SiteRecord} */ (site))
    .map((site) => ({ middle: middleOf(site), radius: site.data.id === session.selected ? HOLE_PX * 1.3 : HOLE_PX }));
  // Where two holes lay over each other, the shade would be there again.
  const holes = spots.map((spot) => {
    const gaps = spots.filter((other) => other !== spot).map((other) => spot.middle.distanceTo(other.middle) / 2);
    return circle(spot.middle, Math.min(spot.radius, ...gaps));
  });
  const rims = holes.map((ring) => L.polygon(ring, { ...options, className: "geo-veil-rim", fill: false }));
  // One shape for each hole would darken the others: all are holes of one.
  const dark = L.polygon([WORLD, ...holes], { ...options, className: "geo-veil", stroke: false, fillOpacity: 1 });
  shade = L.layerGroup([dark, ...rims]).addTo(session.map);
}

/** @param {SiteRecord} site */
function middleOf(site) {
  const at = session.map.latLngToLayerPoint(site.layer.getLatLng());
  return site.kind === "badge" ? at.add([site.dx, site.dy]) : at;
}

/** @param {L.Point} middle @param {number} radius */
const circle = (middle, radius) =>
  Array.from({ length: CORNERS }, (_, k) => {
    const angle = (2 * Math.PI * k) / CORNERS;
    return session.map.layerPointToLatLng(middle.add([radius * Math.cos(angle), radius * Math.sin(angle)]));
  });
