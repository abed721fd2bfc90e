// @ts-check
/* Where a strong line leads: arrows along it, its gateways, and the names of its ends where it leaves the view. */

import { decoration } from "../drawing.js";
import { leaveBox } from "../polygons.js";
import { isShown, onReset, session } from "../state.js";

/** @import { Gateway, LayerDocument, RouteDocument } from "../../contract.js" */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {(name: string, at: Point, className: string) => void} WriteName */

const ARROW_EVERY_PX = 120;
const ARROW_PX = 6.5; // half the length of an arrow
const INSET_PX = 26; // how far from the edge of the map the name of an end stands
const FAR_PX = 4000; // a longer segment lies mostly outside the view, and gets no arrows
const DIRECTIONS = ["→", "↘", "↓", "↙", "←", "↖", "↑", "↗"];

/** @type {L.LayerGroup | null} */
let drawn;
onReset(() => (drawn = null));

/** Draw the routes that are on.
 *
 * @param {WriteName} write writes a name beside a point, where there is room
 */
export function drawRoutes(write) {
  drawn?.remove();
  drawn = L.layerGroup().addTo(session.map);
  for (const record of session.layers.values()) {
    const { entry, features, opacity } = record;
    if (!entry.route || !isShown(record)) continue;
    const paths = /** @type {L.Polyline[]} */ ([...features.values()]);
    const lines = paths.flatMap((path) => linesOf(/** @type {any} */ (path.getLatLngs())));
    const pixels = lines.map((line) => line.map((at) => session.map.latLngToContainerPoint(at)));
    drawn.addLayer(arrows(pixels, entry.style.color, opacity));
    for (const gateway of entry.route.gateways) drawGateway(gateway, entry, drawn, write);
    writeEnds(entry.route, pixels, write);
  }
}

/** @param {any} latlngs lines, or parts of lines @returns {L.LatLng[][]} */
const linesOf = (latlngs) => (Array.isArray(latlngs[0]) ? latlngs.flatMap(linesOf) : [latlngs]);

/** @param {Point} point @param {number} inset */
function inView({ x, y }, inset) {
  const size = session.map.getSize();
  return x >= inset && y >= inset && x <= size.x - inset && y <= size.y - inset;
}

/** @param {Point[][]} lines @param {string} color @param {number} opacity */
function arrows(lines, color, opacity) {
  const corners = lines.flatMap((line) => arrowsAlong(line, (at) => inView(at, -2 * ARROW_PX)));
  const rings = corners.map((arrow) => [arrow.map(({ x, y }) => session.map.containerPointToLatLng([x, y]))]);
  const look = { className: "geo-arrow", fillColor: color, fillOpacity: opacity, opacity };
  return L.polygon(rings, { ...decoration("routes"), ...look });
}

/** Corners of arrows at even distances along a line, their tip first.
 *
 * @param {readonly Point[]} line
 * @param {(middle: Point) => boolean} isSeen whether an arrow is worth drawing
 * @returns {Point[][]}
 */
export function arrowsAlong(line, isSeen) {
  const found = [];
  let next = ARROW_EVERY_PX / 2;
  for (let k = 1; k < line.length; k++) {
    const [a, b] = [line[k - 1], line[k]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length === 0) continue;
    let at = length > FAR_PX ? Math.max(next, length) : next;
    const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
    for (; at <= length; at += ARROW_EVERY_PX) {
      const middle = { x: a.x + along.x * at, y: a.y + along.y * at };
      if (isSeen(middle)) found.push(arrow(middle, along));
    }
    next = at - length;
  }
  return found;
}

/** @param {Point} at its middle @param {Point} along direction, of length 1 @returns {Point[]} */
const arrow = (at, along) =>
  [
    [1.2, 0],
    [-1, 0.95],
    [-0.55, 0],
    [-1, -0.95],
  ].map(([ahead, right]) => ({
    x: at.x + (along.x * ahead - along.y * right) * ARROW_PX,
    y: at.y + (along.y * ahead + along.x * right) * ARROW_PX,
  }));

/** @param {Gateway} gateway @param {LayerDocument} entry @param {L.LayerGroup} group @param {WriteName} write */
function drawGateway({ lon, lat, name }, entry, group, write) {
  const at = session.map.latLngToContainerPoint([lat, lon]);
  if (!inView(at, 0)) return;
  const look = { radius: 5, className: "geo-gateway", color: entry.style.color };
  group.addLayer(L.circleMarker([lat, lon], { ...decoration("routes"), ...look }));
  write(name, at, "geo-name-gateway");
}

/** Say where the route comes from and goes to, where it leaves the view.
 *
 * @param {RouteDocument} route
 * @param {Point[][]} lines
 * @param {WriteName} write
 */
function writeEnds(route, lines, write) {
  const steps = lines.flatMap((line) => line.slice(1).map((to, k) => ({ from: line[k], to })));
  const enters = steps.find(({ from, to }) => !inView(from, INSET_PX) && inView(to, INSET_PX));
  const leaves = steps.findLast(({ from, to }) => inView(from, INSET_PX) && !inView(to, INSET_PX));
  if (route.from && enters) writeEnd(route.from, enters.to, enters.from, write);
  if (route.to && leaves) writeEnd(route.to, leaves.from, leaves.to, write);
}

/** @param {string} name @param {Point} inside @param {Point} outside @param {WriteName} write */
function writeEnd(name, inside, outside, write) {
  const size = session.map.getSize();
  const box = { left: INSET_PX, top: INSET_PX, right: size.x - INSET_PX, bottom: size.y - INSET_PX };
  const angle = Math.atan2(outside.y - inside.y, outside.x - inside.x);
  const sign = DIRECTIONS[(Math.round(angle / (Math.PI / 4)) + 8) % 8];
  write(`${sign} ${name}`, leaveBox(inside, outside, box) ?? inside, "geo-name-route");
}
