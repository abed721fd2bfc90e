// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { mix, safeColor, scoreColor, textColor, visibleClasses, visibleColor } from "../../geo_app/frontend/map/colors.js";

test("colours between two are mixed, and beyond the ends stay", () => {
  assert.deepEqual(mix(["#000000", "#ffffff"], 0.5), [128, 128, 128]);
  assert.deepEqual(mix(["#000000", "#ffffff"], 2), [255, 255, 255]);
  assert.deepEqual(scoreColor(0, "light"), [233, 240, 194]);
  assert.deepEqual(scoreColor(100, "dark"), [240, 243, 184]);
});

test("text is black on bright colours and white on dark ones", () => {
  assert.equal(textColor([255, 255, 255]), "#111827");
  assert.equal(textColor([53, 41, 107]), "#ffffff");
});

test("a dark colour can be seen on a dark page", () => {
  assert.equal(visibleColor("#111111", "light"), "#111111");
  assert.equal(visibleColor("#111111", "dark"), "#cbd5e1");
  assert.equal(visibleColor("#ffff00", "dark"), "#ffff00");
  assert.equal(visibleColor("red", "dark"), "red");
});

test("a choropleth's colours turn around on a dark page, but for no data", () => {
  const classes = { title: "", words: [], colors: ["#1", "#2", "#3", "#grey"], known: 3 };
  assert.deepEqual(visibleClasses(classes, "dark").colors, ["#3", "#2", "#1", "#grey"]);
  assert.equal(visibleClasses(classes, "light"), classes);
});

test("what is no colour does not get into a style", () => {
  assert.equal(safeColor("#fff"), "#fff");
  assert.equal(safeColor("red;background:url(x)"), "transparent");
});
