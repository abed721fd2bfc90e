// @ts-check
/* Thin lines from the selected site, or a clicked place, to what its criteria measured. */

import { decoration } from "../drawing.js";
import { leaveBox } from "../polygons.js";
import { onReset, session } from "../state.js";

/** @import { Link, SiteMark } from "../../contract.js" */
/** @typedef {{ x: number, y: number }} Point */

const EDGE_PX = 46; // between the end of a line that goes on and the edge of the map, for its text
const WIDER_PX = 30; // more than that at the sides, as a text is wide
const SHARES = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]; // of a line, where its text may stand

/** @type {L.LayerGroup | null} */
let lines;
onReset(() => (lines = null));

/** What the lines start from: the place whose explanation is open, else the selected site. */
export function linkStart() {
  const place = session.payload?.place;
  return place ? { data: place, links: place.links } : linksOf(session.selected);
}

/** @param {string} id @returns {{ data: SiteMark, links: Link[] } | null} */
function linksOf(id) {
  const site = session.sites.get(id);
  if (!site) return null;
  const links = session.map.hasLayer(site.layer) ? session.payload.links[id] : undefined;
  return { data: site.data, links: links ?? [] };
}

/** Draw lines from the selected site, and from the compared ones in their colours. */
export function drawLinks() {
  lines?.remove();
  lines = L.layerGroup().addTo(session.map);
  const compare = session.payload?.compare ?? []; // a file draws before its payload is there
  compare.forEach((id, k) => drawLinksFrom(linksOf(id), ` geo-link-${"ABCD"[k]}`));
  if (session.payload?.place || !compare.includes(session.selected)) drawLinksFrom(linkStart(), "");
}

/** @param {{ data: SiteMark, links: Link[] } | null} start @param {string} look */
function drawLinksFrom(start, look) {
  if (!start) return;
  const options = decoration("links");
  for (const link of start.links) {
    const to = L.latLng(link.lat, link.lon);
    for (const className of ["geo-link geo-link-halo", `geo-link${look}`]) {
      lines?.addLayer(L.polyline([[start.data.lat, start.data.lon], to], { ...options, className }));
    }
    lines?.addLayer(L.circleMarker(to, { ...options, radius: 3.5, className: `geo-link-end${look}` }));
  }
}

/** Find where a line to a place ends in the view, inside its edge where it goes on.
 *
 * @param {Point} from
 * @param {Point} to
 * @param {Point} size of the view
 * @returns {Point | null} null where it starts outside the view
 */
export function lineEnd(from, to, size) {
  if (from.x < 0 || from.y < 0 || from.x > size.x || from.y > size.y) return null;
  const side = EDGE_PX + WIDER_PX;
  return leaveBox(from, to, { left: side, top: EDGE_PX, right: size.x - side, bottom: size.y - EDGE_PX });
}

/** Places beside a line where its text may stand, the best first.
 *
 * @param {Point} from
 * @param {Point} to
 * @param {number} half width of the text
 * @returns {Point[]}
 */
export const positionsAlong = (from, to, half) =>
  SHARES.flatMap((share) =>
    [
      [0, -17],
      [half + 9, 0],
      [-half - 9, 0],
      [0, 17],
    ].map(([dx, dy]) => ({ x: from.x + (to.x - from.x) * share + dx, y: from.y + (to.y - from.y) * share + dy })),
  );
