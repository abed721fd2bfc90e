// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAt, centreOf, layOut, outlineOf, toLatLng, toWorld } from "../../geo_app/frontend/map/hexagons.js";
import { classColors, classCount, classOf } from "../../geo_app/frontend/map/surface/classes.js";
import { pixelRuns } from "../../geo_app/frontend/map/surface/raster.js";

const STEP = 1e-4; // of the world's width, from one hexagon to the next

/** A lattice that lies straight on the map, 5 columns and 4 rows, with a gap in one row. */
const grid = {
  key: "k",
  runs: /** @type {[number, number, number][]} */ ([[0, 0, 5], [1, 0, 2], [1, 3, 2], [2, 0, 5], [3, 0, 5]]),
  // A column is a step to the east, a row is sin 60° of one to the north.
  step: 4,
  across: 3,
  x: [0, 1, 2].flatMap(() => [-1, 3, 7].map((column) => 0.7 + STEP * column)),
  y: [-1, 3, 7].flatMap((row) => [0, 1, 2].map(() => 0.4 - STEP * Math.sin(Math.PI / 3) * row)),
  limits: [25, 50, 75],
  words: [],
  steps: 2,
  unknown: 254,
  excluded: 255,
  value_steps: 65534,
  most_unknown: 0.1,
  texts: {},
};
const hexagons = layOut(grid);

test("each run has its cells, in order", () => {
  assert.equal(hexagons.count, 19);
  const columns = Array.from(hexagons.centres.filter((_, k) => k % 2 === 0), (x) => Math.round((2 * (x - 0.7)) / STEP));
  assert.deepEqual(columns.slice(0, 9), [0, 2, 4, 6, 8, 1, 3, 7, 9]); // half columns; odd rows lie half a column east
});

test("a hexagon is regular: corners as far from the centre as from each other", () => {
  const [x, y] = hexagons.centres;
  const corners = Array.from({ length: 6 }, (_, k) => [hexagons.corners[2 * k], hexagons.corners[2 * k + 1]]);
  corners.forEach(([a, b], k) => {
    const [c, d] = corners[(k + 1) % 6];
    assert.ok(Math.abs(Math.hypot(a - x, b - y) - STEP / Math.sqrt(3)) < 1e-12);
    assert.ok(Math.abs(Math.hypot(a - c, b - d) - STEP / Math.sqrt(3)) < 1e-12);
  });
});

test("the world and back", () => {
  for (const [lat, lng] of [[42.3, 69.6], [-33, 18.4], [0, -179]]) {
    const found = toLatLng(...toWorld({ lat, lng }));
    assert.ok(Math.abs(found[0] - lat) < 1e-9 && Math.abs(found[1] - lng) < 1e-9);
  }
});

test("a centre lies in its own cell, and a place outside in none", () => {
  for (let cell = 0; cell < hexagons.count; cell++) {
    const [lat, lng] = centreOf(hexagons, cell);
    assert.equal(cellAt(hexagons, { lat, lng }), cell);
    assert.equal(outlineOf(hexagons, cell).length, 6);
  }
  const [lat, lng] = toLatLng(0.7 - 2 * STEP, 0.4);
  assert.equal(cellAt(hexagons, { lat, lng }), -1);
});

/** Number of the hexagon that each pixel lies in, plus 1; none lies in two.
 *
 * @param {import("../../geo_app/frontend/map/surface/raster.js").PixelRuns} runs
 * @param {number} pixels
 */
function ownersOf({ first, ends }, pixels) {
  const found = new Uint32Array(pixels);
  for (let cell = 0; cell < hexagons.count; cell++) {
    for (let k = first[cell]; k < first[cell + 1]; k += 2) {
      for (let at = ends[k]; at < ends[k + 1]; at++) {
        assert.equal(found[at], 0);
        found[at] = cell + 1;
      }
    }
  }
  return found;
}

test("a pixel belongs to the hexagon in which its middle lies", () => {
  const [width, height, scale] = [90, 70, 1.517e5];
  const origin = { x: scale * (0.7 - STEP), y: scale * (0.4 - 3.5 * STEP) };
  const found = ownersOf(pixelRuns(hexagons, width, height, scale, origin), width * height);
  let inside = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [lat, lng] = toLatLng((origin.x + x + 0.5) / scale, (origin.y + y + 0.5) / scale);
      const owner = found[y * width + x] - 1;
      const near = cellAt(hexagons, { lat, lng });
      if (owner >= 0) assert.equal(owner, near);
      // `cellAt` reaches as far as a corner: beyond an edge of the lattice it knows a cell where there is none.
      inside += Number(owner >= 0);
    }
  }
  const area = hexagons.count * (Math.sqrt(3) / 2) * (STEP * scale) ** 2;
  assert.ok(Math.abs(inside - area) / area < 0.02);
});

test("codes have the class of their score, too little data and excluded places one each", () => {
  const classes = [0, 49, 50, 99, 100, 149, 150, 200, 254, 255].map((code) => classOf(grid, code));
  assert.deepEqual(classes, [0, 0, 1, 1, 2, 2, 3, 3, 4, 5]);
  assert.equal(classCount(grid), 4);
  assert.equal(classColors(grid, "light").length, 4);
});
