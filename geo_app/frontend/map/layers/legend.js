// @ts-check
/* The panel of layers and legend: what the signs mean, and a switch for each layer. */

import { el, svg } from "../../shared/dom.js";
import { css, rampGradient, safeColor, scoreColor } from "../colors.js";
import { layerOptions } from "./options.js";
import { switchLayer } from "./switch.js";
import { onlineSwitch } from "./online_tiles.js";
import { badgeRadius } from "../sites/badge.js";
import { onReset, session } from "../state.js";
import { USER_SITE_STYLE, candidateSample, picture, shape, symbol } from "../symbols.js";

/** @import { ClassLegend, LayerDocument, Payload } from "../../contract.js" */
/** @import { LayerRecord } from "../state.js" */

const WIDE_PX = 880; // from here on the panel is open at first, and the view leaves room for it
/** Of panels with this name one is open at a time: there is no room for two. */
export const PANELS = "geo-panels";

const MOST_COLORS = 8; // in a swatch

/** Lines of the legend that come and go with the sites. */
let lines = /** @type {{ user: HTMLElement, compared: HTMLElement, more: HTMLElement }} */ ({});
onReset(() => {
  lines = {
    user: el("p", { class: "geo-key", hidden: true }),
    compared: el("p", { class: "geo-key", hidden: true }),
    more: el("p", { class: "geo-small" }),
  };
});

/** Make the panel. */
export function legendPanel() {
  const { groups, texts } = session.pack;
  const body = el("div", { class: "geo-panel-body" }, siteLegend(), onlineSwitch());
  for (const group of groups) {
    const records = [...session.layers.values()].filter(({ entry, fixed }) => entry.group === group.id && !fixed);
    const rows = records.map(layerRow);
    if (rows.length) body.append(el("fieldset", {}, el("legend", {}, group.title), ...rows));
  }
  const open = session.map.getSize().x >= WIDE_PX;
  return el("details", { class: "geo-panel", name: PANELS, open }, el("summary", {}, texts.panel, scoreScale()), body);
}

/** Bring the legend up to date with the sites that are shown.
 *
 * @param {Payload} payload
 */
export function updateSiteLegend({ sites, compare, more }) {
  lines.user.hidden = !sites.some(({ layer }) => !session.layers.has(layer));
  lines.compared.hidden = !compare.length;
  lines.more.textContent = more ?? "";
}

const scoreScale = () =>
  el(
    "span",
    { class: "geo-ramp-row" },
    el("span", {}, session.pack.texts.score),
    el("span", {}, "0"),
    el("span", { class: "geo-ramp", style: `background:${rampGradient(session.look.theme)}` }),
    el("span", {}, "100"),
  );

// ---------------------------------------------------------------------------------------------------- signs

function siteLegend() {
  const { texts } = session.pack;
  const cross = svg("path", { d: "M-4,-4L4,4M-4,4L4,-4", class: "geo-cross" });
  lines.user.append(candidateSample(USER_SITE_STYLE, session.look.theme), texts.own_sites);
  lines.compared.append(linkSample(" geo-link-A"), texts.compared);
  return el(
    "div",
    { class: "geo-sites-key" },
    el("h2", {}, texts.sites),
    lines.user,
    sign(picture(24, shape("circle", 9, { class: "geo-gone" }), cross), texts.excluded),
    ...statusSigns(),
    ...sizeSigns(),
    sign(picture(24, svg("circle", { r: 9, class: "geo-doubt-key" })), texts.doubt),
    sign(linkSample(""), texts.selected),
    lines.compared,
    lines.more,
  );
}

/** @param {Node} sample @param {string} text */
const sign = (sample, text) => el("p", { class: "geo-key" }, sample, text);

/** @param {string} look */
const linkSample = (look) =>
  picture(
    24,
    svg("path", { d: "M-10,5L8,-6", class: `geo-link${look}` }),
    svg("circle", { cx: 8, cy: -6, r: 3.5, class: `geo-link-end${look}` }),
  );

function statusSigns() {
  const { texts } = session.pack;
  const color = css(scoreColor(70, session.look.theme));
  const hollow = { class: "geo-hollow", stroke: color, "stroke-width": 3 };
  return [
    sign(picture(24, shape("square", 8.5, { fill: color })), texts.operating),
    sign(picture(24, shape("square", 8.5, hollow)), texts.not_operating),
  ];
}

/** Show how symbols grow, once for all candidate layers that do. */
function sizeSigns() {
  const sizes = session.pack.layers.find((entry) => entry.candidates && entry.sizes)?.sizes;
  if (!sizes) return [];
  const fill = css(scoreColor(70, session.look.theme));
  const known = sizes.words.slice(0, -1);
  const samples = known.map((word, k) => el("span", {}, picture(38, shape("square", badgeRadius(k), { fill })), word));
  return [el("p", { class: "geo-small" }, sizes.title), el("p", { class: "geo-sizes" }, ...samples)];
}

// --------------------------------------------------------------------------------------------------- layers

/** @param {LayerRecord} record */
function layerRow(record) {
  const { entry } = record;
  record.checkbox = el("input", {
    type: "checkbox",
    checked: record.on,
    onchange: (event) => switchLayer(entry.id, event.target.checked),
  });
  const swatch = el("span", { class: "geo-swatch" }, swatchOf(entry));
  const label = el("label", { class: "geo-layer" }, record.checkbox, swatch, el("span", {}, entry.title));
  const row = el("div", { class: "geo-row" }, label, ...(entry.candidates ? [] : layerOptions(record)));
  if (entry.classes) row.append(classLegend(entry.classes, entry.style.fill ?? 0.5));
  return row;
}

/** @param {LayerDocument} entry */
function swatchOf({ candidates, kind, style, classes }) {
  if (candidates) return candidateSample(style, session.look.theme);
  if (kind === "point") return symbol({ ...style, size: Math.min(Math.max(style.size || 6, 6), 10) }, false);
  if (kind === "polygon" && classes) return colorSwatch(classes.colors.slice(0, MOST_COLORS));
  const line = {
    stroke: style.color,
    "stroke-width": Math.max(style.width || 1, 1),
    "stroke-dasharray": style.dash || null,
  };
  if (kind === "line") return picture(26, svg("path", { d: "M-12,0H12", fill: "none", ...line }));
  const fill = { fill: style.color, "fill-opacity": style.fill ?? 0.2 };
  return picture(26, svg("rect", { x: -11, y: -7, width: 22, height: 14, rx: 2, ...fill, ...line }));
}

/** Draw colours side by side.
 *
 * @param {string[]} colors
 */
export function colorSwatch(colors) {
  const width = 22 / colors.length;
  const bars = colors.map((fill, k) => svg("rect", { x: -11 + k * width, y: -7, width: width + 0.3, height: 14, fill }));
  return picture(26, ...bars);
}

/** @param {ClassLegend} classes @param {number} opacity */
function classLegend({ title, words, colors }, opacity) {
  const rows = words.map((word, k) => {
    const style = `background:${safeColor(colors[k])};opacity:${opacity}`;
    return el("span", { class: "geo-class" }, el("i", { style }), word);
  });
  return el("div", { class: "geo-classes" }, el("span", { class: "geo-small" }, title), ...rows);
}
