// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { contains, edgesCross, leaveBox, ringsOf, withoutBoxEdges } from "../../geo_app/frontend/map/polygons.js";

/** @param {number[][]} corners (lng, lat) */
const outline = (corners) => corners.map(([lng, lat]) => ({ lng, lat }));

/** @type {[string, boolean, number[][]][]} */
const OUTLINES = [
  ["a triangle", false, [[0, 0], [4, 0], [0, 4]]],
  ["a square", false, [[0, 0], [4, 0], [4, 4], [0, 4]]],
  ["a bow tie", true, [[0, 0], [4, 4], [4, 0], [0, 4]]],
  ["a bent outline", false, [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]]],
  ["a corner pulled through the opposite edge", true, [[0, 0], [4, 0], [4, 4], [2, -1], [0, 4]]],
  ["the last edge crosses", true, [[0, 0], [4, 0], [4, 4], [1, 2], [2, -2]]],
  ["a star in one stroke", true, [[0, 3], [2, -3], [-3, 1], [3, 1], [-2, -3]]],
];

for (const [name, crosses, corners] of OUTLINES) {
  test(`${name} ${crosses ? "crosses itself" : "does not cross itself"}, from each corner and backwards`, () => {
    for (let k = 0; k < corners.length; k++) {
      const turned = [...corners.slice(k), ...corners.slice(0, k)];
      assert.equal(edgesCross(outline(turned)), crosses);
      assert.equal(edgesCross(outline(turned.reverse())), crosses);
    }
  });
}

test("a place in a hole is outside", () => {
  const rings = [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]];
  assert.ok(contains(rings, 2, 2));
  assert.ok(!contains(rings, 5, 5));
  assert.ok(!contains(rings, 11, 5));
});

test("rings of one polygon and of many", () => {
  const [a, b] = [[[0, 0], [1, 0], [1, 1], [0, 0]], [[5, 5], [6, 5], [6, 6], [5, 5]]];
  assert.deepEqual(ringsOf({ type: "Polygon", coordinates: [a] }), [a]);
  assert.deepEqual(ringsOf({ type: "MultiPolygon", coordinates: [[a], [b]] }), [a, b]);
});

test("borders lose the edges of the box that they were cut off at, and keep what only touches it", () => {
  const cut = [[0, 0], [10, 0], [10, 10], [5, 4], [0, 10], [0, 0]];
  assert.deepEqual(withoutBoxEdges([cut]), [[[10, 10], [5, 4], [0, 10]]]);
});

test("a way leaves a box at its edge", () => {
  const box = { left: 10, top: 10, right: 90, bottom: 50 };
  assert.deepEqual(leaveBox({ x: 50, y: 30 }, { x: 130, y: 30 }, box), { x: 90, y: 30 });
  assert.deepEqual(leaveBox({ x: 50, y: 30 }, { x: 90, y: 70 }, box), { x: 70, y: 50 });
  assert.deepEqual(leaveBox({ x: 50, y: 30 }, { x: 60, y: 40 }, box), { x: 60, y: 40 });
  assert.equal(leaveBox({ x: 95, y: 30 }, { x: 130, y: 30 }, box), null);
});
