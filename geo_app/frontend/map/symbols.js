// @ts-check
/* Symbols of sites and point layers, and the small pictures of buttons, as SVG. */

import { el, svg } from "../shared/dom.js";
import { css, scoreColor } from "./colors.js";

/** @import { LayerStyle, Theme } from "../contract.js" */
/** @typedef {Record<string, string | number | null | undefined>} Attributes */

/** How a user's own site is drawn. */
export const USER_SITE_STYLE = { color: "", shape: "circle" };

const TURN = 2 * Math.PI;

/** Corners of each shape around 0, 0 for a radius of 1; a name that is not here is a circle.
 *
 * @type {Record<string, number[][]>}
 */
const SHAPES = {
  square: [
    [-0.86, -0.86],
    [0.86, -0.86],
    [0.86, 0.86],
    [-0.86, 0.86],
  ],
  diamond: [
    [0, -1.15],
    [1.15, 0],
    [0, 1.15],
    [-1.15, 0],
  ],
  triangle: [
    [0, -1.15],
    [1.1, 0.85],
    [-1.1, 0.85],
  ],
  hexagon: [0, 1, 2, 3, 4, 5].map((k) => [Math.sin((k * TURN) / 6) * 1.08, -Math.cos((k * TURN) / 6) * 1.08]),
  star: Array.from({ length: 10 }, (_, k) => {
    const radius = k % 2 ? 0.55 : 1.25;
    return [Math.sin((k * TURN) / 10) * radius, -Math.cos((k * TURN) / 10) * radius];
  }),
};

/** Draw a shape around 0, 0.
 *
 * @param {string | undefined} name
 * @param {number} radius
 * @param {Attributes} attributes
 */
export function shape(name, radius, attributes) {
  const corners = name ? SHAPES[name] : undefined;
  if (!corners) return svg("circle", { r: radius, ...attributes });
  const points = corners.map(([x, y]) => `${(x * radius).toFixed(1)},${(y * radius).toFixed(1)}`).join(" ");
  return svg("polygon", { points, "stroke-linejoin": "round", ...attributes });
}

/** Make a square picture with 0, 0 in its middle, which a screen reader passes over.
 *
 * @param {number} size
 * @param {...Node} children
 */
export function picture(size, ...children) {
  const viewBox = `${-size / 2} ${-size / 2} ${size} ${size}`;
  return svg("svg", { width: size, height: size, viewBox, "aria-hidden": "true", focusable: "false" }, ...children);
}

/** @param {string} path @param {number} [size] */
export const icon = (path, size = 20) => picture(size, svg("path", { d: path, class: "geo-icon" }));

/** Make a button that is only a picture.
 *
 * @param {string} title
 * @param {string} path
 * @param {() => void} act
 */
export const iconButton = (title, path, act) =>
  el("button", { type: "button", title, "aria-label": title, onclick: act }, icon(path));

/** Draw a candidate layer's sample: its shape, coloured as by a score.
 *
 * @param {LayerStyle} style
 * @param {Theme} theme
 */
export const candidateSample = (style, theme) =>
  picture(24, shape(style.shape, 8, { fill: css(scoreColor(70, theme)) }));

/** Draw the symbol of a point layer.
 *
 * @param {LayerStyle} style
 * @param {boolean} hollow
 */
export function symbol(style, hollow) {
  const radius = (style.size || 6) * 0.72;
  const look = hollow
    ? { class: "geo-symbol-halo", stroke: style.color, "stroke-width": 1.8 }
    : { fill: style.color };
  return picture(
    Math.ceil(radius * 2.6) + 4,
    shape(style.shape, radius + 1.4, { class: "geo-symbol-halo" }),
    shape(style.shape, radius, look),
  );
}
