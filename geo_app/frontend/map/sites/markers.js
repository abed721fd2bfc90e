// @ts-check
/* Markers of the candidate sites: a badge with the rank, a dot where there are too many. */

import { el } from "../../shared/dom.js";
import { css, scoreColor } from "../colors.js";
import { VAGUE_M, accuracyCircle, bindHint, renderer } from "../drawing.js";
import { badge, badgeSize, letterOf, updateBadge } from "./badge.js";
import { session, toolTakes } from "../state.js";

/** @import { SiteMark } from "../../contract.js" */
/** @import { BadgeSite, DotSite, SiteRecord } from "../state.js" */

const EXCLUDED_DOT = "#8b95a1";

/** Make a site's marker; it is drawn by `drawMarker` and shown by `showMarker`.
 *
 * @param {SiteMark} data
 * @param {"badge" | "dot"} kind
 * @param {(site: SiteRecord) => void} choose called at a click, Enter and Space
 * @returns {SiteRecord}
 */
export function makeMarker(data, kind, choose) {
  const site = kind === "dot" ? makeDot(data) : makeBadge(data);
  bindHint(site.layer, () => hint(site.data), { direction: "top", sticky: kind === "dot", offset: [0, 0] });
  site.layer.on("click", (/** @type {L.LeafletMouseEvent} */ event) => {
    if (toolTakes()) return; // the map gets the click
    L.DomEvent.stopPropagation(event);
    choose(site);
  });
  site.layer.on("keypress", (/** @type {L.LeafletKeyboardEvent} */ event) => {
    if ([" ", "Enter"].includes(event.originalEvent.key)) choose(site);
  });
  return site;
}

/** @param {SiteMark} data @returns {DotSite} */
const makeDot = (data) => ({
  kind: "dot",
  data,
  order: 0,
  repeated: false,
  layer: L.circleMarker([data.lat, data.lon], {
    pane: "geo-cells",
    renderer: renderer("cells"),
    radius: 5,
    weight: 1,
    color: "#fff",
    fillOpacity: 1,
  }),
});

/** @param {SiteMark} data @returns {BadgeSite} */
function makeBadge(data) {
  const node = el("div", { class: "geo-site-body" });
  const layer = L.marker([data.lat, data.lon], {
    pane: "geo-sites",
    keyboard: true,
    riseOnHover: true,
    bubblingMouseEvents: true, // to a tool that waits for clicks
    icon: L.divIcon({ className: "geo-site", iconSize: [0, 0], html: node }),
  });
  const place = { hidden: false, clustered: [], dx: data.dx, dy: data.dy };
  return { kind: "badge", data, order: 0, repeated: false, layer, node, badge: node, draggable: false, ...place };
}

/** @param {SiteMark} data */
function hint(data) {
  const { texts } = session.pack;
  const lines = [el("b", {}, data.name), el("br"), standing(data)];
  if (data.best) lines.push(el("br"), `+ ${texts.best}: ${data.best}`);
  if (data.worst) lines.push(el("br"), `− ${texts.worst}: ${data.worst}`);
  return el("span", {}, ...lines);
}

/** Say a site's rank, score and reasons for an exclusion.
 *
 * @param {SiteMark} data
 */
export const standing = (data) =>
  [data.place, data.score_text && `${session.pack.texts.score}: ${data.score_text}`, ...data.why]
    .filter(Boolean)
    .join(" · ");

/** Give a marker the looks of its data and of the selection.
 *
 * @param {SiteRecord} site
 */
export function drawMarker(site) {
  const { data } = site;
  if (site.kind === "dot") {
    const fillColor = data.rank == null ? EXCLUDED_DOT : css(scoreColor(data.score ?? 0, session.look.theme));
    site.layer.setStyle({ fillColor });
    return;
  }
  site.badge = badge(data);
  site.node.replaceChildren(site.badge);
  site.layer.setZIndexOffset(data.id === session.selected ? 100000 : zIndex(data));
  if (site.layer.getElement()) nameMarker(site);
}

/** Give a marker another rank and score while a weight moves; it stays where it is.
 *
 * @param {SiteRecord} site
 * @param {SiteMark} data
 */
export function rerankMarker(site, data) {
  const before = site.data;
  site.data = data;
  if (before.rank === data.rank && before.score === data.score) return;
  if (site.kind === "badge" && site.hidden) return; // it is drawn anew once the weights rest
  if (site.kind === "badge" && updateBadge(site.badge, data, before.rank ?? 0)) {
    if (before.rank !== data.rank && data.id !== session.selected) site.layer.setZIndexOffset(zIndex(data));
    return;
  }
  drawMarker(site);
  if (site.kind === "badge") moveBadge(site, { x: site.dx, y: site.dy });
}

/** The better, the farther in front. @param {SiteMark} data */
const zIndex = (data) => (data.rank == null ? -1000 : 10000 - 10 * Math.min(data.rank, 900));

/** Say to a screen reader what a badge shows; one of all badges is reached by the Tab key.
 *
 * @param {BadgeSite} site
 */
function nameMarker({ data, layer, order }) {
  const node = /** @type {HTMLElement} */ (layer.getElement());
  const selected = data.id === session.selected;
  node.tabIndex = selected || (!session.sites.has(session.selected) && order === 0) ? 0 : -1;
  node.setAttribute("role", "button");
  const letter = letterOf(data.id);
  node.setAttribute("aria-label", `${letter ? `${letter}. ` : ""}${data.name}. ${standing(data)}`);
  node.setAttribute("aria-pressed", String(selected));
  node.dataset.site = data.id;
}

/** Show a marker at its place, or not at all.
 *
 * @param {SiteRecord} site
 * @param {boolean} on
 */
export function showMarker(site, on) {
  site.accuracy?.remove();
  if (!on) {
    site.layer.remove();
    return;
  }
  const { lat, lon, accuracy_m } = site.data;
  site.layer.setLatLng([lat, lon]).addTo(session.map);
  if (site.kind === "dot") return;
  nameMarker(site);
  site.accuracy = undefined;
  if (accuracy_m >= VAGUE_M && !site.repeated) site.accuracy = accuracyCircle(lat, lon, accuracy_m).addTo(session.map);
}

/** @param {SiteRecord} site */
export function removeMarker(site) {
  site.layer.remove();
  site.accuracy?.remove();
}

/** Put a badge beside its true point.
 *
 * @param {BadgeSite} site
 * @param {{ x: number, y: number }} offset
 */
export function moveBadge(site, { x, y }) {
  site.dx = x;
  site.dy = y;
  site.badge.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px)`;
  const tooltip = site.layer.getTooltip();
  if (tooltip) tooltip.options.offset = L.point(x, y - badgeSize(site.data) / 2 - 2);
}

/** The badges on the map, by rank.
 *
 * @returns {BadgeSite[]}
 */
export const badges = () =>
  [...session.sites.values()]
    .filter((site) => site.kind === "badge")
    .filter((site) => session.map.hasLayer(site.layer))
    .sort((a, b) => a.order - b.order);
