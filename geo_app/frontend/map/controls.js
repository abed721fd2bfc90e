// @ts-check
/* What stands around the map: buttons, north, scale, panel, card, credits. */

import { el, reducedMotion, svg } from "../shared/dom.js";
import { cardElement, closeCard } from "./card.js";
import { credits, updateCredits } from "./layers/credits.js";
import { dock } from "./drawing.js";
import { legendPanel } from "./layers/legend.js";
import { session } from "./state.js";
import { iconButton, picture } from "./symbols.js";
import { fit, regionBounds } from "./view.js";

/** A scale that has its units in the user's language. */
class TranslatedScale extends L.Control.Scale {
  /** @param {number} metres */
  _updateMetric(metres) {
    const { texts } = session.pack;
    const round = this._getRoundNum(metres);
    const text = round < 1000 ? `${round} ${texts.m}` : `${round / 1000} ${texts.km}`;
    this._updateScale(this._mScale, text, round / metres);
  }
}

export function addControls() {
  const { texts } = session.pack;
  const titles = { zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out };
  L.control.zoom({ position: "topleft", ...titles }).addTo(session.map);
  dock("topleft", buttons());
  dock("bottomleft", north());
  new TranslatedScale({ imperial: false, maxWidth: 110 }).addTo(session.map);
  dock("topright", legendPanel());
  dock("bottomleft", cardElement());
  dock("bottomright", credits());
  updateCredits();
}

/** Show the whole region. */
export function showRegion() {
  closeCard();
  fit(regionBounds() ?? session.pack.bounds, 12, !reducedMotion());
}

function buttons() {
  const { texts } = session.pack;
  const bar = el("div", { class: "leaflet-bar geo-buttons" });
  bar.append(iconButton(texts.home, "M-7,1L0,-6L7,1M-4.5,-1V7H4.5V-1", showRegion));
  if (document.fullscreenEnabled) {
    bar.append(iconButton(texts.fullscreen, "M-7,-3V-7H-3M3,-7H7V-3M7,3V7H3M-3,7H-7V3", toggleFullscreen));
  }
  return bar;
}

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else session.map.getContainer().requestFullscreen();
}

function north() {
  const { texts } = session.pack;
  const needle = svg("path", { d: "M0,-11L7,10L0,5L-7,10Z", class: "geo-needle" });
  const dark = svg("path", { d: "M0,-11L0,5L-7,10Z", class: "geo-needle-dark" });
  const letter = el("span", { "aria-hidden": "true" }, texts.n);
  const attributes = { class: "geo-north", role: "img", "aria-label": texts.north, title: texts.north };
  return el("div", attributes, picture(26, needle, dark), letter);
}
