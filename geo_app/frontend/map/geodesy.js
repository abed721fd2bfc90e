// @ts-check
/* Lengths and areas on the WGS 84 ellipsoid, by GeographicLib as geo_app/core/geodesy.py measures them.
 *
 * tests/frontend/geodesy_examples.json holds both to the same numbers. */

import { Geodesic } from "../vendor/geographiclib/geodesic.js";

/** @import { LatLngLiteral } from "../contract.js" */

/** Distance in metres along the geodesic between two places.
 *
 * @param {LatLngLiteral} from
 * @param {LatLngLiteral} to
 */
export const distance = (from, to) => Geodesic.WGS84.Inverse(from.lat, from.lng, to.lat, to.lng, Geodesic.DISTANCE).s12;

/** Length in metres of the way along places.
 *
 * @param {readonly LatLngLiteral[]} places
 */
export const pathLength = (places) =>
  places.slice(1).reduce((length, place, k) => length + distance(places[k], place), 0);

/** Area in square metres within corners, in either direction; edges are geodesics.
 *
 * @param {readonly LatLngLiteral[]} corners
 */
export function area(corners) {
  const polygon = Geodesic.WGS84.Polygon(false);
  for (const { lat, lng } of corners) polygon.AddPoint(lat, lng);
  return Math.abs(polygon.Compute(false, true).area);
}
