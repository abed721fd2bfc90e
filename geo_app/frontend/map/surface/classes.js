// @ts-check
/* Classes of a cell's code: of scores, of too little data, of excluded places. */

import { scoreColor } from "../colors.js";

/** @import { GridDocument, Theme } from "../../contract.js" */
/** @import { Rgb } from "../colors.js" */

/** @param {GridDocument} grid */
export const classCount = (grid) => grid.limits.length + 1;

/** Find the class of a code; beyond the classes of scores the next is of too little data, the last of excluded places.
 *
 * @param {GridDocument} grid
 * @param {number} code 0 to 255
 */
export function classOf(grid, code) {
  if (code === grid.unknown) return classCount(grid);
  if (code === grid.excluded) return classCount(grid) + 1;
  const above = grid.limits.findIndex((limit) => code < limit * grid.steps);
  return above < 0 ? grid.limits.length : above;
}

/** Colour the classes of scores by the score in the middle of each, as sites are coloured: same score, same colour.
 *
 * @param {GridDocument} grid
 * @param {Theme} theme
 * @returns {Rgb[]}
 */
export function classColors({ limits }, theme) {
  const ends = [0, ...limits, 100];
  return ends.slice(1).map((end, k) => scoreColor((ends[k] + end) / 2, theme));
}
