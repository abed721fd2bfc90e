// @ts-check
/* Where an area's name may stand: within what is seen of it, as far from its edges as can be. */

import { contains, ringsOf } from "../polygons.js";
import { onReset, session } from "../state.js";

/** @import { FeatureDocument, Geometry } from "../../contract.js" */
/** @typedef {{ x: number, y: number }} Point */

const CELL_PX = 40; // between places where a name may stand
const DEEPEST = 5; // cells from the edge, beyond which no place is better than another
const MOST = 60;

/** Positions by feature, in the view that `viewKey` names: a change of weights asks for them again.
 *
 * @type {Map<FeatureDocument, Point[]>}
 */
let found;
let viewKey = "";
onReset(() => {
  found = new Map();
  viewKey = "";
});

/** Find positions for the name of an area, the innermost first.
 *
 * @param {FeatureDocument} feature
 * @param {number} width of the name in pixels
 * @returns {Point[]}
 */
export function positionsWithin(feature, width) {
  const size = session.map.getSize();
  const key = `${session.map.getBounds().toBBoxString()} ${size.x} ${size.y}`;
  if (key !== viewKey) found = new Map();
  viewKey = key;
  const known = found.get(feature) ?? innermost(inside(feature, size), Math.ceil(width / 2 / CELL_PX));
  found.set(feature, known);
  return known;
}

/** Tell for each cell of the view whether its middle lies in an area.
 *
 * @param {FeatureDocument} feature
 * @param {Point} size
 * @returns {boolean[][]} by row and column
 */
function inside(feature, size) {
  const rings = ringsOf(/** @type {Geometry} */ (feature.shape));
  const row = (/** @type {number} */ y) =>
    Array.from({ length: Math.floor(size.x / CELL_PX) }, (_, column) => {
      const { lat, lng } = session.map.containerPointToLatLng([middle(column), y]);
      return contains(rings, lng, lat);
    });
  return Array.from({ length: Math.floor(size.y / CELL_PX) }, (_, k) => row(middle(k)));
}

/** @param {number} k */
const middle = (k) => (k + 0.5) * CELL_PX;

/** Find the cells that lie deepest within an area, so that a name of some width is within it too.
 *
 * @param {boolean[][]} cells by row and column
 * @param {number} half of the name's width, in cells
 * @returns {Point[]} middles of cells, in pixels
 */
export function innermost(cells, half) {
  const depth = (/** @type {number} */ row, /** @type {number} */ column) => {
    for (let deep = 0; deep < DEEPEST; deep++) {
      for (let dx = -half - deep; dx <= half + deep; dx++) {
        if (!cells[row - deep]?.[column + dx] || !cells[row + deep]?.[column + dx]) return deep;
      }
    }
    return DEEPEST;
  };
  return cells
    .flatMap((line, row) => line.map((here, column) => ({ row, column, deep: here ? depth(row, column) : 0 })))
    .filter(({ deep }) => deep > 0)
    .sort((a, b) => b.deep - a.deep)
    .slice(0, MOST)
    .map(({ row, column }) => ({ x: middle(column), y: middle(row) }));
}
