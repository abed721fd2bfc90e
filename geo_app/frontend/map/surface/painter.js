// @ts-check
/* Thousands of hexagons on one canvas, a byte each.
 *
 * A path of ten thousand hexagons takes a browser 0.1 s each time. Which hexagon a pixel lies in is worked out here, once
 * for a view; a change of weights then looks each pixel's colour up, which takes a few milliseconds. */

import { el, svg } from "../../shared/dom.js";
import { session } from "../state.js";
import { classColors, classOf } from "./classes.js";
import { owners } from "./raster.js";
import { picture } from "../symbols.js";

/** @import { GridDocument } from "../../contract.js" */
/** @import { Hexagons } from "../hexagons.js" */

const WORLD_PX = 256; // width of the world at zoom 0
const HATCH_PX = 8;
const MOST_PIXELS = 5e6; // beyond, a sharper picture is not worth the wait

/** Signs of what has no score: a path in a tile, and the width of its line.
 *
 * @type {Record<"unknown" | "excluded", { path: string, width: number }>}
 */
const HATCHES = {
  unknown: { path: "M-2,2L2,-2M-2,10L10,-2M6,10L10,6", width: 1.4 },
  excluded: { path: "M2,2L6,6M6,2L2,6", width: 1.3 },
};

/** Draws the cells of a grid; one for each map. */
export class SurfacePainter extends L.Renderer {
  /** @type {HTMLCanvasElement | null} */
  canvas = null;
  /** Number of the hexagon that each pixel lies in, plus 1; 0 for none. */
  owners = new Uint32Array();
  /** Pixels of the canvas for each of the page's. */
  sharpness = 1;
  /** @type {Uint8Array | null} */
  codes = null;
  opacity = 1;

  /** @param {GridDocument} grid @param {Hexagons} hexagons @param {L.RendererOptions} options */
  constructor(grid, hexagons, options) {
    super(options);
    this.grid = grid;
    this.hexagons = hexagons;
  }

  _initContainer() {
    this.canvas = this._container = el("canvas", { "aria-hidden": "true" });
  }

  _destroyContainer() {
    this.canvas?.remove();
    this.canvas = null;
    // Leaflet makes another one where there is none.
    delete (/** @type {{ _container?: HTMLElement }} */ (this)._container);
  }

  _updatePaths() {} // there are none

  _update() {
    if (!this.canvas || (session.map._animatingZoom && this._bounds)) return;
    super._update();
    const min = /** @type {L.Point} */ (this._bounds.min);
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.sharpness = size.x * size.y * ratio ** 2 > MOST_PIXELS ? 1 : ratio;
    const { canvas, sharpness } = this;
    L.DomUtil.setPosition(canvas, min);
    Object.assign(canvas, { width: sharpness * size.x, height: sharpness * size.y });
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px`, opacity: this.opacity });
    const origin = session.map.getPixelOrigin().add(min).multiplyBy(sharpness);
    const scale = sharpness * WORLD_PX * 2 ** session.map.getZoom();
    this.owners = owners(this.hexagons, canvas.width, canvas.height, scale, origin);
    this.paint();
  }

  /** Colour the pixels by the codes of their hexagons. */
  paint() {
    const context = this.canvas?.getContext("2d");
    if (!this.codes || !this.canvas || !context) return;
    const { width, height } = this.canvas;
    const image = context.createImageData(width, height);
    this.#colour(new Uint32Array(image.data.buffer), width);
    context.putImageData(image, 0, 0);
  }

  /** @param {Uint32Array} pixels @param {number} width */
  #colour(pixels, width) {
    const { codes, grid, owners: owner, sharpness } = this;
    if (!codes) return;
    const flat = flatColors(grid);
    /** @type {Record<number, Uint32Array>} */
    const hatches = { [grid.unknown]: hatch("unknown", sharpness), [grid.excluded]: hatch("excluded", sharpness) };
    const side = HATCH_PX * sharpness;
    // By the map's own pixels, so that a hatch stays where it is while the map moves.
    const wrap = (/** @type {number} */ at) => ((Math.round(at * sharpness) % side) + side) % side;
    const { x, y } = /** @type {L.Point} */ (this._bounds.min);
    const [right, down] = [wrap(x), wrap(y)];
    for (let at = 0; at < pixels.length; at++) {
      if (!owner[at]) continue;
      const code = codes[owner[at] - 1];
      const marks = hatches[code];
      if (!marks) pixels[at] = flat[code];
      else pixels[at] = marks[((Math.floor(at / width) + down) % side) * side + (((at % width) + right) % side)];
    }
  }

  /** @param {number} opacity 0 to 1 */
  setOpacity(opacity) {
    this.opacity = opacity;
    if (this.canvas) this.canvas.style.opacity = String(opacity);
  }
}

/** Colours of all codes, as a canvas has them in memory.
 *
 * @param {GridDocument} grid
 */
function flatColors(grid) {
  const colors = classColors(grid, session.look.theme);
  const words = colors.map(([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0);
  return Uint32Array.from({ length: 256 }, (_, code) => words[classOf(grid, code)] ?? 0);
}

/** Draw a tile of a hatch; give its pixels.
 *
 * @param {"unknown" | "excluded"} kind
 * @param {number} sharpness
 */
function hatch(kind, sharpness) {
  const { path, width } = HATCHES[kind];
  const side = HATCH_PX * sharpness;
  const context = /** @type {CanvasRenderingContext2D} */ (el("canvas", { width: side, height: side }).getContext("2d"));
  context.scale(sharpness, sharpness);
  context.strokeStyle = getComputedStyle(session.map.getContainer()).getPropertyValue("--geo-doubt");
  context.lineWidth = width;
  context.stroke(new Path2D(path));
  return new Uint32Array(context.getImageData(0, 0, side, side).data.buffer);
}

/** Draw a sample of a hatch for the legend.
 *
 * @param {"unknown" | "excluded"} kind
 */
export function hatchSample(kind) {
  const { path, width } = HATCHES[kind];
  const marks = svg("path", { d: path, class: "geo-hatch", "stroke-width": width, transform: "translate(-4,-4)" });
  return el("i", { class: "geo-hatched" }, picture(8, marks));
}
