// @ts-check
/* Scores and ranks from values per criterion: the rules of geo_app/ranking/aggregation.py, for the browser.
 *
 * Values come in columns, one a criterion, either as they are (0 to 1) or in 16 bits, a step of 1/65535 each.
 * tests/frontend/scoring_examples.json holds Python and the browser to the same numbers. */

/** @typedef {Float64Array | Uint16Array | readonly number[]} Column (n,) values of a criterion */

/** What one step of a column in 16 bits stands for. */
export const STEP_16 = 1 / 65535;

const SCALE = 100; // of a score
const DIGITS = 1e6; // scores are rounded to a millionth, so that no sum's last bit decides a rank

/** Score by the weighted sum: one strength makes up for a weakness.
 *
 * @param {readonly Column[]} columns (m) of n values
 * @param {readonly number[]} weights (m,) >= 0, of sum 1
 * @param {number} [step] what 1 in a column stands for
 * @returns {Float64Array} (n,) scores, 0 to 100
 */
export function weightedSums(columns, weights, step = 1) {
  const scores = new Float64Array(columns[0]?.length ?? 0);
  columns.forEach((column, k) => {
    const points = SCALE * step * weights[k];
    if (points === 0) return;
    for (let at = 0; at < scores.length; at++) scores[at] += points * column[at];
  });
  return rounded(scores);
}

/** Score by Yager's ordered weighted average, the worse values counting more the greater the caution.
 *
 * @param {readonly Column[]} columns (m) of n values
 * @param {readonly number[]} weights (m,) >= 0, of sum 1
 * @param {number} caution 0 (the weighted sum) to 1 (as strong as the weakest link)
 * @param {number} [step] what 1 in a column stands for
 * @returns {Float64Array} (n,) scores, 0 to 100
 */
export function orderedAverages(columns, weights, caution, step = 1) {
  if (caution === 0) return weightedSums(columns, weights, step);
  const counted = columns.map((column, k) => ({ column, weight: weights[k] })).filter(({ weight }) => weight > 0);
  const scores = new Float64Array(columns[0]?.length ?? 0);
  const row = { values: new Float64Array(counted.length), weights: new Float64Array(counted.length) };
  const power = 1 / (1 - caution);
  for (let at = 0; at < scores.length; at++) {
    counted.forEach(({ column, weight }, k) => insert(row, k, column[at], weight));
    scores[at] = SCALE * step * (caution === 1 ? row.values[counted.length - 1] : orderedAverage(row, power));
  }
  return rounded(scores);
}

/** @typedef {{ values: Float64Array, weights: Float64Array }} Row values in falling order, with their weights */

/** Insert a value into a row that is in order so far; ten thousand rows are put in order in a few milliseconds so.
 *
 * @param {Row} row
 * @param {number} length how many values are in order
 * @param {number} value
 * @param {number} weight
 */
function insert({ values, weights }, length, value, weight) {
  let at = length;
  for (; at > 0 && values[at - 1] < value; at--) {
    values[at] = values[at - 1];
    weights[at] = weights[at - 1];
  }
  values[at] = value;
  weights[at] = weight;
}

/** @param {Row} row @param {number} power */
function orderedAverage({ values, weights }, power) {
  let [score, reached, before] = [0, 0, 0];
  for (let k = 0; k < values.length; k++) {
    // A sum that stops one bit short of 1 would lose most of the weakest link at a great power.
    reached = k === values.length - 1 ? 1 : Math.min(reached + weights[k], 1);
    const share = reached ** power;
    score += values[k] * (share - before);
    before = share;
  }
  return score;
}

/** @param {Float64Array} scores */
const rounded = (scores) => scores.map((score) => wholeEven(score * DIGITS) / DIGITS);

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
  const order = steps.filter((score) => !Number.isNaN(score)).sort((a, b) => b - a);
  /** @type {Map<number, number>} */
  const first = new Map();
  order.forEach((score, k) => first.has(score) || first.set(score, k + 1));
  return steps.map((score) => first.get(score) ?? null);
}
