// @ts-check
/* Whatever is written on the map: lengths of lines, where routes lead, names, as far as there is room. */

import { el } from "../../shared/dom.js";
import { TakenBoxes } from "../collisions.js";
import { decoration, elementMarker } from "../drawing.js";
import { positionsWithin } from "./area_names.js";
import { lineEnd, linkStart, positionsAlong } from "../sites/links.js";
import { drawRoutes } from "./route.js";
import { badgeSize } from "../sites/badge.js";
import { badges } from "../sites/markers.js";
import { isShown, onReset, session } from "../state.js";
import { boundsOf } from "../view.js";

/** @import { FeatureDocument, Geometry } from "../../contract.js" */
/** @import { Box } from "../../vendor/rbush/rbush.js" */
/** @import { LayerRecord } from "../state.js" */
/** @typedef {{ x: number, y: number }} Point */

const SYMBOL_PX = 6; // half of a symbol, which no text may cover
const LINE_PX = 17; // height of a name
const TIED_PX = 34; // farther from its place a name is tied to it
const SHORT_PX = 16; // a shorter line has no length written
const FONTS = { "geo-name-large": "650 14px", "geo-name-polygon": "500 13px", "geo-name-route": "600 13px" };

/** @type {L.LayerGroup} */
let labels;
/** @type {CanvasRenderingContext2D | null} */
let ruler;
let family = "";
/** @type {WeakMap<FeatureDocument, L.LatLngBounds>} */
let bounds;
onReset(() => {
  labels = L.layerGroup();
  ruler = null;
  bounds = new WeakMap();
});

/** Write anew all that there is room for, what matters most first. */
export function arrangeLabels() {
  labels.remove();
  labels = L.layerGroup().addTo(session.map);
  const { x, y } = session.map.getSize();
  const taken = new TakenBoxes(x, y, [...controlBoxes(), ...badgeBoxes(), ...symbolBoxes()]);
  writeLengths(taken);
  drawRoutes((name, at, className) => writeBeside(name, at, taken, className));
  const room = Math.max(5, Math.round(5 * 2.2 ** (session.map.getZoom() - 6)));
  const named = [...session.layers.values()].filter((record) => record.entry.labels && isShown(record));
  const isArea = (/** @type {LayerRecord} */ { entry }) => Number(entry.kind === "polygon");
  // Areas come last: their names may stand anywhere within them.
  for (const record of named.sort((a, b) => isArea(a) - isArea(b))) writeNames(record, room, taken);
}

// ---------------------------------------------------------------------------------------------- what is taken

/** @returns {Box[]} */
function controlBoxes() {
  const container = session.map.getContainer();
  const origin = container.getBoundingClientRect();
  return [...container.querySelectorAll(".geo-panel, .geo-card, .geo-credits, .leaflet-bar")].map((node) => {
    const box = node.getBoundingClientRect();
    const [minX, minY] = [box.left - origin.left, box.top - origin.top];
    return { minX, minY, maxX: minX + box.width, maxY: minY + box.height };
  });
}

/** @param {Point} middle @param {number} half @returns {Box} */
const square = ({ x, y }, half) => ({ minX: x - half, minY: y - half, maxX: x + half, maxY: y + half });

/** @returns {Box[]} */
const badgeBoxes = () =>
  badges()
    .filter(({ hidden }) => !hidden)
    .map(({ data, layer, dx, dy }) =>
      square(session.map.latLngToContainerPoint(layer.getLatLng()).add([dx, dy]), badgeSize(data) / 2 + 1),
    );

/** @returns {Box[]} */
const symbolBoxes = () =>
  [...session.layers.values()]
    .filter((record) => record.entry.kind === "point" && isShown(record))
    .flatMap(({ group, features }) => [...features.values()].filter((point) => group.hasLayer(point)))
    .map((point) => {
      const at = /** @type {L.Marker} */ (point).getLatLng();
      return square(session.map.latLngToContainerPoint(at), SYMBOL_PX);
    });

// -------------------------------------------------------------------------------------------- what is written

/** Write each line's length at its end, or somewhere before it, wherever there is room.
 *
 * @param {TakenBoxes} taken
 */
function writeLengths(taken) {
  const start = linkStart();
  if (!start) return;
  const from = session.map.latLngToContainerPoint([start.data.lat, start.data.lon]);
  for (const link of start.links) {
    const end = lineEnd(from, session.map.latLngToContainerPoint([link.lat, link.lon]), session.map.getSize());
    if (!end || Math.hypot(from.x - end.x, from.y - end.y) < SHORT_PX) continue;
    // Without the name where there is no room for it: the line shows what it leads to.
    for (const name of [` ${link.name}`, ""]) {
      const width = Math.min(240, textWidth(link.text + name) + 16);
      const at = positionsAlong(from, end, width / 2).find(({ x, y }) => taken.take(x, y, width, 20));
      if (!at) continue;
      write(at, "geo-link-label", el("b", {}, link.text), name);
      break;
    }
  }
}

