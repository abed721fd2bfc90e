// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { STEP_16, orderedAverages, ranks, weightedSums } from "../../geo_app/frontend/shared/scoring.js";

/** @typedef {{ case: string, values: number[][], weights: number[], caution: number, expected: number[] }} Score */
/** @typedef {{ case: string, scores: number[], expected: number[] }} Rank */

/** @type {{ scores: Score[], ranks: Rank[] }} */
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

test("in 16 bits a score is as good as exact: far below the digit that is shown", () => {
  const rows = Array.from({ length: 500 }, (_, n) => Array.from({ length: 12 }, (_value, k) => ((n * 37 + k * 61) % 101) / 101));
  const weights = Array.from({ length: 12 }, (_, k) => (k + 1) / 78);
  const exact = columns(rows);
  const short = exact.map((column) => Uint16Array.from(column, (value) => Math.round(value / STEP_16)));
  for (const caution of [0, 0.5, 1]) {
    const [wanted, found] = [orderedAverages(exact, weights, caution), orderedAverages(short, weights, caution, STEP_16)];
    wanted.forEach((score, k) => assert.ok(Math.abs(found[k] - score) < 0.001));
  }
});
