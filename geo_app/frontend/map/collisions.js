// @ts-check
/* Room on the map: which boxes are taken, and where a marker goes that others stand in the way of. */

import RBush from "../vendor/rbush/rbush.js";

/** @import { Box } from "../vendor/rbush/rbush.js" */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {Point & { size: number }} Disc a marker: its middle and its diameter */

const TOUCH = 0.01; // pixels: boxes that only touch do not collide
const MARGIN = 2; // pixels between a text and the edge of the map
const GAP = 3; // pixels between two markers
const RING_PX = 14;

/** @param {number} x of its middle @param {number} y @param {number} width @param {number} height @returns {Box} */
const boxAround = (x, y, width, height) => ({
  minX: x - width / 2,
  minY: y - height / 2,
  maxX: x + width / 2,
  maxY: y + height / 2,
});

/** Boxes in a view that no text may cover. */
export class TakenBoxes {
  /** @type {RBush} */
  #tree = new RBush();
  #width;
  #height;

  /** @param {number} width @param {number} height of the view, in pixels @param {Box[]} boxes */
  constructor(width, height, boxes) {
    this.#width = width;
    this.#height = height;
    this.#tree.load(boxes);
  }

  /** Take a box, if it is free and in view.
   *
   * @param {number} x of its middle
   * @param {number} y
   * @param {number} width
   * @param {number} height
   * @returns {boolean} whether it was taken
   */
  take(x, y, width, height) {
    const box = boxAround(x, y, width, height);
    if (box.minX < MARGIN || box.minY < MARGIN) return false;
    if (box.maxX > this.#width - MARGIN || box.maxY > this.#height - MARGIN) return false;
    if (this.#tree.collides(boxAround(x, y, width - 2 * TOUCH, height - 2 * TOUCH))) return false;
    this.#tree.insert(box);
    return true;
  }
}

/** Find room for a marker: where it should stand, or on rings around its point.
 *
 * @param {Point} at its true point
 * @param {number} size its diameter
 * @param {Point} wanted where it should stand, from its true point
 * @param {readonly Disc[]} taken markers that are there already
 * @param {number} rings how many rings to try
 * @returns {Point | null} where it stands, from its true point; null where there is no room
 */
export function freePosition(at, size, wanted, taken, rings) {
  const free = (/** @type {Point} */ { x, y }) =>
    taken.every((other) => Math.hypot(other.x - at.x - x, other.y - at.y - y) >= (other.size + size) / 2 + GAP);
  if (free(wanted)) return wanted;
  for (let ring = 1; ring <= rings; ring++) {
    const radius = RING_PX * ring + 6;
    const steps = 8 + 2 * ring;
    for (let k = 0; k < steps; k++) {
      const angle = (Math.PI * 2 * k) / steps - Math.PI / 2;
      const position = { x: wanted.x + radius * Math.cos(angle), y: wanted.y + radius * Math.sin(angle) };
      if (free(position)) return position;
    }
  }
  return null;
}

/** Find the nearest of some points.
 *
 * @template {Point} Found
 * @param {Point} at
 * @param {readonly Found[]} points
 * @returns {Found | null}
 */
export function nearest(at, points) {
  let [best, least] = [/** @type {Found | null} */ (null), Infinity];
  for (const point of points) {
    const apart = Math.hypot(point.x - at.x, point.y - at.y);
    if (apart < least) [best, least] = [point, apart];
  }
  return best;
}
