// @ts-check
/* What stands on the stage: the caption, the layer that is shown alone, the keys, the buttons for a finger. */

import { el } from "../../shared/dom.js";
import { css, rampGradient, safeColor, scoreColor, textColor } from "../colors.js";
import { session } from "../state.js";
import { iconButton } from "../symbols.js";

/** @import { LayerDocument, StageCaption, StageStep, Texts } from "../../contract.js" */

/**
 * @typedef {object} StageNodes
 * @property {HTMLElement} root
 * @property {HTMLElement} caption
 * @property {HTMLElement} layer
 * @property {HTMLElement} keys
 * @property {HTMLElement} status
 */

/**
 * @typedef {object} StageActions
 * @property {(by: number) => void} turnSite
 * @property {(by: number) => void} turnStep
 * @property {() => void} toggleKeys
 * @property {() => void} leave
 */

/** Make all of them, empty.
 *
 * @param {Texts} words
 * @param {StageActions} actions
 * @returns {StageNodes}
 */
export function makeStage(words, { turnSite, turnStep, toggleKeys, leave }) {
  const caption = el("div", { class: "geo-stage-caption" });
  const layer = el("p", { class: "geo-stage-layer", hidden: true });
  const status = el("p", { class: "geo-stage-status", role: "status" });
  const keys = keyList(words);
  const tools = el(
    "div",
    { class: "geo-stage-tools" },
    el(
      "div",
      { class: "geo-stage-touch" },
      iconButton(words.previous, "M3,-7L-5,0L3,7", () => turnSite(-1)),
      iconButton(words.next, "M-3,-7L5,0L-3,7", () => turnSite(1)),
      iconButton(words.next_view, "M-7,-3L0,5L7,-3", () => turnStep(1)),
    ),
    el("button", { type: "button", title: words.keys, "aria-label": words.keys, onclick: toggleKeys }, "?"),
    iconButton(words.leave, "M-6,-6L6,6M-6,6L6,-6", leave),
  );
  for (const node of [caption, tools, keys]) {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
  }
  return { root: el("div", { class: "geo-stage", tabindex: -1 }, caption, layer, tools, keys, status), caption, layer, keys, status };
}

/** @param {Texts} words */
function keyList(words) {
  const rows = [
    ["← →", words.key_site],
    ["↑ ↓, Page Up, Page Down", words.key_view],
    ["L", words.key_layer],
    ["S", words.key_spot],
    ["F", words.key_full],
    ["?", words.key_help],
    ["Esc", words.leave],
  ];
  const list = rows.flatMap(([name, text]) => [el("dt", {}, el("kbd", {}, name)), el("dd", {}, text)]);
  return el("div", { class: "geo-stage-keys", hidden: true }, el("h2", {}, words.keys), el("dl", {}, ...list));
}

/** Write the caption of a step, and of one of its sites.
 *
 * @param {HTMLElement} caption
 * @param {Texts} words
 * @param {StageStep} step
 * @param {number} site
 * @param {(site: number) => void} choose
 */
export function writeCaption(caption, words, step, site, choose) {
  const focused = caption.contains(document.activeElement);
  const shown = step.top[site];
  caption.replaceChildren(
    el("p", { class: "geo-stage-kicker" }, step.kicker),
    el("h2", {}, step.title),
    ...(step.note ? [el("p", { class: "geo-stage-note" }, step.note)] : []),
    ...(shown
      ? [siteCaption(shown), topList(words, step.top, site, choose)]
      : [el("p", { class: "geo-stage-none" }, words.none)]),
  );
  const current = focused && caption.querySelector("[aria-current]");
  if (current instanceof HTMLElement) current.focus({ preventScroll: true });
}

/** What the hall reads of a site.
 *
 * @param {StageCaption} site
 */
function siteCaption(site) {
  const { texts } = session.pack;
  const { theme } = session.look;
  const color = scoreColor(site.score, theme);
  const rankStyle = `background:${css(color)};color:${textColor(color)}`;
  const rank = el("span", { class: "geo-stage-rank", "aria-hidden": "true", style: rankStyle }, String(site.rank));
  const mark = el("b", { style: `left:${site.score}%` });
  return el(
    "div",
    { class: "geo-stage-site" },
    el("div", { class: "geo-stage-head" }, rank, el("h3", {}, site.name)),
    el("p", { class: "geo-stage-score" }, el("b", {}, site.score_text), ` ${texts.score} · ${site.place}`),
    el("p", { class: "geo-stage-scale", "aria-hidden": "true" }, el("i", { style: `background:${rampGradient(theme)}` }, mark)),
    el(
      "dl",
      {},
      el("dt", {}, texts.best),
      el("dd", { class: "geo-stage-plus" }, site.best),
      el("dt", {}, texts.worst),
      el("dd", { class: "geo-stage-minus" }, site.worst),
    ),
    ...(site.sure ? [el("p", { class: "geo-stage-sure" }, site.sure), shareBar(site.shares ?? [])] : []),
  );
}

/** @param {readonly number[]} shares */
function shareBar(shares) {
  const bars = [...shares].reverse().map((share) => el("i", { style: `width:${100 * share}%` }));
  return el("p", { class: "geo-stage-share", "aria-hidden": "true" }, ...bars);
}

/** @param {Texts} words @param {StageCaption[]} top @param {number} current @param {(site: number) => void} choose */
function topList(words, top, current, choose) {
  const rows = top.map(({ name, rank, score_text }, k) => {
    const text = el("span", { class: "geo-stage-name" }, name);
    const attributes = { type: "button", "aria-current": k === current && "true", onclick: () => choose(k) };
    return el("li", {}, el("button", attributes, el("b", {}, String(rank)), text, el("span", {}, score_text)));
  });
  return el("ol", { class: "geo-stage-top", "aria-label": words.best_sites }, ...rows);
}

/** Name a layer that is shown alone, with its classes.
 *
 * @param {HTMLElement} node
 * @param {LayerDocument} entry
 */
export function writeLayer(node, { title, classes, style }) {
  const samples = classes ? classes.words.map((word, k) => colorSample(classes.colors[k], word)) : [];
  const name = samples.length ? title : colorSample(style.color, title);
  node.replaceChildren(el("strong", {}, name), ...samples);
}

/** @param {string} color @param {string} text */
const colorSample = (color, text) =>
  el("span", { class: "geo-stage-class" }, el("i", { style: `background:${safeColor(color)}` }), text);
