// @ts-check
/* Flat polygons: whether edges cross, whether a point is inside, where a line leaves a rectangle. */

/** @import { Geometry, LatLngLiteral } from "../contract.js" */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {number[][]} Ring (lon, lat) corners */

/** Whether any two edges of a ring cross.
 *
 * @param {readonly LatLngLiteral[]} corners
 */
export function edgesCross(corners) {
  const n = corners.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue; // neighbours, around the end
      if (segmentsCross(corners[i], corners[i + 1], corners[j], corners[(j + 1) % n])) return true;
    }
  }
  return false;
}

/** @param {LatLngLiteral} a @param {LatLngLiteral} b @param {LatLngLiteral} c @param {LatLngLiteral} d */
const segmentsCross = (a, b, c, d) => side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);

/** @param {LatLngLiteral} a @param {LatLngLiteral} b @param {LatLngLiteral} c */
const side = (a, b, c) => Math.sign((b.lng - a.lng) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lng - a.lng));

/** All rings of a Polygon or MultiPolygon, outlines and holes.
 *
 * @param {Geometry} shape
 * @returns {Ring[]}
 */
export function ringsOf({ type, coordinates }) {
  if (type === "Polygon") return /** @type {Ring[]} */ (coordinates);
  return /** @type {Ring[][]} */ (coordinates).flat();
}

/** Whether a place is within rings, by how often a line from it to the north crosses them.
 *
 * @param {readonly Ring[]} rings
 * @param {number} lon
 * @param {number} lat
 */
export function contains(rings, lon, lat) {
  let odd = false;
  for (const ring of rings) {
    for (let k = 0, last = ring.length - 1; k < ring.length; last = k++) {
      const [x1, y1] = ring[k];
      const [x2, y2] = ring[last];
      if (x1 > lon !== x2 > lon && lat < y1 + ((lon - x1) / (x2 - x1)) * (y2 - y1)) odd = !odd;
    }
  }
  return odd;
}

/** Split rings into the lines that remain without the edges of the box that they were cut off at.
 *
 * @param {readonly Ring[]} rings
 * @returns {number[][][]} lines of (lon, lat) corners
 */
export function withoutBoxEdges(rings) {
  const edges = [0, 1].map((axis) => {
    const values = rings.flat().map((corner) => corner[axis]);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  });
  const onBox = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    edges.some((ends, axis) => ends.some((end) => a[axis] === end && b[axis] === end));
  const lines = [];
  for (const ring of rings) {
    /** @type {number[][]} */
    let line = [];
    for (const [k, corner] of ring.entries()) {
      if (k && onBox(ring[k - 1], corner)) {
        lines.push(line);
        line = [];
      }
      line.push(corner);
    }
    lines.push(line);
  }
  return lines.filter((line) => line.length > 1);
}

/** Find where the way from a point inside a rectangle to another first meets its edge.
 *
 * @param {Point} inside
 * @param {Point} outside
 * @param {{ left: number, top: number, right: number, bottom: number }} box
 * @returns {Point | null} the other point itself where it is within; null where the way leads nowhere
 */
export function leaveBox(inside, outside, box) {
  const share = Math.min(
    shareWithin(inside.x, outside.x, box.left, box.right),
    shareWithin(inside.y, outside.y, box.top, box.bottom),
  );
  if (share <= 0) return null;
  return { x: inside.x + (outside.x - inside.x) * share, y: inside.y + (outside.y - inside.y) * share };
}

/** @param {number} from @param {number} to @param {number} low @param {number} high */
function shareWithin(from, to, low, high) {
  if (to > high) return (high - from) / (to - from);
  return to < low ? (from - low) / (from - to) : 1;
}
