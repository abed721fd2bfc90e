// @ts-check
/* The candidate sites of a payload, chosen by click and by keyboard. */

import { arrange, expand } from "./arrangement.js";
import { openSiteCard, panFromUnderCard } from "../card.js";
import { updateSiteLegend } from "../layers/legend.js";
import { badges, drawMarker, makeMarker, removeMarker, showMarker } from "./markers.js";
import { emit, lonLat, session } from "../state.js";

/** @import { Payload, SiteMark } from "../../contract.js" */
/** @import { SiteRecord } from "../state.js" */

const MAX_BADGES = 150; // the rest are dots
/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Show the sites of a payload; markers that are there already stay the same elements.
 *
 * @param {Payload} payload
 */
export function showSites(payload) {
  const wanted = new Set(payload.sites.map(({ id }) => id));
  for (const [id, site] of session.sites) {
    if (wanted.has(id)) continue;
    removeMarker(site);
    session.sites.delete(id);
  }
  const circles = new Set();
  payload.sites.forEach((data, order) => {
    const site = markerOf(data, order);
    drawMarker(site);
    // Zones that share a district's centre share its circle.
    const circle = `${data.lon} ${data.lat} ${data.accuracy_m}`;
    site.repeated = circles.has(circle);
    circles.add(circle);
    showMarker(site, session.layers.get(data.layer)?.on ?? true);
  });
  hideRankedFeatures(wanted);
  updateSiteLegend(payload);
}

/** Give a site its marker: the one that it has, if that is of the right kind.
 *
 * @param {SiteMark} data
 * @param {number} order
 */
function markerOf(data, order) {
  const kind = order < MAX_BADGES || data.id === session.selected ? "badge" : "dot";
  const known = session.sites.get(data.id);
  if (known && known.kind !== kind) removeMarker(known);
  const site = known?.kind === kind ? known : makeMarker(data, kind, choose);
  Object.assign(site, { data, order });
  session.sites.set(data.id, site);
  return site;
}

/** A candidate that is ranked is drawn with its rank, not with its layer's symbol too.
 *
 * @param {Set<string>} ranked
 */
function hideRankedFeatures(ranked) {
  for (const { entry, features, group } of session.layers.values()) {
    if (!entry.candidates) continue;
    for (const [id, point] of features) {
      if (ranked.has(id)) group.removeLayer(point);
      else group.addLayer(point);
    }
  }
}

/** Select a site at once; the page's answer brings its lines.
 *
 * @param {SiteRecord} site
 */
function choose(site) {
  const { id, layer } = site.data;
  session.selected = id;
  for (const other of session.sites.values()) drawMarker(other);
  arrange();
  openSiteCard(site.data);
  site.layer.closeTooltip(); // the card says the same and more
  panFromUnderCard(site.layer.getLatLng());
  emit({ kind: "site", site: id, layer, feature: layer && id, ...lonLat(site.layer.getLatLng()) });
}

/** From one marker to the next by rank, with the arrow keys: all of them together are one stop of the Tab key.
 *
 * @param {KeyboardEvent} event
 */
export function moveFocus(event) {
  const here = /** @type {Element} */ (event.target).closest(".geo-site");
  const step = STEPS[event.key];
  if (!(here instanceof HTMLElement) || !(step || event.key === " ")) return;
  event.preventDefault();
  if (!step) return;
  event.stopPropagation();
  const order = badges();
  const next = order[order.findIndex(({ data }) => data.id === here.dataset.site) + step];
  if (next?.hidden) expand([next]);
  next?.layer.getElement()?.focus({ preventScroll: true });
}
