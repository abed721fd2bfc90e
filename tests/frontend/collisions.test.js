// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { TakenBoxes, freePosition, nearest } from "../../geo_app/frontend/map/collisions.js";

/** Numbers from 0 to 1 that are the same at every run. @param {number} seed */
const numbers = (seed) => () => {
  seed = (1103515245 * seed + 12345) % 2147483648;
  return seed / 2147483648;
};

test("a box is taken once", () => {
  const boxes = new TakenBoxes(400, 300, []);
  assert.ok(boxes.take(100, 100, 40, 20));
  assert.ok(!boxes.take(130, 110, 40, 20));
  assert.ok(boxes.take(100, 150, 40, 20));
});

test("boxes that only touch do not collide", () => {
  const boxes = new TakenBoxes(400, 300, [{ minX: 94, minY: 94, maxX: 106, maxY: 106 }]);
  assert.ok(boxes.take(126, 100, 40, 17));
  assert.ok(!boxes.take(73.9 + 0.2, 100, 40, 17));
  assert.ok(boxes.take(74, 100, 40, 17));
});

test("a box beyond the edge of the view is not taken", () => {
  const boxes = new TakenBoxes(400, 300, []);
  for (const [x, y] of [[10, 150], [390, 150], [200, 5], [200, 295]]) assert.ok(!boxes.take(x, y, 40, 20));
  assert.ok(boxes.take(22, 12, 40, 20));
});

test("whatever is taken, no two boxes overlap", () => {
  const random = numbers(7);
  const boxes = new TakenBoxes(800, 600, []);
  /** @type {number[][]} */
  const taken = [];
  let refused = 0;
  for (let k = 0; k < 2000; k++) {
    const [x, y, width, height] = [800 * random(), 600 * random(), 10 + 90 * random(), 10 + 20 * random()];
    const inView = x - width / 2 >= 2 && x + width / 2 <= 798 && y - height / 2 >= 2 && y + height / 2 <= 598;
    const free = taken.every(([a, b, c, d]) => Math.abs(a - x) >= (c + width) / 2 || Math.abs(b - y) >= (d + height) / 2);
    assert.equal(boxes.take(x, y, width, height), inView && free);
    if (inView && free) taken.push([x, y, width, height]);
    else refused++;
  }
  assert.ok(taken.length > 50 && refused > 500);
});

test("a marker stands where it should, if nothing is there", () => {
  const at = { x: 10, y: 20 };
  assert.deepEqual(freePosition(at, 25, { x: 3, y: 4 }, [], 5), { x: 3, y: 4 });
});

test("a marker moves aside, farther where more is taken, and keeps its distance", () => {
  /** @type {{ x: number, y: number, size: number }[]} */
  const taken = [];
  const at = { x: 100, y: 100 };
  for (let k = 0; k < 12; k++) {
    const found = freePosition(at, 25, { x: 0, y: 0 }, taken, 12);
    assert.ok(found);
    const disc = { x: at.x + found.x, y: at.y + found.y, size: 25 };
    for (const other of taken) assert.ok(Math.hypot(other.x - disc.x, other.y - disc.y) >= 28 - 1e-9);
    taken.push(disc);
  }
});

test("without room in its rings a marker stands nowhere", () => {
  assert.equal(freePosition({ x: 0, y: 0 }, 25, { x: 0, y: 0 }, [{ x: 0, y: 0, size: 500 }], 3), null);
});

test("the nearest of some points, the first of equals", () => {
  const points = [{ x: 5, y: 0 }, { x: 0, y: 3 }, { x: 3, y: 0 }];
  assert.equal(nearest({ x: 0, y: 0 }, points), points[1]);
  assert.equal(nearest({ x: 0, y: 0 }, []), null);
});
