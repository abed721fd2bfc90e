// @ts-check
/* How the layers lie: the opacity of each, and which is in front. */

import { session } from "../state.js";

/** @import { MapView } from "../../contract.js" */
/** @import { LayerRecord } from "../state.js" */

const IN_FRONT = 5000; // of the other markers, as a z-index

/** What the style gave each path, of which an opacity is a share.
 *
 * @type {WeakMap<L.Path, { opacity: number, fillOpacity: number }>}
 */
const styled = new WeakMap();

/** Make a layer as opaque as is wished, a share of what its style has.
 *
 * @param {LayerRecord} record
 * @param {number} share 0 to 1
 */
export function setOpacity(record, share) {
  record.opacity = share;
  record.group.eachLayer((layer) => {
    if (layer instanceof L.Marker) layer.setOpacity(share);
    else if (layer instanceof L.Path) fade(layer, share);
  });
}

/** @param {L.Path} path @param {number} share */
function fade(path, share) {
  const { opacity = 1, fillOpacity = 0.2 } = path.options;
  const own = styled.get(path) ?? { opacity, fillOpacity };
  styled.set(path, own);
  path.setStyle({ opacity: own.opacity * share, fillOpacity: own.fillOpacity * share });
}

/** Bring a layer in front of the others of its kind (areas, lines, points), or behind them.
 *
 * @param {string} id
 * @param {boolean} front
 */
export function moveLayer(id, front) {
  const others = session.order.filter((other) => other !== id);
  session.order = front ? [...others, id] : [id, ...others];
  session.sent = session.sent.filter((other) => other !== id);
  if (!front) session.sent.push(id);
  applyOrder();
}

/** Put the layers in the order that the user chose; those never moved lie between. */
export function applyOrder() {
  for (const id of [...session.order].reverse()) if (session.sent.includes(id)) place(id, false);
  for (const id of session.order) if (!session.sent.includes(id)) place(id, true);
}

/** @param {string} id @param {boolean} front */
function place(id, front) {
  const record = session.layers.get(id);
  if (!record || !session.map.hasLayer(record.group)) return;
  record.group.eachLayer((layer) => {
    if (layer instanceof L.Marker) layer.setZIndexOffset(front ? IN_FRONT : -IN_FRONT);
    else if (!(layer instanceof L.Path)) return;
    else if (front) layer.bringToFront();
    else layer.bringToBack();
  });
}

/** Give the layers the opacity and the order of a view that was kept.
 *
 * @param {MapView | null} view
 */
export function restoreLayers(view) {
  for (const [id, share] of Object.entries(view?.opacity ?? {})) {
    const record = session.layers.get(id);
    if (record) setOpacity(record, share);
  }
  session.order = view?.order ?? [];
  session.sent = view?.sent ?? [];
  applyOrder();
}
