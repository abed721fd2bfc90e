// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { area, distance, pathLength } from "../../geo_app/frontend/map/geodesy.js";

/** @typedef {{ case: string, from: [number, number], to: [number, number], metres: number }} Distance */
/** @typedef {{ case: string, ring: [number, number][], square_metres: number }} Area */

/** @type {{ distances: Distance[], areas: Area[] }} */
const examples = JSON.parse(readFileSync(new URL("geodesy_examples.json", import.meta.url), "utf8"));

/** @param {[number, number]} lonLat */
const place = ([lng, lat]) => ({ lat, lng });

for (const { case: name, from, to, metres } of examples.distances) {
  test(`distance: ${name}`, () => {
    assert.ok(Math.abs(distance(place(from), place(to)) - metres) < 0.001);
    assert.ok(Math.abs(distance(place(to), place(from)) - metres) < 0.001);
  });
}

for (const { case: name, ring, square_metres } of examples.areas) {
  test(`area: ${name}`, () => {
    assert.ok(Math.abs(area(ring.map(place)) - square_metres) <= Math.max(0.01, 1e-12 * square_metres));
  });
}

test("a way is as long as its parts", () => {
  const places = [place([0, 0]), place([1, 0]), place([1, 1])];
  assert.equal(pathLength(places), distance(places[0], places[1]) + distance(places[1], places[2]));
  assert.equal(pathLength(places.slice(0, 1)), 0);
});
