// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { innermost } from "../../geo_app/frontend/map/labels/area_names.js";
import { arrowsAlong } from "../../geo_app/frontend/map/labels/route.js";
import { lineEnd, positionsAlong } from "../../geo_app/frontend/map/sites/links.js";

const everywhere = () => true;

test("arrows stand at even distances along a line, around its corners", () => {
  const tips = arrowsAlong([{ x: 0, y: 0 }, { x: 200, y: 0 }, { x: 200, y: 200 }], everywhere).map(([tip]) => tip);
  assert.deepEqual(tips.map(({ x, y }) => [Math.round(x), Math.round(y)]), [[68, 0], [188, 0], [200, 108]]);
});

test("arrows that nobody sees are not made", () => {
  const line = [{ x: 0, y: 0 }, { x: 1000, y: 0 }];
  assert.equal(arrowsAlong(line, ({ x }) => x < 300).length, 2);
  assert.equal(arrowsAlong([{ x: 0, y: 0 }, { x: 0, y: 0 }], everywhere).length, 0);
});

test("a line ends at its place, or inside the edge of the view", () => {
  const size = { x: 600, y: 400 };
  assert.deepEqual(lineEnd({ x: 300, y: 200 }, { x: 310, y: 210 }, size), { x: 310, y: 210 });
  assert.deepEqual(lineEnd({ x: 300, y: 200 }, { x: 300, y: 900 }, size), { x: 300, y: 354 });
  assert.equal(lineEnd({ x: -1, y: 200 }, { x: 300, y: 200 }, size), null);
  assert.deepEqual(positionsAlong({ x: 0, y: 0 }, { x: 100, y: 0 }, 30)[0], { x: 100, y: -17 });
});

test("an area's name stands where there is most of the area around it", () => {
  const cells = Array.from({ length: 9 }, (_, row) =>
    Array.from({ length: 15 }, (_column, column) => row >= 1 && row <= 7 && column >= 1 && column <= 13),
  );
  const [first] = innermost(cells, 1);
  assert.deepEqual(first, { x: 5.5 * 40, y: 4.5 * 40 });
  assert.equal(innermost(cells, 8).length, 0);
});
