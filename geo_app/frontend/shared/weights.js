// @ts-check
/* Weights that keep their sum while one of them moves: the rule of geo_app/ranking/weighting.py, for the browser.
 *
 * tests/frontend/weights_examples.json holds both to the same numbers. */

/** Move one weight and let the others make room, so that the sum stays 1.
 *
 * Locked weights stay; the rest share what is left in proportion to what they were, or equally where all were 0.
 *
 * @param {readonly number[]} weights (m,) >= 0, not all 0; normalised to sum 1 first
 * @param {number} moved which weight moves
 * @param {number} value where to, from 0 to 1; what is impossible is done as far as possible
 * @param {ReadonlySet<number>} [locked] which weights stay; a locked weight does not move
 * @returns {number[]} (m,) weights of sum 1
 */
export function rebalance(weights, moved, value, locked = new Set()) {
  const total = sum(weights);
  const before = weights.map((weight) => weight / total);
  if (locked.has(moved)) return before;
  const room = Math.max(0, 1 - sum(before.filter((_, k) => locked.has(k))));
  const free = before.map((_, k) => k !== moved && !locked.has(k));
  const target = free.includes(true) ? Math.min(Math.max(value, 0), room) : room;
  const largest = Math.max(0, ...before.filter((_, k) => free[k]));
  // By the largest first: the smallest numbers that there are would not survive a division by their sum.
  const parts = before.map((weight, k) => (free[k] ? (largest > 0 ? weight / largest : 1) : 0));
  const all = sum(parts);
  return before.map((weight, k) => (k === moved ? target : free[k] ? ((room - target) * parts[k]) / all : weight));
}

/** Round weights in percent to whole numbers of the same sum, the largest remainders up.
 *
 * @param {readonly number[]} percents (m,)
 * @returns {number[]} (m,) whole numbers
 */
export function wholePercents(percents) {
  const whole = percents.map(Math.floor);
  const missing = Math.round(sum(percents) - sum(whole));
  const byRemainder = percents.map((_, k) => k).sort((a, b) => percents[b] - whole[b] - (percents[a] - whole[a]));
  for (const k of byRemainder.slice(0, Math.max(0, missing))) whole[k] += 1;
  return whole;
}

/** What the user moves: shares of sum 1 by criterion, and the caution; null for what the server says.
 *
 * @typedef {{ weights: Record<string, number> | null, caution: number | null }} Move
 */

/** Tell whether what was ranked by some weights and caution was ranked by what moves.
 *
 * @param {{ weights: Record<string, number>, caution: number }} ranked
 * @param {Move} move
 */
export function isAnswered({ weights, caution }, move) {
  const { weights: shares } = move;
  const names = shares ? [...Object.keys(weights), ...Object.keys(shares)] : [];
  const isSame = (/** @type {string} */ name) => Math.abs((weights[name] ?? 0) - (shares?.[name] ?? 0)) < 1e-9;
  return names.every(isSame) && (move.caution === null || Math.abs(move.caution - caution) < 1e-9);
}

/** @param {readonly number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
