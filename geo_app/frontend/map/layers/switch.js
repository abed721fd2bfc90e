// @ts-check
/* Layers turned on and off, with all that depends on it. */

import { arrange } from "../sites/arrangement.js";
import { updateCredits } from "./credits.js";
import { applyOrder } from "./order.js";
import { showMarker } from "../sites/markers.js";
import { session } from "../state.js";
import { storeView } from "../view.js";

/** @param {string} id @param {boolean} on */
export function switchLayer(id, on) {
  const record = session.layers.get(id);
  if (!record) return;
  record.on = on;
  if (on) {
    record.group.addTo(session.map);
    applyOrder();
  } else record.group.remove();
  if (record.checkbox) record.checkbox.checked = on;
  updateCredits();
  storeView();
  for (const site of session.sites.values()) if (site.data.layer === id) showMarker(site, on);
  arrange();
}