/** @param {LayerRecord} record @param {number} room how many features may have a name @param {TakenBoxes} taken */
function writeNames({ entry }, room, taken) {
  const view = session.map.getBounds();
  const ranked = (entry.labels ?? []).map((rank, k) => ({ rank, feature: entry.features[k] }));
  for (const { rank, feature } of ranked.sort((a, b) => a.rank - b.rank).slice(0, room)) {
    if (!feature.name) continue;
    if (entry.kind === "polygon") {
      writeWithin(feature, taken);
      continue;
    }
    const at = anchor(feature);
    if (!view.contains(at)) continue;
    const size = rank < 3 ? " geo-name-large" : rank < 10 ? "" : " geo-name-small";
    writeBeside(feature.name, session.map.latLngToContainerPoint(at), taken, `geo-name-${entry.kind}${size}`);
  }
}

/** @param {string} name @param {Point} place @param {TakenBoxes} taken @param {string} className */
function writeBeside(name, place, taken, className) {
  const font = Object.entries(FONTS).find(([known]) => className.includes(known))?.[1];
  const width = textWidth(name, font) + 4;
  // What everybody looks for may stand a little farther off.
  const gaps = className.includes("geo-name-large") ? [6, 18, 30, 42, 56] : [6, 18, 30];
  const at = positionsBeside(place, width, gaps).find(({ x, y }) => taken.take(x, y, width, LINE_PX));
  if (!at) return;
  write(at, `geo-name ${className}`, name);
  tie(place, at, width);
}

/** @param {Point} place @param {number} width @param {number[]} gaps in pixels, the best first @returns {Point[]} */
const positionsBeside = ({ x, y }, width, gaps) =>
  gaps.flatMap((gap) => [
    { x: x + gap + width / 2, y },
    { x: x - gap - width / 2, y },
    { x, y: y + gap + 8 },
    { x, y: y - gap - 8 },
    { x: x + gap + width / 2, y: y + gap },
    { x: x - gap - width / 2, y: y + gap },
  ]);

/** Draw a line from a place to its name, where the name is far off.
 *
 * @param {Point} place
 * @param {Point} name its middle
 * @param {number} width
 */
function tie(place, name, width) {
  const end = {
    x: Math.min(Math.max(place.x, name.x - width / 2), name.x + width / 2),
    y: name.y + Math.sign(place.y - name.y) * 8,
  };
  if (Math.hypot(end.x - place.x, end.y - place.y) <= TIED_PX) return;
  const line = [place, end].map(({ x, y }) => session.map.containerPointToLatLng([x, y]));
  labels.addLayer(L.polyline(line, { ...decoration("leaders"), className: "geo-leader" }));
}

/** Write an area's name within what is seen of it, as far from its edges as can be.
 *
 * @param {FeatureDocument} feature
 * @param {TakenBoxes} taken
 */
function writeWithin(feature, taken) {
  if (!session.map.getBounds().intersects(featureBounds(feature))) return;
  const width = (textWidth(feature.name, FONTS["geo-name-polygon"]) + 8) * 1.08; // letters are spaced
  const at = positionsWithin(feature, width).find(({ x, y }) => taken.take(x, y, width, LINE_PX + 1));
  if (at) write(at, "geo-name geo-name-polygon", feature.name);
}

/** @param {FeatureDocument} feature */
function featureBounds(feature) {
  const found = bounds.get(feature) ?? boundsOf([feature]);
  bounds.set(feature, found);
  return found;
}

/** @param {FeatureDocument} feature */
function anchor(feature) {
  const { type, coordinates } = /** @type {Geometry} */ (feature.shape);
  if (type !== "Point") return featureBounds(feature).getCenter();
  const [lon, lat] = /** @type {number[]} */ (coordinates);
  return L.latLng(lat, lon);
}

/** Measure a text as the map sets it.
 *
 * @param {string} text
 * @param {string} [font]
 */
function textWidth(text, font = "500 12px") {
  if (!ruler) {
    ruler = el("canvas").getContext("2d");
    family = getComputedStyle(session.map.getContainer()).fontFamily;
  }
  if (!ruler) return 0;
  ruler.font = `${font} ${family}`;
  return ruler.measureText(text).width;
}

/** @param {Point} at @param {string} className @param {...(string | Node)} content */
function write({ x, y }, className, ...content) {
  const at = session.map.containerPointToLatLng([x, y]);
  labels.addLayer(elementMarker(at, "labels", "geo-label", el("span", { class: className }, ...content)));
}
