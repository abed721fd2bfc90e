// @ts-check
/* Thousands of hexagons on one canvas, a byte each.
 *
 * A path of ten thousand hexagons takes a browser 0.1 s each time. Which pixels lie in a hexagon is worked out here, once
 * for a view; a change of weights then colours those of the hexagons whose class changes. */

import { el, svg } from "../../shared/dom.js";
import { session } from "../state.js";
import { classColors, classCount, classOf } from "./classes.js";
import { pixelRuns } from "./raster.js";
import { picture } from "../symbols.js";

/** @import { GridDocument } from "../../contract.js" */
/** @import { Hexagons } from "../hexagons.js" */
/** @import { PixelRuns } from "./raster.js" */

/**
 * @typedef {object} Looks
 * @property {Uint8Array} kinds (256) class of each code: of scores, of too little data, of excluded places
 * @property {number[]} colors of the classes of scores, as a canvas has them in memory
 * @property {Uint32Array[]} hatches tiles of the other two
 */

const WORLD_PX = 256; // width of the world at zoom 0
const HATCH_PX = 8;
const NOTHING = 255; // the look of a cell that is not painted yet
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
  /** Which pixels are whose. @type {PixelRuns} */
  runs = { first: new Uint32Array(), ends: new Uint32Array() };
  /** Pixels of the canvas for each of the page's. */
  sharpness = 1;
  /** A byte a cell. @type {Uint8Array | null} */
  codes = null;
  opacity = 1;
  /** What is on the canvas, and the look of each cell in it. @type {{ image: ImageData, looks: Uint8Array } | null} */
  #painted = null;
  /** @type {Looks | null} */
  #looks = null;

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
    this.canvas = this.#painted = null;
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
    this.runs = pixelRuns(this.hexagons, canvas.width, canvas.height, scale, origin);
    this.#painted = this.#looks = null;
    this.paint();
  }

  /** Colour the pixels by the codes of their hexagons: those whose look has changed since the last time. */
  paint() {
    const context = this.canvas?.getContext("2d");
    if (!this.codes || !this.canvas || !context) return;
    const { width, height } = this.canvas;
    const { codes, runs } = this;
    const { kinds, colors } = (this.#looks ??= this.#makeLooks());
    this.#painted ??= { image: context.createImageData(width, height), looks: new Uint8Array(codes.length).fill(NOTHING) };
    const { image, looks } = this.#painted;
    const pixels = new Uint32Array(image.data.buffer);
    let [top, bottom] = [height, 0];
    for (let cell = 0; cell < codes.length; cell++) {
      const look = kinds[codes[cell]];
      if (looks[cell] === look) continue;
      looks[cell] = look;
      const [from, to] = [runs.first[cell], runs.first[cell + 1]];
      if (from === to) continue;
      top = Math.min(top, Math.floor(runs.ends[from] / width));
      bottom = Math.max(bottom, Math.ceil(runs.ends[to - 1] / width));
      if (colors[look] !== undefined) this.#fill(pixels, from, to, colors[look]);
      else this.#hatch(pixels, from, to, look);
    }
    if (top < bottom) context.putImageData(image, 0, 0, 0, top, width, bottom - top);
  }

  /** @returns {Looks} */
  #makeLooks() {
    const { grid } = this;
    const colors = classColors(grid, session.look.theme);
    return {
      kinds: Uint8Array.from({ length: 256 }, (_, code) => classOf(grid, code)),
      colors: colors.map(([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0),
      hatches: [hatch("unknown", this.sharpness), hatch("excluded", this.sharpness)],
    };
  }

  /** @param {Uint32Array} pixels @param {number} from @param {number} to @param {number} color */
  #fill(pixels, from, to, color) {
    const { ends } = this.runs;
    for (let k = from; k < to; k += 2) {
      const end = ends[k + 1];
      for (let at = ends[k]; at < end; at++) pixels[at] = color;
    }
  }

  /** @param {Uint32Array} pixels @param {number} from @param {number} to @param {number} look beyond the classes of scores */
  #hatch(pixels, from, to, look) {
    const { canvas, runs, sharpness } = this;
    if (!canvas || !this.#looks) return;
    const marks = this.#looks.hatches[look - classCount(this.grid)];
    const side = HATCH_PX * sharpness;
    // By the map's own pixels, so that a hatch stays where it is while the map moves.
    const wrap = (/** @type {number} */ at) => ((Math.round(at * sharpness) % side) + side) % side;
    const { x, y } = /** @type {L.Point} */ (this._bounds.min);
    const [right, down] = [wrap(x), wrap(y)];
    for (let k = from; k < to; k += 2) {
      const row = (Math.floor(runs.ends[k] / canvas.width) + down) % side;
      for (let at = runs.ends[k]; at < runs.ends[k + 1]; at++) {
        pixels[at] = marks[row * side + (((at % canvas.width) + right) % side)];
      }
    }
  }

  /** @param {number} opacity 0 to 1 */
  setOpacity(opacity) {
    this.opacity = opacity;
    if (this.canvas) this.canvas.style.opacity = String(opacity);
  }
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
