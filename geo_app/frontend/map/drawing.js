// @ts-check
/* What everything on the map is drawn with: panes from the lowest to the highest, renderers, hints, controls.
 *
 * Only the lowest vector pane is a canvas (thousands of hexagons); everything above is SVG or HTML, which lets clicks
 * through where it draws nothing. A canvas on top would swallow every click. */

import { onReset, session } from "./state.js";

/** Panes and their z-index; through some of them clicks go. */
const PANES = {
  backdrop: { z: 200, through: true },
  online: { z: 210, through: true },
  cells: { z: 300, through: false },
  surface: { z: 310, through: true },
  areas: { z: 320, through: false },
  lines: { z: 340, through: false },
  mask: { z: 360, through: true },
  relief: { z: 365, through: true },
  outline: { z: 370, through: true },
  routes: { z: 375, through: true },
  spotlight: { z: 378, through: true },
  accuracy: { z: 380, through: true },
  links: { z: 390, through: true },
  places: { z: 395, through: true },
  points: { z: 420, through: false },
  leaders: { z: 430, through: true },
  labels: { z: 440, through: true },
  sites: { z: 600, through: false },
  pins: { z: 620, through: true },
};

/** @typedef {keyof typeof PANES} Pane */

/** Places known no better than this, in metres, have a circle of their accuracy. */
export const VAGUE_M = 1000;

/** @type {Map<string, L.Renderer>} */
let renderers;
onReset(() => (renderers = new Map()));

/** Make the panes of a new map. */
export function createPanes() {
  for (const [name, { z, through }] of Object.entries(PANES)) {
    const pane = session.map.createPane(`geo-${name}`);
    pane.style.zIndex = String(z);
    pane.classList.toggle("geo-through", through);
  }
}

/** @param {Pane} name */
export const pane = (name) => /** @type {HTMLElement} */ (session.map.getPane(`geo-${name}`));

/** Give the renderer of a pane, which all that is drawn there shares.
 *
 * @param {Pane} name
 */
export function renderer(name) {
  const make = name === "cells" ? L.canvas : L.svg;
  const found = renderers.get(name) ?? make({ pane: `geo-${name}`, padding: 0.5 });
  renderers.set(name, found);
  return found;
}

/** Options of what is only drawn, and takes no click.
 *
 * @param {Pane} name
 */
export const decoration = (name) => ({ pane: `geo-${name}`, renderer: renderer(name), interactive: false });

/** Make a marker that is an element, and takes no click.
 *
 * @param {L.LatLngExpression} at
 * @param {Pane} name
 * @param {string} className
 * @param {Element} element
 */
export function elementMarker(at, name, className, element) {
  const icon = L.divIcon({ className, iconSize: [0, 0], html: /** @type {HTMLElement} */ (element) });
  return L.marker(at, { pane: `geo-${name}`, icon, interactive: false, keyboard: false });
}

/** Name a thing under the pointer; a finger has none, and opens the card.
 *
 * @param {L.Layer} layer
 * @param {() => HTMLElement} text
 * @param {L.TooltipOptions} options
 */
export function bindHint(layer, text, options) {
  if (window.matchMedia("(hover: hover)").matches) {
    layer.bindTooltip(text, { className: "geo-tip", opacity: 1, ...options });
  }
}

/** Draw the circle in which a place lies.
 *
 * @param {number} lat
 * @param {number} lon
 * @param {number} accuracyM
 */
export const accuracyCircle = (lat, lon, accuracyM) =>
  L.circle([lat, lon], {
    ...decoration("accuracy"),
    radius: accuracyM,
    weight: 1,
    dashArray: "3 4",
    fillOpacity: 0.03,
    opacity: 0.55,
    className: "geo-doubt",
  });

/** Put an element among the controls at a corner of the map.
 *
 * @param {L.ControlPosition} position
 * @param {HTMLElement} node
 */
export function dock(position, node) {
  const control = new L.Control({ position });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    return node;
  };
  control.addTo(session.map);
}
