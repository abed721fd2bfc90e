// @ts-check
/* Flights over the map, so that what is shown comes to lie in what the caption leaves free. */

import { reducedMotion } from "../../shared/dom.js";
import { session } from "../state.js";

/** @import { StageStep } from "../../contract.js" */

const NARROW_PX = 760; // below, the caption lies at the foot
const NEAR_M = 150_000; // what lies within this of a site should be in sight with it
const CLOSEST = 9.5; // zoom

/** How much of the map the caption covers: from the left, or from below.
 *
 * @param {HTMLElement} caption
 * @returns {[number, number]}
 */
const covered = (caption) =>
  session.map.getSize().x < NARROW_PX ? [0, caption.offsetHeight] : [caption.offsetLeft + caption.offsetWidth, 0];

/** Fly so that a place comes to lie in the middle of what the caption leaves free.
 *
 * @param {HTMLElement} caption
 * @param {L.LatLngExpression} to
 * @param {number} zoom
 * @param {boolean} [animate]
 */
export function flyTo(caption, to, zoom, animate = true) {
  const { map } = session;
  const [left, foot] = covered(caption);
  const target = map.unproject(map.project(to, zoom).subtract([left / 2, -foot / 2]), zoom);
  map.stop();
  if (animate && !reducedMotion()) map.flyTo(target, zoom, { duration: 1.4, easeLinearity: 0.25 });
  else map.setView(target, zoom, { animate: false });
}

/** @param {HTMLElement} caption @param {L.LatLngBounds} bounds @param {number} margin in pixels */
function zoomTo(caption, bounds, margin) {
  const [left, foot] = covered(caption);
  return session.map.getBoundsZoom(bounds, false, L.point(left + margin, foot + margin));
}

/** @param {string} id */
const placeOf = (id) => session.sites.get(id)?.layer.getLatLng();

/** @param {StageStep} step */
function topBounds({ top }) {
  const points = top.map(({ id }) => placeOf(id)).filter((at) => at !== undefined);
  return points.length ? L.latLngBounds(points).pad(0.05) : L.latLngBounds(session.pack.bounds);
}

/** Fly to where all sites of a step are seen.
 *
 * @param {HTMLElement} caption
 * @param {StageStep} step
 * @param {boolean} animate
 */
export function flyToTop(caption, step, animate) {
  const bounds = topBounds(step);
  flyTo(caption, bounds.getCenter(), Math.min(zoomTo(caption, bounds, 130), CLOSEST - 1), animate);
}

/** Fly to a site, with as much around it as it takes to see what it was measured to.
 *
 * @param {HTMLElement} caption
 * @param {StageStep} step
 * @param {string} id
 */
export function flyToSite(caption, step, id) {
  const at = placeOf(id);
  if (!at) return;
  const bounds = L.latLngBounds([at]);
  for (const link of step.payload.links[id] ?? []) {
    const end = L.latLng(link.lat, link.lon);
    if (at.distanceTo(end) > NEAR_M) continue;
    bounds.extend(end).extend([2 * at.lat - end.lat, 2 * at.lng - end.lng]);
  }
  const overview = zoomTo(caption, topBounds(step), 130);
  flyTo(caption, at, Math.min(Math.max(zoomTo(caption, bounds, 160), overview), CLOSEST));
}
