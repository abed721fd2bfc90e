// @ts-check
/* What lies beneath the layers: the pack's own tiles, and the region's outline with everything else dimmed. */

import { decoration, pane, renderer } from "../drawing.js";
import { ringsOf } from "../polygons.js";
import { session } from "../state.js";

/** @import { Geometry } from "../../contract.js" */

const BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** A rectangle around all that a map shows, of which holes are cut out.
 *
 * @type {[number, number][]}
 */
export const WORLD = [
  [-85, -180],
  [-85, 180],
  [85, 180],
  [85, -180],
];

/** @param {Record<string, string>} tiles */
const zoomsOf = (tiles) => Object.keys(tiles).map((name) => Number(name.split("/")[0]));

/** The pack's own tiles, as far as they go. */
class PackTiles extends L.TileLayer {
  /** @type {Record<string, string>} */
  tiles = {};
  kind = "";

  /** @param {L.Coords} at */
  getTileUrl({ x, y }) {
    const name = `${this._getZoomForUrl()}/${x}/${y}`;
    return name in this.tiles ? this.tiles[name] || `${session.look.tiles}/${this.kind}/${name}.png` : BLANK;
  }
}

/** @param {"backdrop" | "relief"} kind @param {Record<string, string>} tiles @param {L.TileLayerOptions} [options] */
function addPackTiles(kind, tiles, options) {
  const zooms = zoomsOf(tiles);
  if (!zooms.length) return;
  const layer = new PackTiles("", {
    pane: `geo-${kind}`,
    minNativeZoom: Math.min(...zooms),
    maxNativeZoom: Math.max(...zooms),
    maxZoom: 14,
    keepBuffer: 1,
    ...options,
  });
  Object.assign(layer, { tiles, kind });
  layer.addTo(session.map);
}

export function addBackdrop() {
  const { tiles, relief } = session.pack;
  addPackTiles("backdrop", tiles);
  addPackTiles("relief", relief, { minZoom: 6 });
  const deepest = Math.max(...zoomsOf(tiles));
  const fade = () => {
    const zoom = session.map.getZoom();
    // Tiles enlarged beyond their own zoom are blurred: they fade as the map's own layers and the relief take over.
    const over = Math.max(0, zoom - deepest - 0.25);
    pane("backdrop").style.opacity = String(Math.max(0, 1 - 2 * over));
    pane("relief").style.opacity = String(Math.max(0, 0.75 - 0.12 * Math.max(0, zoom - 8)));
  };
  session.map.on("zoomend", fade);
  fade();
}

/** Dim everything outside the region, and draw its outline. */
export function addMask() {
  const entry = session.pack.layers.find((layer) => layer.id === session.pack.region);
  if (!entry) return;
  const rings = entry.features.flatMap(({ shape }) => outerRings(/** @type {Geometry} */ (shape)));
  L.polygon([WORLD, ...rings], {
    ...decoration("mask"),
    className: "geo-mask",
    stroke: false,
    fillOpacity: 1,
  }).addTo(session.map);
  for (const className of ["geo-outline geo-casing", "geo-outline"]) {
    const options = { pane: "geo-outline", renderer: renderer("outline"), interactive: false };
    L.polygon(
      rings.map((ring) => [ring]),
      { ...options, className, fill: false },
    ).addTo(session.map);
  }
}

/** @param {Geometry} shape @returns {[number, number][][]} latitude and longitude of the corners of each part */
function outerRings(shape) {
  const parts = shape.type === "Polygon" ? [ringsOf(shape)] : /** @type {number[][][][]} */ (shape.coordinates);
  return parts.map((part) => part[0].map(([lon, lat]) => [lat, lon]));
}
