// @ts-check
/* What the one map of a page holds. Modules read and write it; none of them is imported here. */

/** @import { FeatureDocument, GridDocument, LatLngLiteral, LayerDocument, MapEvent, PackDocument, Payload } from "../contract.js" */
/** @import { SiteMark, StartOptions } from "../contract.js" */
/** @import { Hexagons } from "./hexagons.js" */

/**
 * @typedef {object} LayerRecord a layer of the pack on the map
 * @property {LayerDocument} entry
 * @property {L.LayerGroup} group
 * @property {boolean} on
 * @property {number} opacity share of what its style has
 * @property {Map<string, L.Layer>} features
 * @property {boolean} fixed whether it is always drawn, with the mask
 * @property {HTMLInputElement} [checkbox]
 * @property {Map<string, FeatureDocument>} byId
 */

/**
 * @typedef {object} SiteState what markers of both kinds have
 * @property {SiteMark} data
 * @property {number} order
 * @property {L.Circle} [accuracy] circle in which the true place lies
 * @property {boolean} repeated whether an earlier site has the same circle
 */

/** @typedef {SiteState & { kind: "dot", layer: L.CircleMarker }} DotSite */

/**
 * @typedef {SiteState & {
 *   kind: "badge",
 *   layer: L.Marker,
 *   node: HTMLElement,
 *   badge: HTMLElement,
 *   hidden: boolean,
 *   clustered: BadgeSite[],
 *   dx: number,
 *   dy: number,
 *   draggable: boolean,
 * }} BadgeSite a marker with its rank; `clustered` are hidden and stand behind this one
 */

/** @typedef {BadgeSite | DotSite} SiteRecord */

/**
 * @typedef {object} Surface how suitable every place is
 * @property {GridDocument} grid
 * @property {Hexagons} hexagons
 * @property {L.Renderer & SurfaceLayer} painter
 */

/**
 * @typedef {object} SurfaceLayer
 * @property {Uint8Array | null} codes a byte a cell; null while there are none
 * @property {() => void} paint
 * @property {(opacity: number) => void} setOpacity
 */

/**
 * @typedef {object} Session
 * @property {L.Map} map null before `start` and after `stop`
 * @property {StartOptions} look
 * @property {PackDocument} pack null until it is there
 * @property {Payload} payload null until the first update
 * @property {string} selected id of the selected site
 * @property {boolean} shown whether a payload has been shown
 * @property {Map<string, LayerRecord>} layers
 * @property {string[]} order ids of layers that the user moved, from back to front
 * @property {string[]} sent those of them that went to the back
 * @property {Map<string, SiteRecord>} sites
 * @property {Surface | null} surface
 * @property {((event: MapEvent) => void) | null} listener the page; a map in a file has none
 * @property {AbortSignal} signal aborted as the map goes: listeners outside the map are added with it
 * @property {string} tool the tool that waits for clicks, or ""
 * @property {Event | null} handledClick the last click that a tool took
 * @property {L.TileLayer | null} online
 * @property {boolean} staged whether the stage is open
 */

const nothing = /** @type {any} */ (null); // what is there as soon as a map is

const initial = () => ({
  map: nothing,
  look: nothing,
  pack: nothing,
  payload: nothing,
  selected: "",
  shown: false,
  layers: new Map(),
  order: [],
  sent: [],
  sites: new Map(),
  surface: null,
  listener: null,
  tool: "",
  handledClick: null,
  online: null,
  staged: false,
});

/** @type {Session} */
export const session = { ...initial(), signal: AbortSignal.abort() };

/** @type {(() => void)[]} */
const resets = [];

/** Have a module's own state reset before each map, as a page that is shown again gets a new one.
 *
 * @param {() => void} reset
 */
export function onReset(reset) {
  resets.push(reset);
  reset();
}

/** Forget all that the last map held; its signal stays, so that who has it sees that it is aborted. */
export function resetSession() {
  Object.assign(session, initial());
}

/** Reset the modules for a map that is about to be drawn. */
export function resetModules() {
  for (const reset of resets) reset();
}

/** Tell the page what the user did.
 *
 * @param {MapEvent} event
 */
export function emit(event) {
  session.listener?.(event);
}

/** Whether a tool waits for clicks on the map, or took this one, which then chooses nothing.
 *
 * @param {L.LeafletMouseEvent} [event]
 */
export const toolTakes = (event) =>
  Boolean(session.tool || (event?.originalEvent && event.originalEvent === session.handledClick));

/** @param {LatLngLiteral} place */
export const lonLat = ({ lat, lng }) => ({ lon: lng, lat });

/** The feature of the pack that a site is, if it is one.
 *
 * @param {SiteMark} data
 */
export const featureOf = (data) => session.layers.get(data.layer)?.byId.get(data.id) ?? null;

/** Whether a place lies within the pack.
 *
 * @param {L.LatLngExpression} place
 */
export const inPack = (place) => L.latLngBounds(session.pack.bounds).contains(place);

/** @param {LayerRecord} record */
export const isShown = (record) => session.map.hasLayer(record.group);
