// @ts-check
/* The hexagons of the suitability surface on a square map of the world of width 1 (Web Mercator, y to the south).
 *
 * The pack document has coordinates of some nodes of their lattice (geo_app/map/surface_document.py), so that no outline
 * travels: what lies between the nodes lies straight between them. */

/** @import { GridDocument, LatLngLiteral } from "../contract.js" */

/**
 * @typedef {object} Hexagons
 * @property {number} count
 * @property {Float64Array} centres (2 × count) x and y of each
 * @property {Float64Array} corners (12 × count) x and y of the six corners of each
 */

/** From the centre of a hexagon with a corner to the north, in columns and rows. */
const CORNERS = [0, 1, 2, 3, 4, 5].map((k) => {
  const angle = (Math.PI * (1 + 2 * k)) / 6;
  return [Math.cos(angle) / Math.sqrt(3), Math.sin(angle) / 1.5];
});

/** Put every hexagon's centre and corners on the map.
 *
 * @param {GridDocument} grid
 * @returns {Hexagons}
 */
export function layOut(grid) {
  const count = grid.runs.reduce((sum, [, , length]) => sum + length, 0);
  const [centres, corners] = [new Float64Array(2 * count), new Float64Array(12 * count)];
  let cell = 0;
  for (const [row, first, length] of grid.runs) {
    for (let k = 0; k < length; k++, cell++) {
      const x = first + k + 0.5 * (row % 2);
      project(grid, x, row, centres, 2 * cell);
      CORNERS.forEach(([right, up], at) => project(grid, x + right, row + up, corners, 12 * cell + 2 * at));
    }
  }
  return { count, centres, corners };
}

/** Find a place of the lattice between the four nodes around it, into two numbers of an array.
 *
 * @param {GridDocument} grid
 * @param {number} column
 * @param {number} row
 * @param {Float64Array} into
 * @param {number} at
 */
function project({ step, across, x, y }, column, row, into, at) {
  const [u, v] = [(column + 1) / step, (row + 1) / step];
  const [left, low] = [Math.floor(u), Math.floor(v)];
  const [east, north] = [u - left, v - low];
  const node = low * across + left;
  const shares = [(1 - east) * (1 - north), east * (1 - north), (1 - east) * north, east * north];
  into[at] = into[at + 1] = 0;
  [node, node + 1, node + across, node + across + 1].forEach((corner, k) => {
    into[at] += shares[k] * x[corner];
    into[at + 1] += shares[k] * y[corner];
  });
}

/** @param {LatLngLiteral} place @returns {[number, number]} */
export const toWorld = ({ lat, lng }) => [
  0.5 + lng / 360,
  0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI),
];

/** @param {number} x @param {number} y @returns {[number, number]} latitude and longitude */
export const toLatLng = (x, y) => [
  (Math.atan(Math.sinh(2 * Math.PI * (0.5 - y))) * 180) / Math.PI,
  360 * (x - 0.5),
];

/** Find the hexagon around a place: of all centres the nearest, if it is as near as a corner.
 *
 * @param {Hexagons} hexagons
 * @param {LatLngLiteral} place
 * @returns {number} its number, or -1
 */
export function cellAt({ count, centres, corners }, place) {
  const [x, y] = toWorld(place);
  let [best, least] = [-1, Infinity];
  for (let cell = 0; cell < count; cell++) {
    const apart = (centres[2 * cell] - x) ** 2 + (centres[2 * cell + 1] - y) ** 2;
    if (apart < least) [best, least] = [cell, apart];
  }
  if (best < 0) return -1;
  const reach = (corners[12 * best] - centres[2 * best]) ** 2 + (corners[12 * best + 1] - centres[2 * best + 1]) ** 2;
  return least <= reach ? best : -1;
}

/** @param {Hexagons} hexagons @param {number} cell @returns {[number, number]} latitude and longitude */
export const centreOf = ({ centres }, cell) => toLatLng(centres[2 * cell], centres[2 * cell + 1]);

/** @param {Hexagons} hexagons @param {number} cell @returns {[number, number][]} latitude and longitude of its corners */
export const outlineOf = ({ corners }, cell) =>
  [0, 2, 4, 6, 8, 10].map((k) => toLatLng(corners[12 * cell + k], corners[12 * cell + k + 1]));
