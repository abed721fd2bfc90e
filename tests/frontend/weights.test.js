// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { rebalance, wholePercents } from "../../geo_app/frontend/shared/weights.js";

/** @typedef {{ case: string, weights: number[], moved: number, value: number, locked: number[], expected: number[] }} Move */
/** @typedef {{ case: string, percents: number[], expected: number[] }} Rounding */

/** @type {{ rebalance: Move[], whole_percents: Rounding[] }} */
const examples = JSON.parse(readFileSync(new URL("weights_examples.json", import.meta.url), "utf8"));

for (const { case: name, weights, moved, value, locked, expected } of examples.rebalance) {
  test(`rebalance: ${name}`, () => {
    const found = rebalance(weights, moved, value, new Set(locked));
    assert.equal(found.length, expected.length);
    found.forEach((weight, k) => assert.ok(Math.abs(weight - expected[k]) < 1e-12, `${found}`));
  });
}

for (const { case: name, percents, expected } of examples.whole_percents) {
  test(`whole percents: ${name}`, () => assert.deepEqual(wholePercents(percents), expected));
}
