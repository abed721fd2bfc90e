// @ts-check
/* Badges moved apart by rank, so that each can be seen and hit; a leader shows the true point.
 *
 * Where they crowd, the last ones join the nearest badge, which says how many there are and opens at a click. */

import { el, reducedMotion } from "../../shared/dom.js";
import { freePosition, nearest } from "../collisions.js";
import { decoration } from "../drawing.js";
import { arrangeLabels } from "../labels/labels.js";
import { accuracyCircles } from "../layers/layers.js";
import { drawLinks } from "./links.js";
import { badgeSize } from "./badge.js";
import { badges, moveBadge } from "./markers.js";
import { onReset, session } from "../state.js";

/** @import { BadgeSite } from "../state.js" */
/** @typedef {{ x: number, y: number, size: number }} Disc */

const MOST_RINGS = 5; // around its point in which a badge looks for room, before it joins another; fewer from afar
const EXPANDED_RINGS = 12;
const MOVED_PX = 8; // a badge farther from its point has a leader
const SMALLEST_CIRCLE_PX = 10;

/** Corners of a badge where the number of its cluster may stand, in halves of its size. */
const CORNERS = [
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
  [1.3, 0],
  [-1.3, 0],
  [0, -1.3],
  [0, 1.3],
];

/** @type {L.Marker[]} */
let counts; // of clusters
/** @type {L.LayerGroup | null} */
let leaders;
/** Sites that are shown however far from their point, until the zoom changes. */
const expanded = { sites: /** @type {Set<string>} */ (new Set()), zoom: NaN };
onReset(() => {
  counts = [];
  leaders = null;
  expanded.sites.clear();
});

/** Arrange all that depends on where badges stand. */
export function arrange() {
  if (!session.pack) return;
  if (expanded.zoom !== session.map.getZoom()) expanded.sites.clear();
  const taken = placeBadges();
  writeCounts(taken);
  drawLeaders();
  drawLinks();
  arrangeLabels();
  hideSmallCircles();
}

/** Show sites of a cluster beside their point, until the zoom changes.
 *
 * @param {readonly BadgeSite[]} sites
 */
export function expand(sites) {
  expanded.zoom = session.map.getZoom();
  for (const { data } of sites) expanded.sites.add(data.id);
  arrange();
}

/** Place badges, the selected and compared ones first, then by rank; return what they take. */
function placeBadges() {
  const isFirst = (/** @type {BadgeSite} */ { data }) =>
    data.id === session.selected || session.payload.compare.includes(data.id);
  const all = badges();
  /** @type {Disc[]} */
  const taken = [];
  /** @type {{ site: BadgeSite, x: number, y: number }[]} */
  const placed = [];
  for (const site of [...all.filter(isFirst), ...all.filter((other) => !isFirst(other))]) {
    const { data } = site;
    const at = session.map.latLngToLayerPoint(site.layer.getLatLng());
    const size = badgeSize(data);
    const rings = isFirst(site) || expanded.sites.has(data.id) ? EXPANDED_RINGS : ringsAtZoom();
    const offset = freePosition(at, size, { x: data.dx, y: data.dy }, taken, rings);
    const host = offset ? null : nearest(at, placed);
    site.clustered = [];
    site.hidden = Boolean(host);
    site.layer.getElement()?.classList.toggle("geo-tucked", site.hidden);
    if (host) {
      host.site.clustered.push(site);
      continue;
    }
    const { x, y } = offset ?? { x: data.dx, y: data.dy };
    const ring = session.payload.compare.includes(data.id) ? 16 : 0;
    taken.push({ x: at.x + x, y: at.y + y, size: size + ring });
    placed.push({ site, x: at.x + x, y: at.y + y });
    moveBadge(site, { x, y });
  }
  return taken;
}

const ringsAtZoom = () => Math.min(MOST_RINGS, Math.max(1, Math.round(1.5 * (session.map.getZoom() - 4.5))));

