// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  cellCodes,
  cellColumn,
  orderedAverages,
  ranks,
  scoreText,
  valueOrder,
  weightedSums,
  wholeText,
} from "../../geo_app/frontend/shared/scoring.js";

/** @typedef {{ case: string, values: number[][], weights: number[], caution: number, expected: number[] }} Score */
/** @typedef {{ case: string, scores: number[], expected: number[] }} Rank */

/** @typedef {{ case: string, steps: number[][], weights: number[], caution: number, excluded: number, expected: number[] }} Cells */
/** @typedef {{ score: number, text: string }} Text */

const CODES = { steps: 2, unknown: 254, excluded: 255, value_steps: 65534, most_unknown: 0.1 + 1e-9 };

/** @type {{ scores: Score[], ranks: Rank[], cells: Cells[], texts: Text[] }} */
const examples = JSON.parse(readFileSync(new URL("scoring_examples.json", import.meta.url), "utf8"));

/** @param {number[][]} rows */
const columns = (rows) => rows[0].map((_, k) => Float64Array.from(rows, (row) => row[k]));

for (const { case: name, values, weights, caution, expected } of examples.scores) {
  test(`score: ${name}`, () => {
    const found = orderedAverages(columns(values), weights, caution);
    expected.forEach((score, k) => assert.ok(Math.abs(found[k] - score) < 1e-6, `${found}`));
    if (caution === 0) assert.deepEqual(weightedSums(columns(values), weights), found);
  });
}

for (const { case: name, scores, expected } of examples.ranks) {
  test(`ranks: ${name}`, () => assert.deepEqual(ranks(scores), expected));
}

test("what has no score has no rank", () => assert.deepEqual(ranks([NaN, 5, 7]), [null, 2, 1]));

/** @param {number} rows @param {number} count */
const invented = (rows, count) =>
  columns(Array.from({ length: rows }, (_, n) => Array.from({ length: count }, (_value, k) => ((n * 37 + k * 61) % 101) / 101)));
const weightsOf = (/** @type {number} */ count) => Array.from({ length: count }, (_, k) => (2 * (k + 1)) / (count * (count + 1)));

test("in 16 bits a score is as good as exact: far below the digit that is shown", () => {
  const exact = invented(500, 12);
  const short = exact.map((column) => cellColumn(Uint16Array.from(column, (value) => Math.round(value * 65534)), CODES).values);
  for (const caution of [0, 0.5, 1]) {
    const [wanted, found] = [exact, short].map((each) => orderedAverages(each, weightsOf(12), caution));
    wanted.forEach((score, k) => assert.ok(Math.abs(found[k] - score) < 0.001));
  }
});

test("the order of values holds for any weights, also where criteria weigh nothing", () => {
  const values = invented(200, 7);
  const order = valueOrder(values);
  for (const weights of [weightsOf(7), [0, 0.5, 0, 0.25, 0, 0.25, 0], [0, 0, 0, 0, 0, 0, 1]]) {
    const counted = weights.flatMap((weight, k) => (weight > 0 ? [k] : []));
    const alone = [counted.map((k) => values[k]), counted.map((k) => weights[k])];
    const wanted = orderedAverages(/** @type {Float64Array[]} */ (alone[0]), /** @type {number[]} */ (alone[1]), 0.6);
    assert.deepEqual(orderedAverages(values, weights, 0.6, order), wanted);
  }
});

for (const { case: name, steps, weights, caution, excluded, expected } of examples.cells) {
  test(`cells: ${name}`, () => {
    const found = columns(steps).map((column) => cellColumn(Uint16Array.from(column), CODES));
    const scores = orderedAverages(found.map(({ values }) => values), weights, caution);
    assert.deepEqual([...cellCodes(scores, found, weights, Uint8Array.of(excluded), CODES)], expected);
  });
}

for (const { score, text } of examples.texts) {
  test(`${score} is written ${text}`, () => assert.equal(scoreText(score, "."), text));
}

test("whole numbers have their thousands apart", () => {
  assert.deepEqual([7, 999, 1000, 1234567].map((number) => wholeText(number, " ")), ["7", "999", "1 000", "1 234 567"]);
});
