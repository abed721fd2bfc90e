// @ts-check
/* Weights in a file: sliders that rank by themselves, as no page stands around the map. */

import { el } from "../../shared/dom.js";
import { rebalance, wholePercents } from "../../shared/weights.js";
import { dock } from "../drawing.js";
import { PANELS } from "../layers/legend.js";
import { onReset } from "../state.js";
import { settleHere, weigh } from "./live.js";

/** @import { LiveDocument, LivePanel, Payload } from "../../contract.js" */

const REST_MS = 250; // without a change, and the ranking is announced
const BEST = 5;
const CAUTION_STEPS = 10;

/** @typedef {{ slider: HTMLInputElement, percent: HTMLElement }} Row */
/** @typedef {LiveDocument & { panel: LivePanel }} FileDocument */

/** What moves: shares of sum 1, and where all were before one of them began to.
 *
 * @typedef {object} Hand
 * @property {FileDocument} document
 * @property {number[]} shares
 * @property {number} caution
 * @property {{ moved: number, shares: number[] } | null} base
 * @property {Row[]} rows
 * @property {HTMLInputElement | null} cautionSlider
 * @property {HTMLElement} best
 * @property {HTMLElement} status
 */

/** @type {Hand | null} */
let hand;
let frame = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
onReset(() => {
  hand = null;
  frame = 0;
  clearTimeout(resting);
});

/** Put the sliders on the map, once.
 *
 * @param {Payload} payload
 */
export function showWeights({ live, sites }) {
  const { panel } = live ?? {};
  if (!live || !panel || hand) return;
  const made = (hand = handOf({ ...live, panel }));
  dock("topright", panelElement(made));
  paint(made);
  list(made, sites.filter((site) => site.rank));
}

/** @param {FileDocument} document @returns {Hand} */
function handOf(document) {
  const shares = document.criteria.map((name) => document.weights[name] ?? 0);
  const { words } = document.panel;
  const rows = document.panel.titles.map((title, k) => ({
    slider: range(100, words.weight.replace("{criterion}", title), (value) => moveWeight(k, value / 100)),
    percent: el("span", { class: "geo-percent" }),
  }));
  return {
    document,
    shares,
    caution: document.caution,
    base: null,
    rows,
    cautionSlider: document.method === "owa" ? range(CAUTION_STEPS, words.caution, moveCaution) : null,
    best: el("ol", { class: "geo-best" }),
    status: el("p", { role: "status", class: "geo-unseen" }),
  };
}

/** @param {number} max @param {string} label @param {(value: number) => void} act */
function range(max, label, act) {
  const oninput = () => act(slider.valueAsNumber);
  const slider = el("input", { type: "range", min: 0, max, step: 1, "aria-label": label, oninput });
  return slider;
}

/** @param {Hand} made */
function panelElement({ document, rows, cautionSlider, best, status }) {
  const { titles, words } = document.panel;
  const lines = rows.map(({ slider, percent }, k) =>
    el("div", { class: "geo-weight" }, el("span", {}, titles[k]), percent, slider),
  );
  const caution = cautionSlider && el("div", { class: "geo-weight" }, el("span", {}, words.caution), cautionSlider);
  const reset = el("button", { type: "button", class: "geo-reset", onclick: startOver }, words.reset);
  const body = el("div", { class: "geo-panel-body" }, ...lines, caution, reset, best);
  return el("details", { class: "geo-panel geo-weights", name: PANELS }, el("summary", {}, words.weights), body, status);
}

/** @param {number} moved number of the criterion @param {number} share */
function moveWeight(moved, share) {
  if (!hand) return;
  if (hand.base?.moved !== moved) hand.base = { moved, shares: hand.shares };
  hand.shares = rebalance(hand.base.shares, moved, share);
  follow();
}

/** @param {number} step */
function moveCaution(step) {
  if (!hand) return;
  hand.caution = step / CAUTION_STEPS;
  follow();
}

function startOver() {
  if (!hand) return;
  const { criteria, weights, caution } = hand.document;
  Object.assign(hand, { shares: criteria.map((name) => weights[name] ?? 0), caution, base: null });
  follow();
}

/** Follow the hand within the frame, and finish once it rests. */
function follow() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (hand) rank(hand);
  });
  clearTimeout(resting);
  resting = setTimeout(() => {
    settleHere();
    if (hand) announce(hand);
  }, REST_MS);
}

/** @param {Hand} made */
function rank(made) {
  const { criteria } = made.document;
  const weights = Object.fromEntries(criteria.map((name, k) => [name, made.shares[k]]));
  const ranking = weigh({ weights, caution: made.caution }, () => true);
  paint(made);
  if (ranking) list(made, ranking.sites);
}

/** @param {Hand} made @param {readonly { name: string, score_text: string }[]} sites the best first */
function list({ best }, sites) {
  best.replaceChildren(...sites.slice(0, BEST).map(({ name, score_text }) => el("li", {}, `${name} ${score_text}`)));
}

/** @param {Hand} made */
function paint({ rows, shares, caution, cautionSlider }) {
  const percents = shares.map((share) => 100 * share);
  const whole = wholePercents(percents);
  rows.forEach(({ slider, percent }, k) => {
    if (slider.valueAsNumber !== Math.round(percents[k])) slider.value = String(percents[k]);
    percent.textContent = `${whole[k]} %`;
  });
  if (cautionSlider) cautionSlider.value = String(CAUTION_STEPS * caution);
}

/** Say the new order to somebody who does not see it. @param {Hand} made */
function announce({ document, best, status }) {
  const three = [...best.children].slice(0, 3).map((item, k) => `${k + 1}. ${item.textContent}`);
  status.textContent = document.panel.words.ranking.replace("{sites}", three.join("; "));
}
