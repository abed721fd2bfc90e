// @ts-check
/* Colours of scores, of a pack and of classes, on a light and on a dark page. */

/** @import { ClassLegend, Theme } from "../contract.js" */
/** @typedef {[number, number, number]} Rgb red, green and blue, 0 to 255 */

/** Colours of scores 0 to 100: dark is high on a light page, and bright is high on a dark one. */
export const RAMPS = {
  light: ["#e9f0c2", "#a9dbb4", "#5fbdbe", "#2f90b8", "#2b5fa0", "#35296b"],
  dark: ["#35296b", "#2f5c9e", "#2f8fb6", "#52bbb5", "#a3dba9", "#f0f3b8"],
};

/** Interpolate evenly spaced colours.
 *
 * @param {readonly string[]} colors as #rrggbb
 * @param {number} share 0 to 1
 * @returns {Rgb}
 */
export function mix(colors, share) {
  const at = Math.min(Math.max(share, 0), 1) * (colors.length - 1);
  const low = Math.min(Math.floor(at), colors.length - 2);
  const [from, to] = [parseHex(colors[low]), parseHex(colors[low + 1])];
  const part = (/** @type {number} */ k) => Math.round(from[k] * (1 - at + low) + to[k] * (at - low));
  return [part(0), part(1), part(2)];
}

/** @param {string} color as #rrggbb @returns {Rgb} */
const parseHex = (color) => [
  parseInt(color.slice(1, 3), 16),
  parseInt(color.slice(3, 5), 16),
  parseInt(color.slice(5, 7), 16),
];

/** Relative luminance as in WCAG 2.
 *
 * @param {Rgb} rgb
 */
export function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Choose black or white text, whichever is easier to read on the colour.
 *
 * @param {Rgb} rgb
 */
export const textColor = (rgb) => (luminance(rgb) > 0.179 ? "#111827" : "#ffffff");

/** Give a pack's colour, or a light grey where it would be lost on a dark page.
 *
 * @param {string} color
 * @param {Theme} theme
 */
export function visibleColor(color, theme) {
  if (theme !== "dark" || !/^#[0-9a-f]{6}$/i.test(color)) return color;
  const bright = luminance(parseHex(color));
  if (bright > 0.128) return color;
  return bright < 0.04 ? "#cbd5e1" : css(mix([color, "#ffffff"], 0.4));
}

/** Turn a choropleth's colours around on a dark page, where much is bright; what has no data keeps its grey.
 *
 * @param {ClassLegend} classes
 * @param {Theme} theme
 * @returns {ClassLegend}
 */
export function visibleClasses(classes, theme) {
  if (theme !== "dark") return classes;
  const { colors, known = colors.length } = classes;
  return { ...classes, colors: [...colors.slice(0, known).reverse(), ...colors.slice(known)] };
}

/** Colour a score.
 *
 * @param {number} score 0 to 100
 * @param {Theme} theme
 */
export function scoreColor(score, theme) {
  const step = Math.round(SHADES * Math.min(Math.max(score / 100, 0), 1));
  return (shades[theme][step] ??= mix(RAMPS[theme], step / SHADES));
}

const SHADES = 1000; // of a ramp: more than an eye, or a screen, can tell apart
/** @type {Record<Theme, Rgb[]>} */
const shades = { light: [], dark: [] };

/** @param {Theme} theme */
export const rampGradient = (theme) => `linear-gradient(90deg, ${RAMPS[theme].join(",")})`;

/** @param {Rgb} rgb */
export const css = (rgb) => `rgb(${rgb.join(",")})`;

/** A colour from the pack goes into a style only if it is one.
 *
 * @param {string} color
 */
export const safeColor = (color) => (/^#[0-9a-f]{3,8}$/i.test(color) ? color : "transparent");
