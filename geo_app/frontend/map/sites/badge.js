// @ts-check
/* The picture of a site's badge: shape by layer, colour by score, number by rank. */

import { el, svg } from "../../shared/dom.js";
import { css, scoreColor, textColor } from "../colors.js";
import { featureOf, session } from "../state.js";
import { USER_SITE_STYLE, picture, shape } from "../symbols.js";

/** @import { LayerStyle, SiteMark } from "../../contract.js" */

const DIAMETER = { top: 30, plain: 25, excluded: 20 };
const GROWTH = [0, 3, 7, 12]; // by class of area; what is not known is as small as the smallest
const TOP_RANKS = 3;
const LETTERS = "ABCD";
const RADIUS = 0.44; // of the diameter

/** Letter of a compared site, in its own colour; "" of any other.
 *
 * @param {string} id
 */
export const letterOf = (id) => LETTERS[session.payload.compare.indexOf(id)] ?? "";

/** @param {number} size class of area */
export const badgeRadius = (size) => (DIAMETER.plain + GROWTH[size]) * RADIUS;

/** @param {SiteMark} data @returns {number} diameter in pixels */
export function badgeSize(data) {
  if (data.rank == null) return DIAMETER.excluded;
  const grown = GROWTH[featureOf(data)?.size ?? 0] || 0;
  return Math.max(DIAMETER.plain + grown, data.rank <= TOP_RANKS ? DIAMETER.top : 0);
}

/** Draw a badge.
 *
 * @param {SiteMark} data
 * @returns {HTMLElement}
 */
export function badge(data) {
  const size = badgeSize(data);
  const radius = size * RADIUS;
  const box = size * 1.7;
  const style = session.layers.get(data.layer)?.entry.style ?? USER_SITE_STYLE;
  const letter = letterOf(data.id);
  const body = el("div", { class: "geo-marker", style: `width:${box}px;height:${box}px` });
  const drawing = picture(box, ...rings(style, radius, letter, data.id === session.selected));
  drawing.append(svg("circle", { r: 13, fill: "transparent" })); // never less than 24 px to hit
  drawing.append(shape(style.shape, radius + 2, { class: "geo-edge" }));
  drawing.append(...(data.rank == null ? cross(style, radius) : ranked(data, data.rank, style, radius)));
  body.append(drawing);
  if (letter) body.append(letterTag(letter, box / 2 + radius + 5));
  return body;
}

/** @param {LayerStyle} style @param {number} radius @param {string} letter @param {boolean} selected */
function rings(style, radius, letter, selected) {
  const compared = letter && shape(style.shape, radius + 7, { class: `geo-ring geo-ring-${letter}` });
  const chosen = selected && shape(style.shape, radius + (letter ? 3.5 : 5.5), { class: "geo-ring" });
  return [compared, chosen].filter((ring) => ring instanceof Node);
}

/** What an excluded site shows in place of its rank.
 *
 * @param {LayerStyle} style
 * @param {number} radius
 */
function cross(style, radius) {
  const arm = radius * 0.42;
  const d = `M${-arm},${-arm}L${arm},${arm}M${-arm},${arm}L${arm},${-arm}`;
  return [shape(style.shape, radius, { class: "geo-gone" }), svg("path", { d, class: "geo-cross" })];
}

/** @param {SiteMark} data @param {number} rank @param {LayerStyle} style @param {number} radius */
function ranked(data, rank, style, radius) {
  const hollow = featureOf(data)?.hollow;
  const look = hollow ? { class: "geo-hollow geo-scored", "stroke-width": 3.4 } : { class: "geo-scored" };
  const number = svg("text", {
    class: hollow ? "geo-rank geo-rank-hollow" : "geo-rank",
    y: style.shape === "triangle" ? radius * 0.22 : 0,
    "font-size": rank <= TOP_RANKS ? 15 : rank > 99 ? 12 : 13,
  });
  const filled = shape(style.shape, hollow ? radius - 1.2 : radius, look);
  colour(filled, number, data);
  number.textContent = String(rank);
  return [filled, number];
}

/** Colour a badge by its score.
 *
 * @param {Element} filled
 * @param {Element} number
 * @param {SiteMark} data
 */
function colour(filled, number, data) {
  const color = scoreColor(data.score ?? 0, session.look.theme);
  if (featureOf(data)?.hollow) filled.setAttribute("stroke", css(color));
  else {
    filled.setAttribute("fill", css(color));
    number.setAttribute("fill", textColor(color));
  }
}

/** Follow a weight that moves: another score and rank on a badge that is drawn.
 *
 * @param {HTMLElement} drawn
 * @param {SiteMark} data of a ranked site
 * @param {number} before its rank in the drawing
 * @returns {boolean} whether that was possible; the best ones are larger
 */
export function updateBadge(drawn, data, before) {
  const rank = data.rank ?? 0;
  const isTop = (/** @type {number} */ at) => at <= TOP_RANKS;
  const [filled, number] = [drawn.querySelector(".geo-scored"), drawn.querySelector(".geo-rank")];
  if (!filled || !number || isTop(rank) !== isTop(before) || rank > 99 !== before > 99) return false;
  colour(filled, number, data);
  if (rank !== before) number.textContent = String(rank);
  return true;
}

/** The style writes the letter: what stands in a button's text has to stand in its name the same way.
 *
 * @param {string} letter
 * @param {number} corner
 */
const letterTag = (letter, corner) =>
  el("i", {
    class: `geo-letter-tag geo-letter-${letter}`,
    "data-letter": letter,
    style: `left:${corner}px;top:${corner}px`,
  });