/** Put a "+3" beside each badge that stands for others too.
 *
 * @param {Disc[]} taken
 */
function writeCounts(taken) {
  for (const count of counts) count.remove();
  counts = badges()
    .filter((site) => site.clustered.length)
    .map((site) => countOf(site, taken).addTo(session.map));
}

/** @param {BadgeSite} site @param {Disc[]} taken */
function countOf(site, taken) {
  const { length } = site.clustered;
  const label = session.pack.texts.more_here.replace("{n}", String(length));
  const { x, y } = freeCorner(site, taken);
  const attributes = {
    type: "button",
    class: "geo-crowd",
    title: label,
    "aria-label": label,
    style: `transform: translate(-50%, -50%) translate(${x}px, ${y}px)`,
    onclick: () => openCluster(site),
  };
  const html = el("button", attributes, `+${length}`);
  L.DomEvent.disableClickPropagation(html);
  const icon = L.divIcon({ className: "geo-crowd-spot", iconSize: [0, 0], html });
  return L.marker(site.layer.getLatLng(), { pane: "geo-sites", keyboard: false, zIndexOffset: 50000, icon });
}

/** Find a corner of a badge where a cluster's number covers no other badge, and take it.
 *
 * @param {BadgeSite} site
 * @param {Disc[]} taken
 */
function freeCorner({ data, layer, dx, dy }, taken) {
  const at = session.map.latLngToLayerPoint(layer.getLatLng());
  const half = badgeSize(data) / 2;
  const corners = CORNERS.map(([right, down]) => ({ x: dx + right * (half + 9), y: dy + down * (half + 7) }));
  const room = (/** @type {{ x: number, y: number }} */ { x, y }) =>
    Math.min(...taken.map((other) => Math.hypot(other.x - at.x - x, other.y - at.y - y) - other.size / 2));
  const best = corners.reduce((one, other) => (room(other) > room(one) + 1 ? other : one));
  taken.push({ x: at.x + best.x, y: at.y + best.y, size: 26 });
  return best;
}

/** Zoom to where a cluster falls apart; what lies on one point is spread out around it.
 *
 * @param {BadgeSite} site
 */
function openCluster(site) {
  const { map } = session;
  const members = [site, ...site.clustered];
  const bounds = L.latLngBounds(members.map(({ layer }) => layer.getLatLng()));
  const zoom = Math.min(map.getBoundsZoom(bounds.pad(0.3)), map.getMaxZoom() - 2);
  if (zoom > map.getZoom() + 0.5) {
    map.setView(bounds.getCenter(), zoom, { animate: !reducedMotion() });
    return;
  }
  expand(members);
  site.layer.getElement()?.focus({ preventScroll: true });
}

/** Tie each badge that was moved to its true point, beneath all badges: no line crosses a number. */
function drawLeaders() {
  leaders?.remove();
  const options = decoration("leaders");
  const lines = badges()
    .filter(({ hidden, dx, dy }) => !hidden && Math.hypot(dx, dy) > MOVED_PX)
    .map(({ layer, dx, dy }) => {
      const at = layer.getLatLng();
      return [at, session.map.layerPointToLatLng(session.map.latLngToLayerPoint(at).add([dx, dy]))];
    });
  const ends = lines.map(([at]) => L.circleMarker(at, { ...options, radius: 2.5, className: "geo-leader-end" }));
  leaders = L.layerGroup([L.polyline(lines, { ...options, className: "geo-leader" }), ...ends]).addTo(session.map);
}

/** A circle no larger than the symbol in it only smudges the symbol. */
function hideSmallCircles() {
  const ofSites = [...session.sites.values()].map(({ accuracy }) => accuracy);
  const features = [...session.layers.values()].flatMap((record) => [...record.features.values()]);
  for (const circle of [...features.map((point) => accuracyCircles.get(point)), ...ofSites]) {
    if (circle?._path) circle._path.style.display = circle._radius < SMALLEST_CIRCLE_PX ? "none" : "";
  }
}
