// @ts-check
/* Hexagons to pixels. */

/** @import { Hexagons } from "../hexagons.js" */

/** Find for each pixel which hexagon its middle lies in: the number of the hexagon plus 1, or 0.
 *
 * @param {Hexagons} hexagons
 * @param {number} width
 * @param {number} height
 * @param {number} scale pixels for the width of the world
 * @param {{ x: number, y: number }} origin the first pixel, from the world's north-west corner
 */
export function owners({ corners, count }, width, height, scale, origin) {
  const found = new Uint32Array(width * height);
  const [xs, ys] = [new Float64Array(7), new Float64Array(7)];
  for (let cell = 0; cell < count; cell++) {
    let [top, bottom] = [Infinity, -Infinity];
    for (let k = 0; k < 7; k++) {
      const at = 12 * cell + 2 * (k % 6);
      xs[k] = corners[at] * scale - origin.x;
      ys[k] = corners[at + 1] * scale - origin.y;
      top = Math.min(top, ys[k]);
      bottom = Math.max(bottom, ys[k]);
    }
    const last = Math.min(height, Math.ceil(bottom - 0.5));
    for (let y = Math.max(0, Math.ceil(top - 0.5)); y < last; y++) {
      let [left, right] = [Infinity, -Infinity];
      for (let k = 0; k < 6; k++) {
        const [from, to] = [ys[k] - y - 0.5, ys[k + 1] - y - 0.5];
        if (from < 0 === to < 0) continue;
        const x = xs[k] + ((xs[k + 1] - xs[k]) * from) / (from - to);
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
      const [first, end] = [Math.max(0, Math.ceil(left - 0.5)), Math.min(width, Math.ceil(right - 0.5))];
      if (first < end) found.fill(cell + 1, y * width + first, y * width + end);
    }
  }
  return found;
}
