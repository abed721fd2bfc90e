// @ts-check
/* Hexagons to pixels. */

/** @import { Hexagons } from "../hexagons.js" */

/**
 * @typedef {object} PixelRuns which pixels have their middle in which hexagon
 * @property {Uint32Array} first (count + 1) where each hexagon's runs begin in `ends`
 * @property {Uint32Array} ends the first pixel of each run, and the one after its last
 */

/** Find for each hexagon its runs of pixels, row by row; no pixel lies in two.
 *
 * @param {Hexagons} hexagons
 * @param {number} width
 * @param {number} height
 * @param {number} scale pixels for the width of the world
 * @param {{ x: number, y: number }} origin the first pixel, from the world's north-west corner
 * @returns {PixelRuns}
 */
export function pixelRuns({ corners, count }, width, height, scale, origin) {
  const first = new Uint32Array(count + 1);
  let [ends, length] = [new Uint32Array(4 * count), 0];
  const [xs, ys] = [new Float64Array(7), new Float64Array(7)];
  for (let cell = 0; cell < count; cell++) {
    first[cell] = length;
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
      const [left, right] = crossing(xs, ys, y + 0.5);
      const [from, to] = [Math.max(0, Math.ceil(left - 0.5)), Math.min(width, Math.ceil(right - 0.5))];
      if (from >= to) continue;
      if (length + 2 > ends.length) ends = grown(ends);
      ends[length++] = y * width + from;
      ends[length++] = y * width + to;
    }
  }
  first[count] = length;
  return { first, ends: ends.slice(0, length) };
}

/** Find where a horizontal line enters and leaves a polygon.
 *
 * @param {Float64Array} xs (7) of its corners, the first one again at the end
 * @param {Float64Array} ys
 * @param {number} line
 */
function crossing(xs, ys, line) {
  let [left, right] = [Infinity, -Infinity];
  for (let k = 0; k < 6; k++) {
    const [from, to] = [ys[k] - line, ys[k + 1] - line];
    if (from < 0 === to < 0) continue;
    const x = xs[k] + ((xs[k + 1] - xs[k]) * from) / (from - to);
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return [left, right];
}

/** @param {Uint32Array} numbers */
function grown(numbers) {
  const more = new Uint32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}
