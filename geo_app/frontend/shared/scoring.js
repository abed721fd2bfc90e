// @ts-check
/* Scores and ranks from values per criterion: the rules of geo_app/ranking/ for the browser, to the last bit where a sum
 * has one order. tests/frontend/scoring_examples.json holds Python and the browser to the same numbers. */

/** @typedef {Float64Array} Column (n,) values of a criterion, 0 to 1 */

const SCALE = 100; // of a score
const DIGITS = 1e6; // scores are rounded to a millionth, so that no sum's last bit decides a rank

/** Score by the weighted sum: one strength makes up for a weakness.
 *
 * @param {readonly Column[]} columns (m) of n values
 * @param {readonly number[]} weights (m,) >= 0, of sum 1
 * @returns {Float64Array} (n,) scores, 0 to 100
 */
export function weightedSums(columns, weights) {
  const scores = new Float64Array(columns[0]?.length ?? 0);
  columns.forEach((column, k) => {
    const points = SCALE * weights[k];
    if (points === 0) return;
    for (let at = 0; at < scores.length; at++) scores[at] += points * column[at];
  });
  return rounded(scores);
}

/** Put the criteria of each row in the order of their values, the best first; equal ones stay as they stand.
 *
 * No weight changes it, so that it is found once and not at every change.
 *
 * @param {readonly Column[]} columns (m) of n values, m <= 256
 * @returns {Uint8Array} (n × m) numbers of criteria
 */
export function valueOrder(columns) {
  const m = columns.length;
  const order = new Uint8Array((columns[0]?.length ?? 0) * m);
  for (let at = 0, row = 0; row < order.length; at++, row += m) {
    for (let k = 0; k < m; k++) {
      let place = row + k;
      for (; place > row && columns[order[place - 1]][at] < columns[k][at]; place--) order[place] = order[place - 1];
      order[place] = k;
    }
  }
  return order;
}

/** Score by Yager's ordered weighted average, the worse values counting more the greater the caution.
 *
 * @param {readonly Column[]} columns (m) of n values
 * @param {readonly number[]} weights (m,) >= 0, of sum 1
 * @param {number} caution 0 (the weighted sum) to 1 (as strong as the weakest link)
 * @param {Uint8Array} [known] the order of the columns' values, where it was found before
 * @returns {Float64Array} (n,) scores, 0 to 100
 */
export function orderedAverages(columns, weights, caution, known) {
  if (caution === 0) return weightedSums(columns, weights);
  const order = known ?? valueOrder(columns);
  const m = columns.length;
  const scores = new Float64Array(columns[0]?.length ?? 0);
  const power = 1 / (1 - caution);
  const counted = weights.filter((weight) => weight > 0).length;
  for (let at = 0; at < scores.length; at++) {
    let [score, reached, before, left] = [0, 0, 0, counted];
    for (let place = at * m; left > 0; place++) {
      const k = order[place];
      if (weights[k] <= 0) continue;
      left -= 1;
      // A sum that stops one bit short of 1 would lose most of the weakest link at a great power.
      reached = left === 0 ? 1 : Math.min(reached + weights[k], 1);
      const share = caution === 1 ? Number(left === 0) : reached ** power;
      score += columns[k][at] * (share - before);
      before = share;
    }
    scores[at] = SCALE * score;
  }
  return rounded(scores);
}

/** @param {Float64Array} scores rounded in place */
function rounded(scores) {
  for (let at = 0; at < scores.length; at++) scores[at] = wholeEven(scores[at] * DIGITS) / DIGITS;
  return scores;
}

/** Round to a whole number, halves to the even one, as numpy does: above 2 ** 52 a float has no fraction left.
 *
 * @param {number} number 0 to 2 ** 51
 */
const wholeEven = (number) => number + 2 ** 52 - 2 ** 52;

/** Rank scores, 1 = best; equal ones share a rank and the next ranks are skipped ("1224").
 *
 * @param {ArrayLike<number>} scores (n,) more is better; NaN has no rank
 * @returns {(number | null)[]} (n,)
 */
export function ranks(scores) {
  const steps = Array.from(scores, (score) => wholeEven(score * DIGITS));
  const order = Float64Array.from(steps.filter((score) => !Number.isNaN(score))).sort();
  /** @type {Map<number, number>} */
  const first = new Map();
  for (let k = order.length - 1; k >= 0; k--) if (!first.has(order[k])) first.set(order[k], order.length - k);
  return steps.map((score) => first.get(score) ?? null);
}

/** Write a score with one decimal; halves go to the even digit, as Python's do.
 *
 * @param {number} score 0 to 100
 * @param {string} decimal what stands before decimals
 */
export function scoreText(score, decimal) {
  const tenths = wholeEven(wholeEven(score * DIGITS) / (DIGITS / 10));
  return `${Math.floor(tenths / 10)}${decimal}${tenths % 10}`;
}

/** Write a whole number.
 *
 * @param {number} number >= 0
 * @param {string} thousands what stands between thousands
 */
export const wholeText = (number, thousands) => String(number).replace(/\B(?=(\d{3})+$)/g, thousands);

// ---------------------------------------------------------------------------------------------------- cells

/**
 * @typedef {object} CellColumn values of a criterion at each cell
 * @property {Column} values
 * @property {Uint8Array | null} unknown 1 where it could not be measured; null where it could be everywhere
 */

/** What a cell's values and its code are written in; of `GridDocument`.
 *
 * @typedef {{ steps: number, unknown: number, excluded: number, value_steps: number, most_unknown: number }} CellCodes
 */

/** Read a criterion's values from 16-bit steps.
 *
 * @param {Uint16Array} steps
 * @param {CellCodes} codes
 * @returns {CellColumn}
 */
export function cellColumn(steps, { value_steps }) {
  const isUnknown = (/** @type {number} */ step) => step > value_steps;
  return {
    values: Float64Array.from(steps, (step) => (isUnknown(step) ? 0.5 : step / value_steps)),
    unknown: steps.some(isUnknown) ? Uint8Array.from(steps, (step) => Number(isUnknown(step))) : null,
  };
}

/** Code each cell in a byte: its score in steps rounded down, or that it is excluded, or that too little is known of it.
 *
 * @param {Float64Array} scores (n,)
 * @param {readonly CellColumn[]} columns
 * @param {readonly number[]} weights
 * @param {Uint8Array} excluded (n / 8) a bit a cell, the lowest first
 * @param {CellCodes} codes
 * @returns {Uint8Array} (n,)
 */
export function cellCodes(scores, columns, weights, excluded, codes) {
  const missing = new Float64Array(scores.length);
  columns.forEach(({ unknown }, k) => {
    if (!unknown || weights[k] === 0) return;
    for (let at = 0; at < missing.length; at++) missing[at] += weights[k] * unknown[at];
  });
  const found = new Uint8Array(scores.length);
  for (let at = 0; at < found.length; at++) {
    if ((excluded[at >> 3] >> (at & 7)) & 1) found[at] = codes.excluded;
    else found[at] = missing[at] > codes.most_unknown ? codes.unknown : Math.floor(scores[at] * codes.steps);
  }
  return found;
}
