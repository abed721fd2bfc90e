// @ts-check
/* The card of what was clicked. */

import { el, reducedMotion } from "../shared/dom.js";
import { arrangeLabels } from "./labels/labels.js";
import { standing } from "./sites/markers.js";
import { featureOf, onReset, session } from "./state.js";
import { icon } from "./symbols.js";

/** @import { FeatureDocument, LayerDocument, SiteMark } from "../contract.js" */

const MARGIN_PX = 24;

/** @type {HTMLElement} */
let card;
onReset(() => (card = el("section", { class: "geo-card", hidden: true, "aria-live": "polite" })));

/** The element of the card, for its place among the controls. */
export const cardElement = () => card;

/** Id of the site that the open card is about, or "". */
export const cardSite = () => card.dataset.site ?? "";

/** The content of the open card, to know later whether it is still there; null where none is open. */
export const cardContent = () => (card.hidden ? null : card.firstElementChild);

export function closeCard() {
  card.hidden = true;
  delete card.dataset.site;
}

/** @param {string} title @param {string} subtitle @param {[string, string][]} facts */
function openCard(title, subtitle, facts) {
  const { close } = session.pack.texts;
  const act = () => {
    closeCard();
    arrangeLabels();
    session.map.getContainer().focus();
  };
  const attributes = { type: "button", class: "geo-close", "aria-label": close, title: close, onclick: act };
  const button = el("button", attributes, icon("M-5,-5L5,5M-5,5L5,-5", 16));
  const list = el("dl", {}, ...facts.flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]));
  card.replaceChildren(el("header", {}, el("h2", {}, title), button), el("p", { class: "geo-small" }, subtitle), list);
  delete card.dataset.site;
  card.hidden = false;
  card.scrollTop = 0;
}

/** @param {LayerDocument} entry @param {FeatureDocument} feature */
export function openFeatureCard(entry, feature) {
  openCard(feature.name || entry.title, entry.title, factsOf(entry, feature));
}

/** @param {SiteMark} data */
export function openSiteCard(data) {
  openPlaceCard(data);
  card.dataset.site = data.id;
}

/** Open a card about a place that may be no site.
 *
 * @param {SiteMark} data
 */
export function openPlaceCard(data) {
  const entry = session.layers.get(data.layer)?.entry;
  const feature = featureOf(data);
  const { texts } = session.pack;
  /** @type {[string, string][]} */
  const known = [
    [texts.best, data.best],
    [texts.worst, data.worst],
    [texts.accuracy, data.accuracy],
  ];
  const facts = entry && feature ? factsOf(entry, feature) : known.filter(([, text]) => text);
  openCard(data.name, [standing(data), entry?.title].filter(Boolean).join(" · "), facts);
}

/** @param {LayerDocument} entry @param {FeatureDocument} feature @returns {[string, string][]} */
function factsOf({ words }, { facts }) {
  return Array.from({ length: facts.length / 2 }, (_, k) => [words[facts[2 * k]], words[facts[2 * k + 1]]]);
}

/** Move the map if the card has come to lie over what it is about.
 *
 * @param {L.LatLng} latlng
 */
export function panFromUnderCard(latlng) {
  const frame = session.map.getContainer().getBoundingClientRect();
  const box = card.getBoundingClientRect();
  const at = session.map.latLngToContainerPoint(latlng);
  const [right, top] = [box.right - frame.left + MARGIN_PX, box.top - frame.top - MARGIN_PX];
  if (at.x > right || at.y < top) {
    arrangeLabels();
    return;
  }
  const beside = right < frame.width * 0.7; // else the card is as wide as the map
  session.map.panBy(beside ? [at.x - right, 0] : [0, at.y - top], { animate: !reducedMotion() });
}
