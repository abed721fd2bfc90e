// @ts-check
/* The suitability surface in the legend: a switch, its classes, its opacity, a note. */

import { el } from "../../shared/dom.js";
import { css } from "../colors.js";
import { colorSwatch } from "../layers/legend.js";
import { session } from "../state.js";
import { classColors } from "./classes.js";
import { hatchSample } from "./painter.js";

/** @import { GridDocument } from "../../contract.js" */

/**
 * @typedef {object} SurfaceLegend
 * @property {HTMLElement} root
 * @property {HTMLElement} details shown while the surface is on
 * @property {HTMLInputElement} checkbox
 * @property {HTMLElement} note
 */

/** Make the legend.
 *
 * @param {GridDocument} grid
 * @param {number} opacity
 * @param {(on: boolean) => void} onSwitch
 * @param {(opacity: number) => void} onOpacity
 * @returns {SurfaceLegend}
 */
export function surfaceLegend(grid, opacity, onSwitch, onOpacity) {
  const { texts } = grid;
  const colors = classColors(grid, session.look.theme).map(css);
  const checkbox = el("input", { type: "checkbox", onchange: () => onSwitch(checkbox.checked) });
  const slider = el("input", {
    type: "range",
    min: 20,
    max: 100,
    step: 5,
    value: 100 * opacity,
    oninput: () => onOpacity(slider.valueAsNumber / 100),
  });
  const note = el("p", { class: "geo-small" });
  const fader = el("label", { class: "geo-fader" }, texts.opacity, slider);
  const details = el("div", { class: "geo-surface-more" }, classes(grid, colors), fader, note);
  const swatch = el("span", { class: "geo-swatch" }, colorSwatch(colors));
  const label = el("label", { class: "geo-layer" }, checkbox, swatch, el("span", {}, texts.title));
  return { root: el("div", { class: "geo-surface-key", hidden: true }, label, details), details, checkbox, note };
}

/** @param {GridDocument} grid @param {string[]} colors */
function classes({ texts, words }, colors) {
  const samples = [
    ...colors.map((color) => el("i", { style: `background:${color}` })),
    hatchSample("unknown"),
    hatchSample("excluded"),
  ];
  const names = [...words, texts.unknown, texts.excluded];
  const rows = samples.map((sample, k) => el("span", { class: "geo-class" }, sample, names[k]));
  return el("div", { class: "geo-classes" }, el("span", { class: "geo-small" }, texts.scale), ...rows);
}
