// @ts-check
/* The pack's layers as Leaflet draws them: areas, lines, hexagons, symbols. */

import { el } from "../../shared/dom.js";
import { openFeatureCard, panFromUnderCard } from "../card.js";
import { VAGUE_M, accuracyCircle, bindHint, renderer } from "../drawing.js";
import { ringsOf, withoutBoxEdges } from "../polygons.js";
import { emit, lonLat, session, toolTakes } from "../state.js";
import { symbol } from "../symbols.js";
import { asGeoJson } from "../view.js";

/** @import { FeatureDocument, Geometry, LayerDocument } from "../../contract.js" */
/** @import { LayerRecord } from "../state.js" */

const MAX_SYMBOLS = 400; // a layer with more points is drawn as dots

/** Circles of accuracy of the points that have one, by their marker.
 *
 * @type {WeakMap<L.Layer, L.Circle>}
 */
export const accuracyCircles = new WeakMap();

/** Draw a layer, and show it where the view that was kept, or else the pack, has it on.
 *
 * @param {LayerDocument} entry
 * @param {boolean | undefined} before
 */
export function addLayer(entry, before) {
  /** @type {LayerRecord} */
  const record = {
    entry,
    group: L.layerGroup(),
    on: before ?? entry.visible,
    opacity: 1,
    features: new Map(),
    fixed: entry.id === session.pack.region,
    byId: new Map(entry.features.map((feature) => [feature.id, feature])),
  };
  session.layers.set(entry.id, record);
  // The region itself is drawn with the mask.
  if (!record.fixed) (entry.kind === "point" ? addPoints : addShapes)(record);
  if (record.on) record.group.addTo(session.map);
}

/** @param {LayerRecord} record */
function addShapes(record) {
  const { entry } = record;
  const base = pathOptions(entry);
  if (entry.kind === "polygon" && entry.style.fill === 0 && !base.interactive) {
    record.group.addLayer(bordersOf(entry, base));
    return;
  }
  for (const feature of entry.features) {
    const options = { ...base, ...fillOptions(entry, feature) };
    if (entry.kind === "line" && (options.weight ?? 0) >= 4) record.group.addLayer(strongLine(feature, options));
    const path = pathOf(feature, options);
    if (options.interactive) makeClickable(path, record, feature);
    record.features.set(feature.id, path);
    record.group.addLayer(path);
  }
}

/** @param {LayerDocument} entry @returns {L.PathOptions} */
function pathOptions({ kind, style, classes, facts }) {
  const pane = classes ? "cells" : kind === "line" ? "lines" : "areas";
  return {
    pane: `geo-${pane}`,
    renderer: renderer(pane),
    color: style.color,
    weight: style.width ?? 1.5,
    dashArray: style.dash || undefined,
    interactive: Boolean(classes) || facts || kind === "line",
    .../** @type {L.PolylineOptions} */ ({ smoothFactor: 1 }),
  };
}

/** @param {LayerDocument} entry @param {FeatureDocument} feature @returns {L.PathOptions} */
function fillOptions({ kind, style, classes }, feature) {
  const fill = kind === "polygon" ? { fill: true, fillColor: style.color, fillOpacity: style.fill ?? 0.2 } : {};
  return classes ? { ...fill, stroke: false, fillColor: classes.colors[feature.class ?? -1] } : fill;
}

/** Widen a strong line's options, and make the light line that goes beneath it.
 *
 * @param {FeatureDocument} feature
 * @param {L.PathOptions} options
 */
function strongLine(feature, options) {
  options.weight = (options.weight ?? 0) + 1;
  const weight = options.weight + 4;
  const halo = { ...options, weight, dashArray: undefined, interactive: false, className: "geo-halo" };
  options.lineCap = "round";
  return pathOf(feature, halo);
}

/** @param {FeatureDocument} feature @param {L.PathOptions} options @returns {L.Layer} */
function pathOf(feature, options) {
  const made = L.geoJSON(asGeoJson(feature), { style: () => options, ...options });
  return made.getLayers()[0];
}

/** Draw areas without a fill as the borders they are, without the edges of the box that they were cut off at.
 *
 * @param {LayerDocument} entry
 * @param {L.PathOptions} options
 */
function bordersOf(entry, options) {
  const rings = entry.features.flatMap(({ shape }) => ringsOf(/** @type {Geometry} */ (shape)));
  const lines = withoutBoxEdges(rings).map((line) => line.map(([lon, lat]) => L.latLng(lat, lon)));
  return L.polyline(lines, { ...options, fill: false, interactive: false });
}

/** @param {LayerRecord} record */
function addPoints(record) {
  const { entry } = record;
  const dots = entry.features.length > MAX_SYMBOLS;
  for (const feature of entry.features) {
    const { coordinates } = /** @type {Geometry} */ (feature.shape);
    const [lon, lat] = /** @type {number[]} */ (coordinates).flat();
    const point = dots ? dot([lat, lon], entry) : symbolMarker([lat, lon], entry, feature);
    makeClickable(point, record, feature);
    if (feature.accuracy_m >= VAGUE_M && !entry.candidates) {
      const circle = accuracyCircle(lat, lon, feature.accuracy_m);
      accuracyCircles.set(point, circle);
      record.group.addLayer(circle);
    }
    record.features.set(feature.id, point);
    record.group.addLayer(point);
  }
}

/** @param {[number, number]} at @param {LayerDocument} entry */
const dot = (at, { style }) =>
  L.circleMarker(at, {
    pane: "geo-cells",
    renderer: renderer("cells"),
    radius: (style.size || 6) / 2,
    stroke: false,
    fillColor: style.color,
    fillOpacity: 0.9,
  });

/** @param {[number, number]} at @param {LayerDocument} entry @param {FeatureDocument} feature */
function symbolMarker(at, { style }, { hollow }) {
  // The box around the symbol is what a finger hits, so it is never smaller than 24 px.
  const html = /** @type {any} */ (symbol(style, hollow));
  const icon = L.divIcon({ className: "geo-symbol", iconSize: [24, 24], html });
  // Clicks bubble to a tool that waits for them.
  return L.marker(at, { pane: "geo-points", keyboard: false, bubblingMouseEvents: true, icon });
}

/** Name a feature under the pointer, and tell of it at a click.
 *
 * @param {L.Layer} path
 * @param {LayerRecord} record
 * @param {FeatureDocument} feature
 */
function makeClickable(path, record, feature) {
  if (feature.name) bindHint(path, () => el("span", {}, feature.name), { sticky: true });
  path.on("click", (/** @type {L.LeafletMouseEvent} */ event) => {
    if (toolTakes()) return; // the map gets the click
    L.DomEvent.stopPropagation(event);
    openFeatureCard(record.entry, feature);
    panFromUnderCard(event.latlng);
    // A hexagon stands for the place that was clicked, any other thing for itself.
    const kind = record.entry.classes ? "place" : "feature";
    emit({ kind, layer: record.entry.id, feature: feature.id, ...lonLat(event.latlng) });
  });
}
